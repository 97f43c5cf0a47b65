use faraday::{Item, Table};

#[derive(Item)]
struct User {
    #[faraday(partition_key)]
    id: String,
}

#[derive(Item)]
#[faraday(tabel = "groups")]
struct Group {
    #[faraday(partition_key)]
    id: String,
}

fn main() {
    let _ = User::ID;
    let _ = User::SCHEMA;
    let _ = Table::<User>::get("ann");
}
