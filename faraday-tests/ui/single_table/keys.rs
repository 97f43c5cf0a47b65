//! Keys that are not those of the table.

use faraday::{Item, Projection, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: u64),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    global_index(keys, partition_key(keys: String), projection = keys_only),
    global_index(some, partition_key(some: String), projection = include(total)),
)]
struct App;

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", sort_key = "ORDER#{id}")]
struct NumberedSort {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}")]
struct NoSort {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App)]
struct OtherName {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    sk: String,
}

#[derive(Item)]
#[faraday(
    table = App, partition_key = "ORDER#{id}",
    index(gsi1, partition_key = "A#{id}"), index(keys, partition_key = "A#{id}"), index(gsi3, partition_key = "A#{id}"),
)]
struct OtherIndexes {
    id: u64,
    #[faraday(sort_key)]
    sk: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{signed}#{real}{text}{id}#{kept:escaped}")]
struct NoOrder {
    signed: i64,
    real: bool,
    text: String,
    id: u64,
    kept: String,
    #[faraday(sort_key)]
    sk: u64,
    gsi1pk: String,
}

#[derive(Item)]
#[faraday(
    table = App, partition_key = "ORDER#{id}",
    index(gsi1, partition_key = "A#{id}", sort_key = "A"), index(keys, partition_key = "A#{id}", row = Row),
)]
struct Rows {
    id: u64,
    #[faraday(sort_key)]
    sk: u64,
    total: u64,
}

#[derive(Projection)]
#[faraday(of = Rows)]
struct Row {
    sk: u64,
    total: u64,
}

#[derive(Item)]
#[faraday(
    table = App, kind = "odd", partition_key = "ORDER#{id}", index(some, partition_key = "A#{id}", row = Some1), unique(list)
)]
struct Kinds {
    id: u64,
    #[faraday(sort_key)]
    sk: u64,
    kind: String,
    list: Vec<String>,
}

#[derive(Projection)]
#[faraday(of = Kinds)]
struct Some1 {
    sk: u64,
}

struct NotATable;

#[derive(Item)]
#[faraday(table = NotATable, partition_key = "ORDER#{id}")]
struct OfNone {
    id: u64,
}

fn main() {}
