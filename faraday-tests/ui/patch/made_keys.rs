use faraday::{Item, Patch, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), global_index(gsi1, partition_key(gsi1pk: String)))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "ORDER#{id}", index(gsi1, partition_key = "WHO#{customer}"))]
struct Order {
    id: u64,
    customer: String,
}

#[derive(Patch)]
#[faraday(of = Order)]
struct OrderPatch {
    customer: Option<String>,
}

fn main() {}
