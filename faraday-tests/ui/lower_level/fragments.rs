use faraday::expression::Fragment;
use faraday::{Condition, Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
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

fn main() {
    let _ = Condition::<Order>::raw(Fragment::new("# > ?").place(User::VISITS).bind(1));
    let _ = Condition::<Order>::raw(Fragment::new("# > ?").place("total").bind(1));
    let _ = Table::<Order>::update(7).raw(Fragment::new("SET # = ?").place(User::VISITS).bind(1));
    let _ = Table::<Order>::update(7).raw("SET total = 1");
    // A fragment is no condition yet.
    let _ = Table::<Order>::put(&Order { id: 7, total: 1 }).condition(Fragment::new("# > ?").place(Order::TOTAL).bind(1));
    let _ = Table::<Order>::scan().filter(Fragment::new("total > 1"));
    // A value is never part of the text.
    let least = 5;
    let _ = Fragment::<Order>::new(format!("total > {least}"));
    let _ = Fragment::<Order>::new(&format!("total > {least}"));
}
