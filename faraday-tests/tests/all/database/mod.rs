//! Databases: which one an operation runs on, its prefix, and the embedded engine.

mod embedded;
mod local;
mod names;
mod resolve;
mod strict;
mod table_prefix;

use faraday::testing::Canned;
use faraday::{Database, Item};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

/// A server that says it has a user of this name, and a database on it.
fn having(id: &str) -> (Canned, Database) {
    let canned = Canned::answering(format!(r#"{{"Item":{{"id":{{"S":"{id}"}},"visits":{{"N":"1"}}}}}}"#));
    let database = Database::builder(canned.client()).table_prefix(format!("{id}-")).build();
    (canned, database)
}
