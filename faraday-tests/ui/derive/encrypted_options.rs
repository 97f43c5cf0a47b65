use faraday::{Item, Projection, Value};

#[derive(Item)]
#[faraday(table = "orders", global_index(by_name, partition_key = name))]
struct Order {
    #[faraday(partition_key, encrypted)]
    id: u64,
    #[faraday(sort_key, frozen, encrypted)]
    number: u64,
    #[faraday(frozen, encrypted)]
    name: String,
    #[faraday(encrypted)]
    not_frozen: String,
    #[faraday(serde, encrypted)]
    of_serde: String,
    #[faraday(frozen, encrypted, passthrough)]
    passed_through: Vec<u8>,
    #[faraday(frozen, encrypted, sensitive)]
    sensitive: String,
    #[faraday(skip, encrypted)]
    skipped: String,
}

#[derive(Value)]
struct Part {
    #[faraday(frozen, encrypted)]
    secret: String,
}

#[derive(Value)]
enum Event {
    Noted {
        #[faraday(frozen, encrypted)]
        secret: String,
    },
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Summary {
    #[faraday(frozen, encrypted)]
    sensitive: String,
}

fn main() {}
