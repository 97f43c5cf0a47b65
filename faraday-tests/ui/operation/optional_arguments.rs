use faraday::{Condition, Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
    visits: u64,
}

fn query() -> faraday::operation::TableQuery<Order> {
    Table::<Order>::query("ann")
}

fn main() {
    let small: u32 = 5;
    let _ = query().limit(small);
    let _ = query().limit(-1);
    let _ = query().filter(Some(User::VISITS.gt(1)));
    let _ = query().filter(true);
    let _ = query().after("a cursor");
    let _ = query().after(Some(String::new()));
    let _ = query().sort_key(Some("7"));
    let _ = query().sort_key_range(Some(3..9));
    let _ = query().sort_key_bounds(3, 9);
    let _ = query().sort_key_bounds(Some("3"), Some("9"));
    let _ = query().filter(Condition::all([Order::TOTAL.gt(1), User::VISITS.gt(1)]));
    let _ = query().filter(Condition::all([true]));
    let _ = Table::<User>::query("ann").sort_key_bounds(Some(3), None);
    let _ = Table::<Order>::check(("ann", 7), Some(Order::TOTAL.gt(1)));
}
