use faraday::Item;

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    customer: Customer,
}

#[derive(Item)]
#[faraday(table = "customers")]
struct Customer {
    #[faraday(partition_key)]
    name: String,
}

fn main() {}
