use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let _ = transaction((Table::<User>::update("ann").add(User::VISITS, 1).returning_new(),));
    let _ = transaction(vec![Table::<User>::delete("ann").returning_old()]);
}
