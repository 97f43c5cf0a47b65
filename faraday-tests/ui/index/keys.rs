use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(without_key),
    global_index(without_partition_key, sort_key = total),
    local_index(without_sort_key),
    global_index(by_twice, partition_key = (status, total), sort_key = status),
    global_index(by_five, partition_key = (a, b, c, d, total), sort_key = id),
    global_index(by_sorted, partition_key = id, sort_key = (a, b, c, d, total)),
    local_index(by_several, sort_key = (a, b)),
    local_index(by_customer, sort_key = customer),
    global_index(by_skipped, partition_key = skipped),
    global_index(by_frozen, partition_key = frozen)
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    status: String,
    total: u64,
    a: u64,
    b: u64,
    c: u64,
    d: u64,
    #[faraday(skip)]
    skipped: u64,
    #[faraday(frozen)]
    frozen: u64,
}


fn main() {}
