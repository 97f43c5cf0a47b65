use std::collections::{BTreeMap, BTreeSet};

use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
    city: String,
    email: Option<String>,
    tags: BTreeSet<String>,
    lines: Vec<String>,
    prices: BTreeMap<String, u64>,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

#[derive(Item)]
#[faraday(table = "visits", global_index(by_city, partition_key = city))]
struct Visit {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    city: String,
}

fn main() {
    let _ = Table::<User>::query("ann").sort_key(7);
    let _ = Table::<User>::query("ann").sort_key_range(7..);
    let _ = Table::<User>::query("ann").sort_key_begins_with("a");
    let _ = Table::<Visit>::index(Visit::BY_CITY).query("Leeds").sort_key(7);
}
