//! The requests that read a change stream, and the policy that allows them.

use faraday::admin::iam::{Operation, Policy};
use faraday::changes::{Lease, Leases};
use faraday::{Database, Item, Table};
use faraday_tests::stream_service::StreamService;
use serde_json::json;

use super::needed::{Permissions, TABLES, allowed, needed, policy};

#[derive(Item)]
#[faraday(table = "orders", stream = new_and_old_images)]
struct Order {
    #[faraday(partition_key)]
    id: u64,
}

fn service() -> (StreamService, Database) {
    let service = StreamService::new("orders", &["id"]).key_types(&["N"]);
    service.put(json!({"id": {"N": "1"}}), json!({"id": {"N": "1"}}));
    let db = Database::new(service.client());
    (service, db)
}

/// What was sent on the streams and on the tables.
fn sent(service: &StreamService) -> Permissions {
    let of_stream = |operation: &str| Permissions::from([(operation.to_owned(), format!("{TABLES}orders/stream/*"))]);
    let calls = service.calls();
    let each = calls.iter().map(|call| match call.operation.as_str() {
        operation @ ("DescribeStream" | "GetShardIterator" | "GetRecords") => of_stream(operation),
        operation => needed(operation, &call.body),
    });
    each.flatten().collect()
}

fn check(service: &StreamService, policy: &Policy) {
    assert_eq!(sent(service), allowed(policy));
}

#[tokio::test(start_paused = true)]
async fn a_consumer_needs_what_its_policy_allows() {
    let (service, db) = service();
    let changes = Table::<Order>::changes().once().on(&db).await.unwrap();
    assert_eq!(changes.len(), 1);
    check(&service, &policy().allow::<Order>([Operation::CHANGES]));
}

#[tokio::test(start_paused = true)]
async fn a_worker_needs_what_its_policies_allow() {
    let (service, db) = service();
    let leases = Leases::new().on(&db);
    leases.create().await.unwrap();
    service.clear();
    let shard = service.open_shards().remove(0);
    let stopped = service.clone();
    let handle = async |_| {
        // The shard ends, and is removed, so that its lease is deleted.
        stopped.roll_over_all();
        stopped.forget(&shard);
        stopped.close();
        Ok::<_, faraday::Error>(())
    };
    let worker = Table::<Order>::changes().on(&db).worker("projector", &leases).on_error(|_| Ok(()));
    worker.run(handle).await.unwrap();
    let policy = policy().allow::<Order>([Operation::CHANGES]).allow::<Lease>([Operation::LEASES]);
    check(&service, &policy);
}

#[tokio::test(start_paused = true)]
async fn the_single_requests_need_what_their_policies_allow() {
    let (service, db) = service();
    let stream = db.streams().try_next().await.unwrap().unwrap();
    check(&service, &policy().allow::<Order>([Operation::LIST_STREAMS]));

    service.clear();
    let shard = db.describe_stream(&stream.arn).await.unwrap().shards.remove(0);
    check(&service, &policy().allow::<Order>([Operation::DESCRIBE_STREAM]));

    service.clear();
    let iterator = db.shard_iterator(&stream.arn, &shard.id).await.unwrap();
    check(&service, &policy().allow::<Order>([Operation::SHARD_ITERATOR]));

    service.clear();
    Table::<Order>::records(iterator).on(&db).await.unwrap();
    check(&service, &policy().allow::<Order>([Operation::RECORDS]));
}
