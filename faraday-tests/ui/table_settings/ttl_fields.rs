use std::time::SystemTime;

use faraday::{Item, Projection, Value};

#[derive(Item)]
#[faraday(table = "sessions")]
struct Session {
    #[faraday(partition_key)]
    token: String,
    #[faraday(ttl)]
    expires: u64,
    #[faraday(ttl)]
    removed: Option<SystemTime>,
}

#[derive(Item)]
#[faraday(table = "frozen")]
struct Frozen {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, frozen)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = "ofserde")]
struct OfSerde {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, serde)]
    expires: SystemTime,
}

#[derive(Item)]
#[faraday(table = "millis")]
struct Millis {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, with = faraday::value::time::epoch_millis)]
    expires: SystemTime,
}

#[derive(Item)]
#[faraday(table = "skipped")]
struct Skipped {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, skip)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = "written")]
struct Written {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl, updated_at)]
    expires: SystemTime,
}

#[derive(Item)]
#[faraday(table = "keys")]
struct Key {
    #[faraday(partition_key, ttl)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = "lines", global_index(by_expiry, partition_key = expires))]
struct Line {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(ttl = 5)]
    total: u64,
    #[faraday(ttl)]
    expires: SystemTime,
}

#[derive(Item)]
#[faraday(table = "records", tag = "kind")]
enum Record {
    Note {
        #[faraday(partition_key)]
        id: u64,
        #[faraday(ttl)]
        expires: u64,
    },
    Draft {
        #[faraday(partition_key)]
        id: u64,
        #[faraday(ttl)]
        expires_at: u64,
    },
}

#[derive(Value)]
struct Part {
    #[faraday(ttl)]
    expires: u64,
}

#[derive(Projection)]
#[faraday(of = Session)]
struct Token {
    #[faraday(ttl)]
    expires: u64,
}

fn main() {}
