//! Enums of items that could not be told apart, or not be queried together.

use faraday::{Item, Table};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
struct App;

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "TENANT#{tenant}", sort_key = "ORDER#{id}")]
struct Order {
    tenant: String,
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, kind = "order", partition_key = "TENANT#{tenant}", sort_key = "OTHER#{id}")]
struct Other {
    tenant: String,
    id: u64,
}

#[derive(Item)]
#[faraday(table = App, partition_key = "TENANT#{tenant}", sort_key = "NONE")]
struct NoKind {
    tenant: String,
}

#[derive(Item)]
#[faraday(table = App, kind = "user", partition_key = "USER#{id}", sort_key = "USER")]
struct User {
    id: String,
}

#[derive(Item)]
#[faraday(table = App)]
enum SameKind {
    Order(Order),
    Other(Other),
}

#[derive(Item)]
#[faraday(table = App)]
enum WithoutKind {
    Order(Order),
    NoKind(NoKind),
}

#[derive(Item)]
#[faraday(table = App)]
enum OtherPartitions {
    Order(Order),
    User(User),
}

fn main() {}
