//! What a template cannot be.

use faraday::{Item, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
)]
struct App;

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{number}", sort_key = "{}#{a b}")]
struct NoField {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id:hex}", sort_key = "ORDER}")]
struct NoOption {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", sort_key = "AT#{at}")]
struct Absent {
    id: Option<u64>,
    #[faraday(created_at)]
    at: Option<std::time::SystemTime>,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", sort_key = "ORDER")]
struct Twice {
    #[faraday(partition_key)]
    id: String,
    #[faraday(key_only)]
    lost: String,
}

#[derive(Item)]
#[faraday(table = App, sort_key = "ORDER#{id}")]
struct NoPartitionKey {
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders", partition_key = "ORDER#{id}", index(gsi1, partition_key = "A#{id}"), unique(id))]
struct Undeclared {
    #[faraday(key_only)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", sort_key = "ORDER", global_index(by_id, partition_key = id))]
struct OwnIndex {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "ORDER#{id}", sort_key = "ORDER", unique(email), unique(id))]
struct NothingUnique {
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "{a}#{b}#{c}#{d}#{e}", sort_key = "{f}#{g}#{h}#{i}")]
struct ManyParts {
    a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8,
}

#[derive(Item)]
#[faraday(table = App, kind = "#unique", tag = "type", partition_key = "A#{id", sort_key = "")]
struct OddTexts {
    id: u8,
}

#[derive(Item)]
#[faraday(
    table = App, kind = "lost", partition_key = "A#{id}", sort_key = "B",
    index(gsi1, partition_key = "C#{maybe}", sort_key = "{kept}{old}"), unique(id, id), unique(id), unique(id),
)]
struct Lost {
    id: u8,
    maybe: Option<u8>,
    #[faraday(key_only)]
    kept: u8,
    #[faraday(alias = "older")]
    old: u8,
}

#[derive(Item)]
#[faraday(table = App)]
enum Structs {
    Order { id: u64 },
}

fn main() {}
