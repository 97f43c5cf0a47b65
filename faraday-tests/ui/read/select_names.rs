//! Names of attributes that are known only at run time.
use faraday::{Item, Partial, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: u64,
}

fn misread(row: &Partial<Order>) {
    let _ = row.get("total");
}

fn main() {
    // One text is not a list of texts.
    let _ = Table::<Order>::query("ann").select_names("id,total");
    let _ = Table::<Order>::get(("ann", 7)).select_names(String::from("total"));
    // Attributes are selected by `select`.
    let _ = Table::<Order>::scan().select_names([Order::ID]);
    let _ = Table::<Order>::get_many([("ann", 7)]).select_names((Order::ID, Order::TOTAL));
}
