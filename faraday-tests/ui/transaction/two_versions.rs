use std::time::SystemTime;

use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    #[faraday(version)]
    version: u64,
    #[faraday(version)]
    revision: u64,
    #[faraday(created_at)]
    created: SystemTime,
    #[faraday(created_at)]
    made: SystemTime,
    #[faraday(updated_at)]
    updated: SystemTime,
    #[faraday(updated_at)]
    changed: SystemTime,
}

fn main() {}
