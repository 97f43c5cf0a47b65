use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = status, projection = include(status, id, total, total, skipped))
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    status: String,
    total: u64,
    #[faraday(skip)]
    skipped: u64,
}


fn main() {}
