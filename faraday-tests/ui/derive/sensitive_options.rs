use faraday::{Item, Projection, Value};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key, sensitive)]
    id: u64,
    #[faraday(skip, sensitive)]
    skipped: String,
    #[faraday(flatten, sensitive)]
    part: Part,
    #[faraday(sensitive = true)]
    valued: String,
    #[faraday(sensitive, sensitive)]
    twice: String,
}

#[derive(Value)]
struct Part {
    #[faraday(sensitive)]
    secret: String,
}

#[derive(Value)]
struct Newtype(#[faraday(sensitive)] String);

#[derive(Projection)]
#[faraday(of = Order)]
struct Summary {
    #[faraday(sensitive)]
    id: u64,
}

fn main() {}
