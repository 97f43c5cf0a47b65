//! The tests of faraday, in folders with the names of the source folders.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod admin;
mod architecture;
mod changes;
mod codec;
mod counters;
mod database;
mod derive;
mod documents;
mod dropped;
mod encryption;
mod engines;
mod execute;
mod expansion;
mod expression;
mod features;
mod frozen;
mod fuzz;
mod garbage;
mod jobs;
mod limits;
mod links;
mod locks;
mod operation;
mod outcome;
mod paging;
mod random;
mod readme;
mod schema;
mod single_table;
mod soak;
mod testing;
mod transport;
mod ui;
mod value;
