use faraday::{Item, Table};

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = status, sort_key = placed_at),
    global_index(by_email, partition_key = email, projection = keys_only),
    local_index(by_total, sort_key = total)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    placed_at: u64,
    email: Option<String>,
    total: u64,
}

fn main() {
    let _ = Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").sort_key(5);
    let _ = Table::<Order>::index(Order::BY_STATUS).query("open").sort_key_range(5..).sort_key_range(..=9);
    let _ = Table::<Order>::index(Order::BY_STATUS).query("open").sort_key(5).sort_key(6);
    let _ = Table::<Order>::index(Order::BY_STATUS).query("open").sort_key("yesterday");
    let _ = Table::<Order>::index(Order::BY_STATUS).query("open").sort_key_begins_with("1");
}
