//! Operations that would leave a key stale, or an attribute no longer unique.

use faraday::{Batch, Item, Table};

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
)]
struct App;

#[derive(Item)]
#[faraday(
    table = App, kind = "order",
    partition_key = "TENANT#{tenant}", sort_key = "ORDER#{id}",
    index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{id}"),
)]
struct Order {
    tenant: String,
    id: u64,
    customer: Option<String>,
    total: u64,
}

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{email}", unique(email, name))]
struct User {
    tenant: String,
    email: String,
    name: String,
}

#[derive(Item)]
#[faraday(table = App)]
enum Record {
    Order(Order),
    User(User),
}

fn main() {
    let key = ("acme", 7);
    let _ = Table::<Order>::update(key).set(Order::CUSTOMER, "bob");
    let _ = Table::<Order>::update(key).remove(Order::CUSTOMER);
    let _ = Table::<Order>::update(key).set(Order::TENANT, "other");
    let _ = Table::<Order>::update(key).set_key(Order::GSI1, "bob");
    let _ = Table::<Order>::get("acme");
    let _ = Table::<Order>::query("acme").sort_key_prefix("seven");
    let _ = Table::<Order>::query("acme").sort_key_prefix((7, 8));
    let _ = Table::<Order>::query(("acme", 7));

    let user = User { tenant: "acme".into(), email: "a".into(), name: "Ann".into() };
    let _ = Table::<User>::put(&user);
    let _ = Table::<User>::put_many([&user]);
    let _ = Table::<User>::delete(&user);
    let _ = Table::<User>::update(&user).set(User::NAME, "Bob");
    let _ = Batch::new().put(&user);
    let _ = Table::<Record>::put(&Record::User(user));

    let order = Order { tenant: "acme".into(), id: 7, customer: None, total: 1 };
    let _ = Table::<Order>::insert(&order);
    let _ = Table::<Order>::query("acme").group();
    let _ = Table::<User>::index(Order::GSI1);
    let _ = Table::<App>::put(&App);
}
