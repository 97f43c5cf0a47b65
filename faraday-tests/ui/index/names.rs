use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = status),
    global_index(by_status, partition_key = total),
    global_index(by_total, partition_key = total, rename = "by_status"),
    global_index(BY_STATUS, partition_key = total),
    global_index(status, partition_key = status),
    global_index(no, partition_key = status),
    global_index(by_name, partition_key = status, rename = "by name")
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    status: String,
    total: u64,
}


fn main() {}
