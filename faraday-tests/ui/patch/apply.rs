use faraday::{Item, Patch, Table};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    name: String,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    name: String,
}

#[derive(Patch)]
#[faraday(of = Order)]
struct OrderPatch {
    name: Option<String>,
}

fn main() {
    let user = User { id: 1, name: String::new() };
    let _ = Table::<User>::update(1).apply(&user);
    let _ = Table::<User>::update(1).apply(OrderPatch { name: None });
}
