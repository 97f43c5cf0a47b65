//! The tests of faraday, a module for each capability.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "all/connector.rs"]
mod connector;
#[path = "all/derive.rs"]
mod derive;
#[path = "all/expansion.rs"]
mod expansion;
#[path = "all/ui.rs"]
mod ui;
