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

// The words of other libraries.
#[derive(Item)]
#[faraday(name = "orders", gsi(by_total, partition_key = total))]
struct Order {
    #[faraday(partition_key)]
    id: String,
    total: u64,
}

fn main() {}
