use faraday::{Item, Table, transaction};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn main() {
    let ann = User { name: "ann".into(), visits: 1 };
    let _ = transaction((Table::<User>::put(&ann).returning_old(), Table::<User>::delete("bob")));
}
