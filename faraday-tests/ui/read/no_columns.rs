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
    let _ = Table::<Order>::query("ann").select("city");
    let _ = Table::<Order>::query("ann").select(["city", "id"]);
    let _ = Table::<Order>::scan().select(());
    // An attribute of the document is a place in it: `Order::LINES.at(0).dot(Line::SKU)`.
    let _ = Table::<Order>::scan().select(Line::SKU);
    let _ = Table::<Order>::get(("ann", 7)).select((Order::ID, 7));
    let _ = Table::<Order>::query("ann").select_as::<Order>();
}
