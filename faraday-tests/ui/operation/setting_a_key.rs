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
    let _ = Table::<Order>::update(("ann", 7)).set(Order::CUSTOMER, "bob");
    let _ = Table::<Order>::update(("ann", 7)).remove(Order::ID);
    let _ = Table::<Order>::update(("ann", 7)).add(Order::ID, 1);
    let _ = Table::<Order>::update(("ann", 7)).increment(Order::ID, 1);
    let _ = Table::<Order>::update(("ann", 7)).insert(Order::CUSTOMER, ["a"]);
    let _ = Table::<Order>::update(("ann", 7)).delete(Order::CUSTOMER, ["a"]);
    let _ = Table::<Order>::update(("ann", 7)).append(Order::CUSTOMER, ["a"]);
    let _ = Table::<Order>::update(("ann", 7)).add(Order::PRICES.entry("tea"), 1);
}
