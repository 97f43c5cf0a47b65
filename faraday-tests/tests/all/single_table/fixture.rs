//! A shop in one table.

use faraday::{Item, Table, Value};
use jiff::Timestamp;

#[derive(Table)]
#[faraday(
    name = "app",
    partition_key(pk: String), sort_key(sk: String),
    global_index(inverted, partition_key = sk, sort_key = pk),
    global_index(gsi1, partition_key(gsi1pk: String), sort_key(gsi1sk: String)),
    global_index(gsi2, partition_key(gsi2pk: String)),
    local_index(by_status, sort_key(lsi1: String)),
    ttl = expires_at, stream = new_and_old_images
)]
pub(super) struct App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Value)]
#[faraday(rename_all = "lowercase")]
pub(super) enum Status {
    Open,
    Paid,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "order",
    partition_key = "TENANT#{tenant}", sort_key = "ORDER#{placed_at}#{id}",
    index(gsi1, partition_key = "CUSTOMER#{customer}", sort_key = "ORDER#{placed_at}"),
    index(by_status, sort_key = "STATUS#{status}#{placed_at}"),
    index(inverted, partition_key = sort_key, sort_key = partition_key)
)]
pub(super) struct Order {
    pub tenant: String,
    pub placed_at: Timestamp,
    pub id: u64,
    pub customer: Option<String>,
    pub status: Status,
    pub total: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{email}", unique(email))]
pub(super) struct User {
    pub tenant: String,
    pub email: String,
    pub name: String,
}

/// Its key begins as that of an order does.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "line",
    partition_key = "TENANT#{tenant}", sort_key = "ORDER#{placed_at}#{order}#LINE#{number}"
)]
pub(super) struct Line {
    #[faraday(key_only)]
    pub tenant: String,
    #[faraday(key_only)]
    pub placed_at: Timestamp,
    #[faraday(key_only)]
    pub order: u64,
    #[faraday(key_only)]
    pub number: u16,
    pub article: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App)]
pub(super) enum Record {
    Order(Order),
    User(User),
    Line(Line),
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn order(id: u64, placed_at: &str, customer: Option<&str>) -> Order {
    Order {
        tenant: "acme".into(),
        placed_at: time(placed_at),
        id,
        customer: customer.map(Into::into),
        status: Status::Open,
        total: 10 * id,
    }
}

pub(super) fn user(email: &str) -> User {
    User { tenant: "acme".into(), email: email.into(), name: "Ann".into() }
}

pub(super) fn line(of: &Order, number: u16) -> Line {
    Line { tenant: of.tenant.clone(), placed_at: of.placed_at, order: of.id, number, article: "tea".into() }
}
