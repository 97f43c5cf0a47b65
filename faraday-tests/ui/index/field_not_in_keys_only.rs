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

async fn run() -> faraday::Result<()> {
    for order in Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").await? {
        let _ = order.id;
        let _ = order.total;
    }
    Ok(())
}

fn main() {
    let _ = run();
}
