//! Orders in the shapes of four releases.

use std::collections::BTreeSet;

use faraday::database::Codec;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;
use faraday::{Database, Item, Table, Value};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

/// The present shape, version 3: totals are in cents.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = "orders", schema_version = 3, upgrade = upgrade_order,
    global_index(by_status, partition_key = status)
)]
pub struct Order {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub status: String,
    pub total: u64,
    pub email: Option<String>,
    pub tags: BTreeSet<String>,
}

/// Version 2: totals are in euros. It fits the present struct, and means something else.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", schema_version = 2, upgrade = upgrade_to_2)]
pub struct OrderOf2 {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub status: String,
    pub total: u64,
    pub email: Option<String>,
    pub tags: BTreeSet<String>,
}

/// Version 1, from before there were versions: no status, and the e-mail has another name.
#[derive(Debug, Clone, PartialEq, Value)]
pub struct OrderOf1 {
    pub customer: String,
    pub id: u64,
    pub total: u64,
    pub mail: Option<String>,
    pub tags: BTreeSet<String>,
}

/// The same as an item that can be written.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
pub struct WrittenOf1 {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub total: u64,
    pub mail: Option<String>,
    pub tags: BTreeSet<String>,
}

/// What a later release writes.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders", schema_version = 4, upgrade = none_before)]
pub struct OrderOf4 {
    #[faraday(partition_key)]
    pub customer: String,
    #[faraday(sort_key)]
    pub id: u64,
    pub status: String,
    pub total: u64,
    pub tags: BTreeSet<String>,
}

fn upgrade_order(older: &OlderItem<'_>) -> Result<Order, DecodeError> {
    let OrderOf2 { customer, id, status, total, email, tags } = older.read()?;
    Ok(Order { customer, id, status, total: total * 100, email, tags })
}

fn upgrade_to_2(older: &OlderItem<'_>) -> Result<OrderOf2, DecodeError> {
    match older.version() {
        1 => {
            let OrderOf1 { customer, id, total, mail, tags } = older.read()?;
            Ok(OrderOf2 { customer, id, status: "open".into(), total, email: mail, tags })
        }
        _ => Err(older.unknown()),
    }
}

fn none_before(older: &OlderItem<'_>) -> Result<OrderOf4, DecodeError> {
    Err(older.unknown())
}

pub fn tags() -> BTreeSet<String> {
    ["a".to_owned(), "b".to_owned()].into()
}

/// The order of this number, which has 7 euros.
pub fn order(id: u64) -> Order {
    let (customer, status) = ("ann".to_owned(), "open".to_owned());
    Order { customer, id, status, total: 700, email: Some(format!("{id}@example.com")), tags: tags() }
}

/// The same order as version 2 writes it.
pub fn order_of_2(id: u64) -> OrderOf2 {
    let Order { customer, id, status, email, tags, .. } = order(id);
    OrderOf2 { customer, id, status, total: 7, email, tags }
}

/// The same order as version 1 writes it.
pub fn order_of_1(id: u64) -> WrittenOf1 {
    let Order { customer, id, email, tags, .. } = order(id);
    WrittenOf1 { customer, id, total: 7, mail: email, tags }
}

pub fn order_of_4(id: u64) -> OrderOf4 {
    OrderOf4 { customer: "ann".into(), id, status: "open".into(), total: 700, tags: tags() }
}

pub type Orders = Table<Order>;

/// Runs a test on both codecs, with an order of each version from 1 to 3, whose number is its version.
pub async fn with_orders(test: impl AsyncFn(&Database)) {
    for codec in [Codec::Wire, Codec::Map] {
        with_table_of::<Order>(own_database_over(environment::client(), codec), async |db: &Database| {
            Table::<WrittenOf1>::put(&order_of_1(1)).await.unwrap();
            Table::<OrderOf2>::put(&order_of_2(2)).await.unwrap();
            Orders::put(&order(3)).await.unwrap();
            test(db).await;
        })
        .await;
    }
}

/// The stored attributes of an order.
pub async fn raw(db: &Database, id: u64) -> std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue> {
    use aws_sdk_dynamodb::types::AttributeValue::{N, S};
    let table = format!("{}orders", db.table_prefix());
    let get = db.client().get_item().table_name(table).consistent_read(true);
    get.key("customer", S("ann".into())).key("id", N(id.to_string())).send().await.unwrap().item.unwrap()
}

/// The stored version, if there is one.
pub async fn stored_version(db: &Database, id: u64) -> Option<String> {
    raw(db, id).await.get("schema_version").map(|version| version.as_n().unwrap().clone())
}
