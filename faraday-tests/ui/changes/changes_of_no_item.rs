use faraday::{Database, Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String), stream = new_image)]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "ORDER#{id}", sort_key = "ORDER")]
struct Order {
    id: u64,
}

fn main() {
    let db = Database::embedded().unwrap();
    let _ = Table::<App>::changes().on(&db).stream();
}
