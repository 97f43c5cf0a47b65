//! Locks and counters.

use std::time::Duration;

use faraday::counters::Counter;
use faraday::database::Codec;
use faraday::locks::Lock;
use serde_json::{Value, json};

use super::server::Server;
use super::{Operation, check_operation, read, write};

/// The lock is free.
fn server() -> Server {
    let lock = json!({ "name": { "S": "report" }, "fence": { "N": "3" }, "heartbeat": { "N": "1" },
        "lease": { "N": "20000" } });
    let shard = json!({ "shard": { "S": "views#0" }, "value": { "N": "5" } });
    Server::new([
        ("GetItem", json!({ "Item": lock })),
        ("UpdateItem", json!({})),
        ("BatchGetItem", json!({ "Responses": { "faraday-counters": [shard] }, "UnprocessedKeys": {} })),
    ])
}

fn operations() -> Vec<Operation> {
    vec![
        read("acquire, its read", "GetItem", |db| {
            Box::pin(async { Lock::acquire("report").timeout(Duration::from_secs(60)).on(db).await.map(drop) })
        }),
        write("acquire", "UpdateItem", |db| {
            Box::pin(async { Lock::acquire("report").if_free().on(db).await.map(drop) })
        }),
        write("release", "UpdateItem", |db| Box::pin(async { Lock::acquire("report").on(db).await?.release().await })),
        read("sum", "BatchGetItem", |db| {
            Box::pin(async { Counter::new("views", 2).sum().max_attempts(3).on(db).await.map(drop) })
        }),
    ]
}

#[tokio::test(start_paused = true)]
async fn no_lock_or_counter_panics_or_hangs() {
    let name = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException";
    let refusal: Value = json!({ "__type": name, "message": "no", "Item": { "name": { "S": "report" } } });
    let server = server();
    for operation in operations() {
        check_operation(&server, &operation, &refusal, Codec::Wire).await;
    }
}
