use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = statsu, sort_key = (total, placed_at)),
    global_index(by_total, partition_key = total, projection = include(status, note)),
    local_index(by_date, sort_key = date)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    total: u64,
}

fn main() {
    let _ = Order::BY_STATUS;
    let _ = faraday::Table::<Order>::index(Order::BY_STATUS).query("open");
    let _ = faraday::Table::<Order>::index(Order::BY_TOTAL).query(5);
}
