//! Operations on tables.

use std::time::Duration;

use faraday::database::Codec;
use faraday::{Item, Table};
use serde_json::{Value, json};

use super::server::Server;
use super::{Operation, check_operation, read, write};

#[derive(Debug, Item)]
#[faraday(
    table = "orders",
    stream = new_image,
    tags("team" = "shop"),
    point_in_time_recovery,
    global_index(by_state, partition_key = state)
)]
struct Order {
    #[faraday(partition_key)]
    id: String,
    state: Option<String>,
    #[faraday(ttl)]
    expires: Option<u64>,
}

type Orders = Table<Order>;

const SHORT: Duration = Duration::from_secs(20);

fn table() -> Value {
    json!({
        "TableName": "orders",
        "TableStatus": "ACTIVE",
        "TableArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
        "TableId": "1",
        "CreationDateTime": 1.7e9,
        "ItemCount": 7,
        "TableSizeBytes": 700,
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        "AttributeDefinitions": [
            { "AttributeName": "id", "AttributeType": "S" }, { "AttributeName": "state", "AttributeType": "S" }
        ],
        "BillingModeSummary": { "BillingMode": "PAY_PER_REQUEST" },
        "ProvisionedThroughput": { "ReadCapacityUnits": 0, "WriteCapacityUnits": 0 },
        "StreamSpecification": { "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" },
        "LatestStreamArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/1",
        "GlobalSecondaryIndexes": [{
            "IndexName": "by_state",
            "IndexStatus": "ACTIVE",
            "KeySchema": [{ "AttributeName": "state", "KeyType": "HASH" }],
            "Projection": { "ProjectionType": "ALL" },
            "IndexSizeBytes": 7, "ItemCount": 7
        }]
    })
}

fn server() -> Server {
    let point_in_time = json!({ "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35 });
    let backups = json!({ "ContinuousBackupsDescription": { "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": point_in_time } });
    Server::new([
        ("DescribeTable", json!({ "Table": table() })),
        ("CreateTable", json!({ "TableDescription": { "TableName": "orders", "TableStatus": "CREATING" } })),
        ("DeleteTable", json!({ "TableDescription": { "TableName": "orders", "TableStatus": "DELETING" } })),
        ("UpdateTable", json!({ "TableDescription": { "TableName": "orders", "TableStatus": "UPDATING" } })),
        (
            "DescribeTimeToLive",
            json!({ "TimeToLiveDescription": { "TimeToLiveStatus": "ENABLED", "AttributeName": "expires" } }),
        ),
        ("UpdateTimeToLive", json!({ "TimeToLiveSpecification": { "Enabled": true, "AttributeName": "expires" } })),
        ("DescribeContinuousBackups", backups.clone()),
        ("UpdateContinuousBackups", backups),
        ("ListTagsOfResource", json!({ "Tags": [{ "Key": "team", "Value": "shop" }], "NextToken": null })),
        ("TagResource", json!({})),
        ("UntagResource", json!({})),
        ("ListTables", json!({ "TableNames": ["orders", "users"], "LastEvaluatedTableName": "users" })),
    ])
}

/// The operations, and the answers of theirs that are garbled.
fn operations() -> Vec<Operation> {
    const READ: [&str; 4] = ["DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups", "ListTagsOfResource"];
    let mut all = vec![
        write("create", "CreateTable", |db| Box::pin(Orders::create().timeout(SHORT).on(db).into_future())),
        read("ensure", "DescribeTable", |db| {
            Box::pin(async { Orders::ensure().timeout(SHORT).on(db).await.map(drop) })
        }),
        write("delete", "DeleteTable", |db| Box::pin(Orders::delete_table().timeout(SHORT).on(db).into_future())),
        write("update", "UpdateTable", |db| {
            Box::pin(async { Orders::update_table().deletion_protection(true).timeout(SHORT).on(db).await.map(drop) })
        }),
        write("update the time to live", "UpdateTimeToLive", |db| {
            Box::pin(async { Orders::update_table().without_ttl().timeout(SHORT).on(db).await.map(drop) })
        }),
        write("tag", "TagResource", |db| {
            Box::pin(async { Orders::update_table().tag("owner", "ann").timeout(SHORT).on(db).await.map(drop) })
        }),
        read("list", "ListTables", |db| {
            Box::pin(async {
                let mut tables = db.tables();
                for _ in 0..5 {
                    tables.try_next().await?;
                }
                Ok(())
            })
        }),
        read("drop all", "ListTables", |db| Box::pin(async { db.drop_all("nothing").await.map(drop) })),
    ];
    for api in READ {
        all.push(read("describe", api, |db| {
            Box::pin(async {
                let table = Orders::describe().on(db).await?;
                let _ = table.as_ref().map(|table| format!("{table:?}{:?}", table.index("by_state")));
                Ok(())
            })
        }));
        all.push(read("plan", api, |db| {
            Box::pin(async {
                let plan = Orders::plan().on(db).await?;
                let _ = format!("{plan} {plan:?} {}", serde_json::to_string(&plan).unwrap());
                if plan.impossible().is_empty() {
                    plan.apply().allow_destructive().timeout(SHORT).on(db).await?;
                }
                Ok(())
            })
        }));
    }
    all
}

#[tokio::test(start_paused = true)]
async fn no_operation_on_a_table_panics_or_hangs() {
    let server = server();
    let name = "com.amazonaws.dynamodb.v20120810#ResourceInUseException";
    let refusal = json!({ "__type": name, "message": "no" });
    for operation in operations() {
        check_operation(&server, &operation, &refusal, Codec::Wire).await;
    }
}
