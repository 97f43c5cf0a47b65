use faraday::{Item, Table, Value};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    status: Status,
    address: Address,
}

#[derive(Value)]
enum Status {
    Open,
}

#[derive(Value)]
struct Address {
    city: String,
}

fn main() {
    let _ = Table::<Order>::update(7).remove(Order::STATUS);
    let _ = Table::<Order>::update(7).remove(Order::ADDRESS.dot(Address::CITY));
}
