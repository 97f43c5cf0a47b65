//! The table of the tests of changes.

use std::sync::{Arc, Mutex};
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

/// A shard is closed while the shards are listed, in two pages: its child is on the second one, and the shard itself was not listed
/// yet when the first one was. Gives the changes of an item in the shard and in its child, in their order.
pub fn close_while_listed(service: &StreamService) -> Arc<Mutex<Vec<String>>> {
    let service = service.clone().with_shards(2).shards_a_page(2).delay_listing(Duration::from_millis(300));
    let [first, second] = [0, 1].map(|place| service.open_shards()[place].clone());
    let late = service.roll_over(&first);
    let service = service.delay_listing(Duration::ZERO);
    service.roll_over(&second);
    let id = (0..100).map(|id| id.to_string()).find(|id| service.shard_of(&key(id)).as_ref() == Some(&late)).unwrap();
    let written = Arc::new(Mutex::new(vec![put(&service, &id), put(&service, &id)]));
    let (of_hook, mut is_first, closer) = (written.clone(), true, service.clone());
    service.on_call(move |request, body| {
        let is_second_page = request == "DescribeStream" && !body["ExclusiveStartShardId"].is_null();
        if is_second_page && std::mem::take(&mut is_first) {
            closer.roll_over(&late);
            of_hook.lock().unwrap().push(put(&closer, &id));
        }
        None
    });
    written
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
