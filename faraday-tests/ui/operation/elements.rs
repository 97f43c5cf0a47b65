use std::collections::BTreeSet;

use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    tags: BTreeSet<String>,
}

fn main() {
    let _ = Table::<Order>::update(7).insert(Order::TAGS, "vip");
    let _ = Table::<Order>::update(7).delete(Order::TAGS, [5]);
}
