use faraday::{Item, Projection};

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_total, partition_key = total, projection = keys_only, row = TooMuch)
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    note: String,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct TooMuch {
    total: u64,
    note: String,
}


fn main() {}
