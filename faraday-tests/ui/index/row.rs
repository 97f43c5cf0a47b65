use faraday::{Item, Projection};

#[derive(Item)]
#[faraday(
    table = "orders",
    global_index(by_status, partition_key = status, projection = include(total), row = Fits),
    global_index(by_total, partition_key = total, projection = keys_only, row = TooMuch),
    global_index(by_other, partition_key = total, projection = keys_only, row = OfAnother),
    global_index(by_none, partition_key = total, row = NoProjection)
)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    status: String,
    total: u64,
    note: String,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Fits {
    total: u64,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct TooMuch {
    total: u64,
    note: String,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Projection)]
#[faraday(of = User)]
struct OfAnother {
    id: u64,
}

struct NoProjection;


fn main() {}
