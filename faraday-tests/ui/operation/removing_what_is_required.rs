use std::collections::BTreeMap;

use faraday::{Item, Table, Value};
use serde::{Deserialize, Serialize};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    status: Status,
    address: Address,
    lines: Vec<Line>,
    prices: BTreeMap<String, u64>,
    #[faraday(frozen, version = 2)]
    notes: Notes,
    #[faraday(flatten)]
    audit: Audit,
}

#[derive(Value)]
struct Line {
    sku: String,
}

#[derive(Value)]
struct Audit {
    author: String,
}

#[derive(Serialize, Deserialize)]
struct Notes {
    text: String,
}

#[derive(Value)]
enum Status {
    Open,
}

#[derive(Value)]
struct Address {
    city: String,
}

fn main() {
    let _ = Table::<Order>::update(7).remove(Order::STATUS);
    let _ = Table::<Order>::update(7).remove(Order::ADDRESS.dot(Address::CITY));
    let _ = Table::<Order>::update(7).remove(Order::LINES.at(0).dot(Line::SKU));
    let _ = Table::<Order>::update(7).remove(Order::PRICES);
    let _ = Table::<Order>::update(7).remove(Order::NOTES);
    let _ = Table::<Order>::update(7).remove(Order::AUDIT.dot(Audit::AUTHOR));
    // These may be absent.
    let _ = Table::<Order>::update(7).remove(Order::LINES).remove(Order::PRICES.entry("tea"));
}
