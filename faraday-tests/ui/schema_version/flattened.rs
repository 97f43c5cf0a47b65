use faraday::Item;

#[derive(Item)]
#[faraday(table = "orders", schema_version = 1)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Archived {
    #[faraday(partition_key)]
    archive: String,
    #[faraday(flatten)]
    order: Order,
}

fn main() {}
