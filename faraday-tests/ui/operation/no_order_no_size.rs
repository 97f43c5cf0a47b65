use std::collections::BTreeSet;

use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    paid: bool,
    tags: BTreeSet<String>,
    address: Address,
}

#[derive(Clone, Value)]
struct Address {
    city: String,
}

fn main() {
    let _ = Order::PAID.lt(true);
    let _ = Order::TAGS.gt(BTreeSet::new());
    let _ = Order::ADDRESS.between(Address { city: String::new() }, Address { city: String::new() });
    let _ = Order::TOTAL.size().gt(3);
    let _ = Order::PAID.size();
}
