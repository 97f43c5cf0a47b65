use faraday::{Item, Value};

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key, frozen)]
    name: String,
    #[faraday(sort_key, default, skip)]
    mail: String,
    #[faraday(skip, rename = "n", frozen)]
    notes: String,
}

#[derive(Value)]
struct Cents(#[faraday(rename = "c")] u64);

fn main() {}
