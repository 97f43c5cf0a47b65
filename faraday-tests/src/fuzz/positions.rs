//! Cursors and checkpoints, which faraday gets back from clients and files.

use faraday::changes::ChangesCheckpoint;
use faraday::operation::Checkpoint;
use faraday::paging::Cursor;
use faraday::{ErrorKind, Item, Table};
use serde_json::Value;

use super::service::with_database;
use super::shown;

/// The item that cursors point to.
#[derive(Debug, Item)]
#[faraday(table = "tasks", global_index(by_owner, partition_key = owner, sort_key = number))]
pub struct Task {
    /// The partition key.
    #[faraday(partition_key)]
    pub project: String,
    /// The sort key.
    #[faraday(sort_key)]
    pub number: u64,
    /// The partition key of the index.
    pub owner: String,
}

/// The string of a cursor: it is refused, or only its key gets into the request.
pub fn cursor(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let cursor: Cursor = match text.parse() {
        Ok(cursor) => cursor,
        Err(error) => return assert!(!shown(&error).is_empty()),
    };
    assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
    let keys = ["project", "number"];
    start_key(Table::<Task>::query("faraday").after(cursor.clone()).explain().body(), &keys);
    start_key(Table::<Task>::scan().after(cursor.clone()).explain().body(), &keys);
    let keys = ["project", "number", "owner"];
    start_key(Table::<Task>::index(Task::BY_OWNER).query("ann").after(cursor).explain().body(), &keys);
}

/// Asserts that the start key of a request has exactly these attributes.
fn start_key(body: Result<&str, &str>, keys: &[&str]) {
    let Ok(body) = body else { return };
    let body: Value = serde_json::from_str(body).unwrap();
    let key = body["ExclusiveStartKey"].as_object().expect("a request after a cursor has a start key");
    assert!(key.len() == keys.len() && keys.iter().all(|name| key.contains_key(*name)), "{key:?}");
}

/// The JSON of a checkpoint, of a scan or of a change stream: a scan goes on there or refuses it.
pub fn checkpoint(bytes: &[u8]) {
    if let Ok(checkpoint) = serde_json::from_slice::<ChangesCheckpoint>(bytes) {
        let json = serde_json::to_string(&checkpoint).unwrap();
        assert_eq!(serde_json::from_str::<ChangesCheckpoint>(&json).unwrap(), checkpoint);
    }
    let checkpoint = match serde_json::from_slice::<Checkpoint>(bytes) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return assert!(!shown(&error).is_empty()),
    };
    let json = serde_json::to_string(&checkpoint).unwrap();
    assert_eq!(serde_json::from_str::<Checkpoint>(&json).unwrap(), checkpoint);
    with_database(200, br#"{"Items":[],"Count":0,"ScannedCount":0}"#, async |db| {
        match Table::<Task>::scan().parallel(2).resume(checkpoint).on(db).await {
            Ok(items) => assert!(items.is_empty()),
            Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}"),
        }
    });
}
