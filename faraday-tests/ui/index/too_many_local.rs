use faraday::Item;

#[derive(Item)]
#[faraday(
    table = "orders",
    local_index(by_f1, sort_key = f1),
    local_index(by_f2, sort_key = f2),
    local_index(by_f3, sort_key = f3),
    local_index(by_f4, sort_key = f4),
    local_index(by_f5, sort_key = f5),
    local_index(by_f6, sort_key = f6),
)]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    f1: u64,
    f2: u64,
    f3: u64,
    f4: u64,
    f5: u64,
    f6: u64,
}

fn main() {}
