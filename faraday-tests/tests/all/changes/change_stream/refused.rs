//! Streams and changes that cannot be read.

use faraday::changes::ChangesCheckpoint;
use faraday::{Database, ErrorKind, Item, Table};
use serde_json::json;

use crate::changes::orders::*;

#[tokio::test(start_paused = true)]
async fn a_table_without_a_stream_is_refused() {
    #[derive(Item)]
    #[faraday(table = "users")]
    struct User {
        #[faraday(partition_key)]
        id: String,
    }
    let db = Database::embedded().unwrap();
    let mut changes = Table::<User>::changes().on(&db).stream();
    assert_eq!(changes.try_next().await.unwrap_err().kind(), ErrorKind::ResourceNotFound);
    Table::<User>::create().on(&db).await.unwrap();
    let error = changes.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::InvalidArgument, Some("users")));
    assert!(changes.checkpoint().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_disabled_stream_is_refused_to_a_consumer_that_begins() {
    let service = service();
    put(&service, "ann");
    service.close();
    let error = next(&mut changes(&service)).await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::InvalidArgument, Some("orders")));
}

#[tokio::test(start_paused = true)]
async fn a_checkpoint_of_another_stream_is_refused() {
    let (one, other) = (service(), service().starting_at(std::time::SystemTime::UNIX_EPOCH));
    let mut changes = changes(&one);
    changes.begin().await.unwrap();
    let checkpoint = changes.checkpoint().unwrap();
    assert_eq!(checkpoint.stream(), one.stream_arn());
    let mut changes = Table::<Order>::changes().from(checkpoint).on(&database(&other)).stream();
    assert_eq!(changes.try_next().await.unwrap_err().kind(), ErrorKind::InvalidCursor);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_checkpoint_is_refused() {
    let damaged = json!({ "stream": service().stream_arn(), "shards": { "shard": "somewhere" } });
    assert!(serde_json::from_value::<ChangesCheckpoint>(damaged).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_change_that_does_not_fit_is_an_error_with_its_key_and_the_next_call_goes_on() {
    let service = service();
    let mut changes = changes(&service);
    let before = put(&service, "ann");
    service.put(key("bob"), json!({ "total": { "S": "many" } }));
    let after = put(&service, "eve");
    assert_eq!(numbers(&mut changes, 1).await, [before]);
    let error = next(&mut changes).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.item_key().unwrap()["id"].as_s().unwrap(), "bob");
    // What is behind the checkpoint is passed over, so that a restart does not meet it again.
    let mut resumed = Table::<Order>::changes().from(changes.checkpoint()).on(&database(&service)).stream();
    assert_eq!(numbers(&mut resumed, 1).await, [after.as_str()]);
    assert_eq!(numbers(&mut changes, 1).await, [after]);
}
