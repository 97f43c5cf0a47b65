use faraday::{Item, Table};

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_email, partition_key = email, projection = include(total)),
    local_index(by_total, sort_key = total, projection = keys_only)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    email: Option<String>,
    total: u64,
    note: String,
}

async fn run() -> faraday::Result<()> {
    let _: Vec<Order> = Table::<Order>::index(Order::BY_EMAIL).query("ann@example.com").await?;
    let _: Vec<Order> = Table::<Order>::index(Order::BY_TOTAL).query("ann").await?;
    Ok(())
}

fn main() {
    let _ = run();
}
