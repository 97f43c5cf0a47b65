//! The requests of locks, counters and checkpoints, and the policies that allow them.

use faraday::admin::iam::Operation;
use faraday::counters::{Counter, CounterShard};
use faraday::jobs::{CheckpointStore, CheckpointTable, JobCheckpoint};
use faraday::locks::{Lock, LockItem};
use faraday::testing::Faults;
use faraday::{Table, database::Codec, transaction};
use faraday_tests::environment;
use faraday_tests::tables::own_database_over;

use super::needed::{Permissions, allowed, needed, policy};

fn sent(faults: &Faults) -> Permissions {
    faults.recorded().iter().flat_map(|request| needed(&request.operation, &request.json())).collect()
}

#[tokio::test]
async fn locks_and_counters_need_what_their_policies_allow() {
    faraday_tests::needs!(Transactions);
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::default());
    let policy = policy().table_prefix(db.table_prefix());

    Table::<LockItem>::create().on(&db).await.unwrap();
    faults.reset();
    let lock = Lock::acquire("report").on(&db).await.unwrap();
    lock.renew().await.unwrap();
    transaction((lock.check(),)).on(&db).await.unwrap();
    lock.release().await.unwrap();
    assert_eq!(sent(&faults), allowed(&policy.clone().allow::<LockItem>([Operation::LOCKS])));

    Table::<CounterShard>::create().on(&db).await.unwrap();
    faults.reset();
    let counter = Counter::new("views", 2);
    counter.add(1).on(&db).await.unwrap();
    counter.sum().on(&db).await.unwrap();
    assert_eq!(sent(&faults), allowed(&policy.allow::<CounterShard>([Operation::COUNTERS])));
    db.drop_all(db.table_prefix()).await.unwrap();
}

#[tokio::test]
async fn checkpoints_need_what_their_policy_allows() {
    let (client, faults) = Faults::new().over(&environment::client());
    let db = own_database_over(client, Codec::default());
    let allowed = |operations: &[Operation]| {
        allowed(&policy().table_prefix(db.table_prefix()).allow::<JobCheckpoint>(operations.iter().copied()))
    };
    let checkpoint = CheckpointTable::new("backfill").on(&db);

    checkpoint.create().await.unwrap();
    assert_eq!(sent(&faults), allowed(&[Operation::CREATE_TABLE, Operation::VERIFY_TABLE]));
    faults.reset();
    // If the table is there.
    checkpoint.create().await.unwrap();
    assert_eq!(sent(&faults), allowed(&[Operation::CREATE_TABLE, Operation::VERIFY_TABLE]));

    faults.reset();
    assert_eq!(checkpoint.load().await.unwrap(), None);
    checkpoint.save("here").await.unwrap();
    assert_eq!(checkpoint.load().await.unwrap().as_deref(), Some("here"));
    assert_eq!(sent(&faults), allowed(&[Operation::CHECKPOINTS]));
    db.drop_all(db.table_prefix()).await.unwrap();
}
