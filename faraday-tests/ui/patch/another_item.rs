use faraday::{Item, Table};

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

fn main() {
    let (user, order) = (User { id: 1, name: String::new() }, Order { id: 1, name: String::new() });
    let _ = Table::<User>::upsert(&order);
    let _ = Table::<User>::upsert(user);
    let _ = Table::<User>::update_from(&user, &order);
}
