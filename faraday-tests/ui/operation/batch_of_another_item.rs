use faraday::{Batch, Item, Table};

#[derive(Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
}

#[derive(Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    name: String,
}

struct Plain;

fn main() {
    let user = || User { name: "ann".to_owned() };
    let _ = Table::<Order>::put_many([user()]);
    let _ = Table::<Order>::put_many(&vec![user()]);
    let _ = Table::<Order>::delete_many(["ann"]);
    let _ = Table::<Order>::get_many([("ann", "7")]);
    let _ = Batch::new().put(&Plain);
    let _ = Batch::new().delete::<Order>("ann");
}
