//! Reads that have no lenient form.
use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders", stream = new_image)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
}

fn main() {
    let _ = Table::<Order>::get(7).lenient();
    let _ = Table::<Order>::get(7).select((Order::TOTAL,)).consistent().lenient();
    let _ = Table::<Order>::changes().lenient();
    // In both orders it is right, but once.
    let _ = Table::<Order>::scan().parallel(4).lenient().lenient();
}
