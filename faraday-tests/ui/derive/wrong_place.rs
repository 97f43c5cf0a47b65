use faraday::{Item, Value};

#[derive(Item)]
#[faraday(partition_key, table = "orders")]
struct Order {
    #[faraday(partition_key, rename_all = "camelCase")]
    id: u64,
    #[faraday(other)]
    state: State,
}

#[derive(Value)]
#[faraday(frozen)]
enum State {
    #[faraday(default)]
    Open,
    #[faraday(tag = "t")]
    Paid,
}

fn main() {}
