use faraday::{Item, Projection, Table, Value};

#[derive(Item)]
#[faraday(table = "orders", global_index(by_city, partition_key = city))]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    city: String,
    lines: Vec<Line>,
}

#[derive(Value)]
struct Line {
    sku: String,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

#[derive(Projection)]
#[faraday(of = User)]
struct Visits {
    visits: u64,
}

fn main() {
    let cursor = Table::<Order>::query("ann").cursor(&User { name: "ann".into(), visits: 1 });
    let _ = Table::<Order>::query("ann").after("cursor");
    let _ = Table::<Order>::scan().parallel(4).resume(cursor);
    // There is no one place where several segments are.
    let _ = Table::<Order>::scan().parallel(4).after(cursor);
    // A scan has no order.
    let _ = Table::<Order>::scan().descending();
}
