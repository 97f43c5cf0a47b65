use faraday::Item;

#[derive(Item)]
#[faraday(table = "orders", global_index(by_total, partition_key = total, projection = keys_only))]
struct Order<T> {
    #[faraday(partition_key)]
    id: T,
    total: u64,
}


fn main() {}
