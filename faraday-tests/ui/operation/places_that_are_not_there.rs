use std::collections::{BTreeMap, BTreeSet};

use faraday::Item;

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

fn main() {
    let _ = Order::TAGS.at(0);
    let _ = Order::LINES.entry("a");
    let _ = Order::CITY.dot(User::VISITS);
}
