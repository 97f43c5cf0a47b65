//! The table whose changes are read.

use std::time::Duration;

use faraday::changes::{Change, ChangeStream};
use faraday::{Database, Item, Result, Table};
use faraday_tests::stream_service::StreamService;
use serde_json::{Value, json};

#[derive(Debug, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
pub struct Order {
    #[faraday(partition_key)]
    pub id: String,
    pub total: u64,
}

pub fn service() -> StreamService {
    StreamService::new("orders", &["id"])
}

/// A database whose clock is the service's.
pub fn database(service: &StreamService) -> Database {
    let clock = service.clone();
    Database::builder(service.client()).clock(move || clock.time()).build()
}

pub fn key(id: &str) -> Value {
    json!({ "id": { "S": id } })
}

/// Writes a change, and gives its number.
pub fn put(service: &StreamService, id: &str) -> String {
    service.put(key(id), json!({ "total": { "N": "7" } }))
}

pub fn put_all<const N: usize>(service: &StreamService, ids: [&str; N]) -> Vec<String> {
    ids.iter().map(|id| put(service, id)).collect()
}

/// All changes of the table.
pub fn changes(service: &StreamService) -> ChangeStream<Order> {
    Table::<Order>::changes().on(&database(service)).stream()
}

pub async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// The next change, which comes within a minute.
pub async fn next(changes: &mut ChangeStream<Order>) -> Result<Option<Change<Order>>> {
    let next = tokio::time::timeout(Duration::from_secs(60), changes.try_next()).await;
    next.expect("something within a minute")
}

/// The numbers of the next changes.
pub async fn numbers(changes: &mut ChangeStream<Order>, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(next(changes).await.unwrap().expect("a change").sequence_number);
    }
    numbers
}

/// Nothing comes within some minutes.
pub async fn nothing(changes: &mut ChangeStream<Order>) {
    let next = tokio::time::timeout(Duration::from_secs(300), changes.try_next()).await;
    assert!(next.is_err(), "{next:?}");
}
