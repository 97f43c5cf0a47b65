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
struct Summary {
    total: u64,
}

#[derive(Projection)]
#[faraday(of)]
struct Other {
    total: u64,
}

#[derive(Projection)]
#[faraday(off = Order)]
struct Misspelt {
    total: u64,
}

fn main() {}
