use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(rename = "id")]
    name: String,
    userid: u64,
    #[allow(non_snake_case)]
    userId: u64,
}

#[derive(Value)]
enum Status {
    Open,
    #[faraday(rename = "Open")]
    Paid,
}

fn main() {}
