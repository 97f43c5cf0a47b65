//! The requests of DynamoDB Streams, the consumer, and the events of Lambda.

use faraday::changes::ChangeBatch;
use faraday::database::Codec;
use faraday::{Item, Table};
use serde_json::{Value, json};

use super::mutations::{broken, cut, mutated};
use super::server::Server;
use super::{Operation, SECRET, check_operation, read};

#[derive(Debug, Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    note: Option<String>,
}

type Orders = Table<Order>;

const ARN: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";

fn record() -> Value {
    json!({
        "eventID": "1", "eventName": "MODIFY", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "eu-west-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1.7e9,
            "Keys": { "id": { "N": "7" } },
            "NewImage": { "id": { "N": "7" }, "note": { "S": SECRET } },
            "OldImage": { "id": { "N": "7" } },
            "SequenceNumber": "100000000000000000001", "SizeBytes": 26, "StreamViewType": "NEW_AND_OLD_IMAGES"
        }
    })
}

fn server() -> Server {
    let shard = json!({ "ShardId": "shard-1", "ParentShardId": null,
        "SequenceNumberRange": { "StartingSequenceNumber": "1", "EndingSequenceNumber": "9" } });
    let stream = json!({ "StreamArn": ARN, "TableName": "orders", "StreamLabel": "2026-01-01T00:00:00.000",
        "StreamStatus": "ENABLED", "StreamViewType": "NEW_AND_OLD_IMAGES", "Shards": [shard], "LastEvaluatedShardId": null });
    let table = json!({ "TableName": "orders", "TableStatus": "ACTIVE", "LatestStreamArn": ARN,
        "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES" } });
    let listed = json!({ "StreamArn": ARN, "TableName": "orders", "StreamLabel": "2026" });
    Server::new([
        ("DescribeTable", json!({ "Table": table })),
        ("ListStreams", json!({ "Streams": [listed], "LastEvaluatedStreamArn": null })),
        ("DescribeStream", json!({ "StreamDescription": stream })),
        ("GetShardIterator", json!({ "ShardIterator": "it" })),
        ("GetRecords", json!({ "Records": [record()], "NextShardIterator": null })),
    ])
}

fn operations() -> Vec<Operation> {
    let mut all = vec![
        read("list", "ListStreams", |db| {
            Box::pin(async {
                let mut streams = db.streams();
                for _ in 0..5 {
                    streams.try_next().await?;
                }
                Ok(())
            })
        }),
        read("describe", "DescribeStream", |db| {
            Box::pin(async { db.describe_stream(ARN).await.map(|stream| drop(format!("{stream:?}"))) })
        }),
        read("iterator", "GetShardIterator", |db| {
            Box::pin(async { db.shard_iterator(ARN, "shard-1").await.map(drop) })
        }),
        read("records", "GetRecords", |db| {
            Box::pin(async {
                let page = Orders::records("it").on(db).await?;
                for change in page.changes {
                    assert!(!format!("{:?}", change.as_ref().err()).contains(SECRET));
                    let _ = change.map(|change| change.new().map(|order| (order.id, order.note.clone())));
                }
                Ok(())
            })
        }),
    ];
    for api in ["DescribeStream", "GetRecords"] {
        all.push(read("consumer", api, |db| {
            Box::pin(async {
                let mut changes = Orders::changes().once().on(db).stream();
                for _ in 0..5 {
                    if changes.try_next().await?.is_none() {
                        break;
                    }
                }
                Ok(())
            })
        }));
    }
    all
}

#[tokio::test(start_paused = true)]
async fn no_request_of_streams_and_no_consumer_panics_or_hangs() {
    let server = server();
    let name = "com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException";
    let refusal = json!({ "__type": name, "message": "no" });
    for operation in operations() {
        check_operation(&server, &operation, &refusal, Codec::Wire).await;
    }
}

#[test]
fn no_event_of_lambda_panics() {
    let event = json!({ "Records": [record()] });
    for body in mutated(&event).into_iter().chain(cut(&event, usize::MAX)).chain(broken()) {
        let Ok(batch) = serde_json::from_slice::<ChangeBatch<Order>>(&body) else { continue };
        assert!(!format!("{batch:?}").contains(SECRET));
        for (identifier, change) in batch.with_identifiers() {
            assert!(!format!("{identifier} {:?}", change.as_ref().err()).contains(SECRET));
            let _ = change.as_ref().map(|change| change.new().map(|order| order.note.clone()));
        }
    }
}
