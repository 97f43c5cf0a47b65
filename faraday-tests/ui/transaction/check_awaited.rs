use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let _ = async { Table::<User>::check("ann", User::VISITS.gt(1)).await };
    let _ = transaction(());
}
