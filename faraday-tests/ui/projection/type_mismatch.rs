use faraday::{Item, Projection};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    note: Option<String>,
    #[faraday(frozen)]
    history: Vec<u64>,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Summary {
    id: String,
    total: u32,
    note: String,
    history: Vec<u64>,
}

fn main() {}
