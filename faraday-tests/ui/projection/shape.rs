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
struct Pair(u64, u64);

#[derive(Projection)]
#[faraday(of = Order)]
enum Kind {
    Id,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Generic<T> {
    id: T,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Twice {
    total: u64,
    #[faraday(from = total)]
    sum: u64,
}

fn main() {}
