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
    let _ = Table::<Order>::query("ann").select(User::VISITS);
    let _ = Table::<Order>::scan().select((Order::ID, User::VISITS));
    let _ = Table::<Order>::get(("ann", 7)).select(User::NAME);
    let _ = Table::<Order>::index(Order::BY_CITY).query("Leeds").select((User::VISITS, Order::ID));
    let _ = Table::<Order>::query("ann").select_as::<Visits>();
}
