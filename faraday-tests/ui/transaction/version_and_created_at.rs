use std::time::SystemTime;

use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(version, created_at)]
    both: u64,
}

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(created_at, updated_at)]
    times: SystemTime,
    #[faraday(version, skip, default)]
    version: u64,
}

fn main() {}
