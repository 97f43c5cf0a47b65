use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_active, partition_key = active),
    global_index(by_active_and_id, partition_key = active, sort_key = id),
    local_index(by_tags, sort_key = tags)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    active: bool,
    tags: Option<Vec<String>>,
}

fn main() {
    let _ = Order::BY_ACTIVE;
}
