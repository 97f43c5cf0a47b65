use std::time::SystemTime;

use faraday::Item;

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key, version)]
    id: u64,
    #[faraday(sort_key, created_at)]
    created: SystemTime,
}

fn main() {}
