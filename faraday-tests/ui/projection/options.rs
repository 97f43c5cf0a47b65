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
#[faraday(of = Order, table = "orders", rename_all = "camelCase", unknown)]
struct Summary {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(rename = "total")]
    sum: u64,
    #[faraday(from = "note")]
    remark: Option<String>,
    #[faraday(frm = note)]
    other: Option<String>,
    #[faraday(skip, from = note)]
    skipped: u64,
}

#[derive(Item)]
#[faraday(table = "users", of = Order)]
struct User {
    #[faraday(partition_key, from = id)]
    id: u64,
}

fn main() {}
