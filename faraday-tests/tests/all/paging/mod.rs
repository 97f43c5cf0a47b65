//! Reads of more than one item, on tables and indexes: pages, cursors, selections, terminals.

mod cursors;
pub(crate) mod fixture;
mod for_each;
mod golden;
mod indexes;
mod lenient;
mod pages;
mod random;
mod read_ahead;
mod refused;
mod scenarios;
mod select;
mod terminals;
