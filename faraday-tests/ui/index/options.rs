use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = status, sortkey = total),
    global_index(by_total, partition_key = total, partition_key = status),
    global_index(by_both, partition_key = total, projection = some),
    global_index(by_none, partition_key = total, projection = include()),
    global_index(by_text, partition_key = "total"),
    global_index(by_empty, partition_key),
    global_index(by_units, partition_key = total, throughput(0, 5)),
    global_index(by_unit, partition_key = total, throughput = 5),
    global_index,
    global_index(),
    global_index(partition_key = total),
    local_index(by_share, sort_key = total, throughput(1, 1)),
    local_index(by_key, partition_key = status, sort_key = total),
    local_index(by_unknown, sort_key = total, partition = status)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    total: u64,
}


fn main() {}
