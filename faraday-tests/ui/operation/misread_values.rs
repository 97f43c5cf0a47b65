use faraday::{Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    note: Option<String>,
}

fn main() {
    let _ = Table::<Order>::update(7).set("total", 5);
    let _ = Table::<Order>::update(7).add(Order::TOTAL, -5);
    let _ = Table::<Order>::scan().filter(Order::NOTE.eq(None));
}
