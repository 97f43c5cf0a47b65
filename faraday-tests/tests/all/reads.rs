//! Reads of more than one item: queries, scans, cursors, selections, on tables and indexes.

#[path = "reads/checkpoints.rs"]
mod checkpoints;
#[path = "reads/cursors.rs"]
mod cursors;
#[path = "reads/explain.rs"]
mod explain;
#[path = "reads/fixture.rs"]
mod fixture;
#[path = "reads/golden.rs"]
mod golden;
#[path = "reads/indexes.rs"]
mod indexes;
#[path = "reads/pages.rs"]
mod pages;
#[path = "reads/parallel.rs"]
mod parallel;
#[path = "reads/random.rs"]
mod random;
#[path = "reads/refused.rs"]
mod refused;
#[path = "reads/select.rs"]
mod select;
#[path = "reads/spent.rs"]
mod spent;
#[path = "reads/suite.rs"]
mod suite;
#[path = "reads/terminals.rs"]
mod terminals;
