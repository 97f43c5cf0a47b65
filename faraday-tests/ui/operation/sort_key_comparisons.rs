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
    let _ = Table::<Order>::query("ann").sort_key_gt(5);
    let _ = Table::<Order>::query("ann").sort_key_between(5, 9);
}
