//! The single requests of DynamoDB Streams, and their bodies.

use faraday::schema::StreamView;
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::stream_service::{Fault, StreamService};
use serde_json::{Value, json};

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

fn service() -> (StreamService, Database) {
    let service = StreamService::new("orders", &["id"]).key_types(&["N"]);
    for id in 1..=3 {
        let key = json!({"id": {"N": id.to_string()}});
        service.put(key.clone(), key);
    }
    let db = Database::new(service.client());
    (service, db)
}

fn body(service: &StreamService, operation: &str) -> Value {
    let calls = service.calls();
    calls.iter().rev().find(|call| call.operation == operation).map(|call| call.body.clone()).unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn streams_are_listed_and_described() {
    let (service, db) = service();
    let mut streams = db.streams().of_table("orders");
    let stream = streams.try_next().await.unwrap().unwrap();
    assert_eq!((stream.arn.as_str(), stream.table.as_str()), (service.stream_arn().as_str(), "orders"));
    assert!(streams.try_next().await.unwrap().is_none());
    assert_eq!(body(&service, "ListStreams"), json!({"TableName": "orders"}));

    let service = service.shards_a_page(2);
    let shard = service.open_shards().remove(0);
    let children = service.split(&shard);
    let described = db.describe_stream(&stream.arn).await.unwrap();
    assert!(described.is_enabled);
    assert_eq!((described.table.as_str(), described.view), ("orders", Some(StreamView::NewAndOldImages)));
    assert_eq!(described.shards.len(), 3);
    let child = described.shards.iter().find(|listed| listed.id == children[0]).unwrap();
    assert_eq!((child.parent.as_deref(), &child.last), (Some(shard.as_str()), &None));
    let parent = described.shards.iter().find(|listed| listed.id == shard).unwrap();
    assert!(parent.first.is_some() && parent.last.is_some());
    assert_eq!(service.count("DescribeStream"), 2);
}

#[tokio::test(start_paused = true)]
async fn records_come_after_an_iterator() {
    let (service, db) = service();
    let (arn, shard) = (service.stream_arn(), service.open_shards().remove(0));
    let written = service.written();
    let numbers: Vec<&str> = written.iter().map(|written| written.sequence_number.as_str()).collect();
    for (iterator, kind, number, expected) in [
        (db.shard_iterator(&arn, &shard), "TRIM_HORIZON", None, 3),
        (db.shard_iterator(&arn, &shard).from_now(), "LATEST", None, 0),
        (db.shard_iterator(&arn, &shard).after(numbers[0]), "AFTER_SEQUENCE_NUMBER", Some(numbers[0]), 2),
        (db.shard_iterator(&arn, &shard).at(numbers[0]), "AT_SEQUENCE_NUMBER", Some(numbers[0]), 3),
    ] {
        let iterator = iterator.await.unwrap();
        let mut sent = json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": kind});
        if let Some(number) = number {
            sent["SequenceNumber"] = number.into();
        }
        assert_eq!(body(&service, "GetShardIterator"), sent);
        let page = Table::<Order>::records(&iterator).limit(10).on(&db).await.unwrap();
        assert_eq!(body(&service, "GetRecords"), json!({"ShardIterator": iterator, "Limit": 10}));
        assert_eq!(page.changes.len(), expected);
        assert!(page.next.is_some());
    }
    service.roll_over(&shard);
    let iterator = db.shard_iterator(&arn, &shard).await.unwrap();
    let page = Table::<Order>::records(iterator).on(&db).await.unwrap();
    assert!(page.next.is_none());
    let changes: Vec<_> = page.changes.into_iter().map(|change| change.unwrap().new().map(|order| order.id)).collect();
    assert_eq!(changes, [Some(1), Some(2), Some(3)]);
}

#[tokio::test(start_paused = true)]
async fn an_error_says_what_kind_it_is() {
    let (service, db) = service();
    let (arn, shard) = (service.stream_arn(), service.open_shards().remove(0));
    let iterator = db.shard_iterator(&arn, &shard).await.unwrap();
    for (fault, kind) in [
        (Fault::ExpiredIterator, ErrorKind::ExpiredIterator),
        (Fault::Trimmed, ErrorKind::TrimmedData),
        (Fault::LimitExceeded, ErrorKind::LimitExceeded),
        (Fault::AccessDenied, ErrorKind::AccessDenied),
        (Fault::InternalError, ErrorKind::InternalServerError),
        (Fault::LostAnswer, ErrorKind::Unreachable),
    ] {
        service.fail_next("GetRecords", 3, fault);
        let error = Table::<Order>::records(&iterator).on(&db).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert_eq!((error.operation(), error.table()), (Some("GetRecords"), Some("orders")));
        assert!(!error.is_outcome_unknown());
        service.clear();
    }
    let error = db.describe_stream("arn:aws:dynamodb:eu-west-1:1:table/other/stream/1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceNotFound);
}
