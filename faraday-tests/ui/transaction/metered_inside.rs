use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let _ = transaction((Table::<User>::delete("ann").metered(),));
}
