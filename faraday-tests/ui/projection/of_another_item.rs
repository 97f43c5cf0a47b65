use faraday::{Item, Projection, Table};

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

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Projection)]
#[faraday(of = User)]
struct Name {
    id: u64,
}

fn main() {
    let _ = Table::<Order>::query(1).select_as::<Name>();
}
