use std::time::SystemTime;

use faraday::Item;
use faraday::value::time::EpochMillis;

type When = SystemTime;

#[derive(Item)]
#[faraday(table = "texts")]
struct Text {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl)]
    expires: String,
}

#[derive(Item)]
#[faraday(table = "millis")]
struct Millis {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, as = EpochMillis<SystemTime>)]
    expires: Option<SystemTime>,
}

#[derive(Item)]
#[faraday(table = "aliases")]
struct Alias {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl)]
    expires: Option<When>,
}

fn main() {}
