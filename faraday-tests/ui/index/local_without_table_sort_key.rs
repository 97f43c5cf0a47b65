use faraday::Item;

#[derive(Item)]
#[faraday(table = "orders", local_index(by_total, sort_key = total))]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
}

fn main() {
    let _ = faraday::Table::<Order>::index(Order::BY_TOTAL).query(1).sort_key(2).consistent();
}
