use faraday::{Item, Value};

#[derive(Item)]
#[faraday(tabel = "users", table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(hash_key = "x", frozn)]
    name: String,
}

#[derive(Value)]
#[faraday(table = "address")]
struct Address {
    #[faraday(partition_key)]
    city: String,
}

#[derive(Value)]
enum Status {
    #[faraday(default)]
    Open,
}

fn main() {}
