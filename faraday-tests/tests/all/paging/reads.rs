//! Reads of more than one item: queries, scans, cursors, selections, on tables and indexes.

#[path = "checkpoints.rs"]
mod checkpoints;
#[path = "cursors.rs"]
mod cursors;
#[path = "explain.rs"]
mod explain;
#[path = "fixture.rs"]
mod fixture;
#[path = "golden.rs"]
mod golden;
#[path = "indexes.rs"]
mod indexes;
#[path = "pages.rs"]
mod pages;
#[path = "parallel.rs"]
mod parallel;
#[path = "random.rs"]
mod random;
#[path = "refused.rs"]
mod refused;
#[path = "select.rs"]
mod select;
#[path = "consumed.rs"]
mod spent;
#[path = "suite.rs"]
mod suite;
#[path = "terminals.rs"]
mod terminals;
