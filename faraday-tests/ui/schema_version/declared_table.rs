use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "ORDER#{id}", schema_version(1, rename = "pk"))]
struct Order {
    id: u64,
}

fn main() {}
