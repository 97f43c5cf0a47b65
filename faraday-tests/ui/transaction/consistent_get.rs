use faraday::{Item, Table, transaction_get};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let _ = transaction_get((Table::<User>::get("ann").consistent(), Table::<User>::get("bob")));
}
