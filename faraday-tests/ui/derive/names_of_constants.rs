use faraday::{Item, Value};

const SHORT: &str = "ab";

#[derive(Item)]
#[faraday(table = SHORT)]
struct Short {
    #[faraday(partition_key)]
    id: u64,
}

#[derive(Value)]
#[faraday(bound = "T Value")]
#[allow(non_snake_case)]
struct Twice<T> {
    max: T,
    MAX: T,
    #[faraday(constant = "MORE")]
    more: u64,
}

fn main() {}
