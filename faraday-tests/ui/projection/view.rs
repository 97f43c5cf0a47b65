use std::marker::PhantomData;

use faraday::{Item, Projection, Value};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    total: u64,
    note: Option<String>,
    name: String,
    tags: Vec<String>,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Fields<'r, 'other, T> {
    note: Option<&'r str>,
    marker: PhantomData<(&'other (), T)>,
    #[faraday(frozen)]
    name: &'r str,
}

#[derive(Value)]
#[faraday(view)]
struct Owned {
    name: String,
}

#[derive(Value)]
struct Converted<'r> {
    #[faraday(serde)]
    name: &'r str,
    #[faraday(flatten)]
    rest: &'r [u8],
}

fn main() {}
