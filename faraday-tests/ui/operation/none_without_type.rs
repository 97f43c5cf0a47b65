//! `None` alone has no type.
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
}

fn main() {
    let _ = Table::<Order>::query("ann").sort_key(None);
    let _ = Table::<Order>::query("ann").sort_key_bounds(None, None);
    // So it has one.
    let _ = Table::<Order>::query("ann").sort_key(None::<u64>);
    let _ = Table::<Order>::query("ann").sort_key_bounds(None::<u64>, None);
}
