use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), ttl = expires_at)]
struct App;

#[derive(Table)]
#[faraday(name = "lasting", partition_key(pk: String))]
struct Lasting;

#[derive(Item)]
#[faraday(table = App, partition_key = "SESSION#{token}")]
struct Session {
    token: String,
    #[faraday(ttl)]
    expires: u64,
}

#[derive(Item)]
#[faraday(table = Lasting, partition_key = "ORDER#{id}")]
struct Order {
    id: u64,
    #[faraday(ttl)]
    expires: Option<u64>,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "VISIT#{id}")]
struct Visit {
    id: u64,
    expires_at: Option<std::time::SystemTime>,
}

fn main() {}
