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

fn main() {
    let _ = Table::<Order>::update(("ann", 7)).set(Order::TOTAL, "5");
    let _ = Table::<Order>::update(("ann", 7)).set(Order::EMAIL, None);
    let _ = Table::<Order>::update(("ann", 7)).set(Order::EMAIL, Some("a".to_owned()));
    let _ = Table::<Order>::update(("ann", 7)).set(Order::PRICES.entry("tea"), "5");
}
