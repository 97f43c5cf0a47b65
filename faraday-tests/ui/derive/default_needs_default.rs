use faraday::{Item, Value};

#[derive(Value)]
enum Status {
    Open,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(default)]
    status: Status,
    #[faraday(skip)]
    cached: Status,
    #[faraday(default = open)]
    other: u64,
}

fn open() -> Status {
    Status::Open
}

fn main() {}
