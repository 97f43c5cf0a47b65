//! `RetryPolicy`: one for the SDK's retries and for those of batches, transactions, conflicts and waiting.

use std::time::Duration;

use faraday::database::RetryPolicy;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Item, Table, transaction, transaction_get};
use tokio::time::Instant;

use super::{Note, note, put, with_notes};

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// How often each operation is sent if it is always throttled.
async fn attempts(database: &Database, faults: &Faults) -> Vec<usize> {
    faults.reset();
    faults.rule(|_| Some(Fault::Throttled));
    let writes = || (Table::<Note>::put(&note(1)),);
    assert!(Table::<Note>::put(&note(1)).on(database).await.unwrap_err().is_throttled());
    assert!(Table::<Note>::get(("a", 1)).on(database).await.unwrap_err().is_throttled());
    assert!(Table::<Note>::query("a").on(database).await.unwrap_err().is_throttled());
    assert!(Table::<Note>::put_many([note(1)]).on(database).await.unwrap_err().is_throttled());
    assert!(Table::<Note>::get_many([("a", 1)]).on(database).await.unwrap_err().is_throttled());
    assert!(transaction(writes()).on(database).await.unwrap_err().is_throttled());
    assert!(transaction_get((Table::<Note>::get(("a", 1)),)).on(database).await.unwrap_err().is_throttled());
    assert!(Table::<Note>::describe().on(database).await.unwrap_err().is_throttled());
    let names = [
        "PutItem",
        "GetItem",
        "Query",
        "BatchWriteItem",
        "BatchGetItem",
        "TransactWriteItems",
        "TransactGetItems",
        "DescribeTable",
    ];
    names.map(|name| faults.recorded().count(name)).to_vec()
}

#[tokio::test(start_paused = true)]
async fn the_number_of_attempts_is_that_of_the_policy() {
    // Without a policy the SDK makes three attempts, and a batch or transaction ten times three.
    with_notes(async |database, faults| {
        assert_eq!(attempts(database, faults).await, [3, 3, 3, 30, 30, 30, 30, 3]);
    })
    .await;
    // A client of its own for each: the SDK stops retrying after too many failures.
    for most in [1, 2, 5] {
        with_notes(async |database, faults| {
            let database = database.with_retry(RetryPolicy::new().max_attempts(most));
            assert_eq!(attempts(&database, faults).await, [most as usize; 8], "{most} attempts");
        })
        .await;
    }
    with_notes(async |database, faults| {
        let database = database.with_retry(RetryPolicy::never());
        assert_eq!(attempts(&database, faults).await, [1; 8]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_operation_has_its_own_policy() {
    with_notes(async |database, faults| {
        let database = database.with_retry(RetryPolicy::never());
        faults.fail_next_times("GetItem", 4, Fault::Throttled);
        assert!(Table::<Note>::get(("a", 1)).max_attempts(5).on(&database).await.unwrap().is_none());
        assert_eq!((faults.recorded().count("GetItem"), faults.pending()), (5, 0));
        faults.fail_next_times("PutItem", 1, Fault::InternalServerError);
        let error = Table::<Note>::put(&note(1)).on(&database).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
    })
    .await;
}

/// With no jitter the pauses of this crate are exact.
#[tokio::test(start_paused = true)]
async fn pauses_grow_from_the_first_to_the_longest() {
    with_notes(async |_, faults| {
        let policy = RetryPolicy::new().first_pause(millis(100)).longest_pause(millis(350)).jitter(0.0).max_attempts(5);
        faults.rule(|_| Some(Fault::Throttled));
        let start = Instant::now();
        Table::<Note>::put_many([note(1)]).retry(policy).await.unwrap_err();
        assert_eq!(start.elapsed().as_millis() / 10, 100, "100, 200, 350 and 350 milliseconds");
        let start = Instant::now();
        transaction((Table::<Note>::put(&note(1)),)).retry(policy).await.unwrap_err();
        assert_eq!(start.elapsed().as_millis() / 10, 100);
        // The SDK's pauses are random from 0 up, and no longer than these.
        let start = Instant::now();
        Table::<Note>::put(&note(1)).retry(policy).await.unwrap_err();
        assert!(start.elapsed() <= millis(1_000), "{:?}", start.elapsed());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_policy_is_that_of_one_request() {
    with_notes(async |database, faults| {
        faults.rule(|_| Some(Fault::Delayed(Duration::from_secs(60))));
        let database = database.with_retry(RetryPolicy::new().give_up_after(millis(500)));
        let start = Instant::now();
        let error = Table::<Note>::get(("a", 1)).on(&database).await.unwrap_err();
        assert!(error.is_unreachable() && start.elapsed() < millis(550), "{error}, {:?}", start.elapsed());
        let start = Instant::now();
        let error = Table::<Note>::put_many((0..40).map(note)).on(&database).await.unwrap_err();
        assert!(start.elapsed() < millis(550), "{error}, {:?}", start.elapsed());
        faults.rule(|_| Some(Fault::Delayed(millis(400))));
        put(0..6).await;
        let found = Table::<Note>::query("a").page_size(2).on(&database).await.unwrap();
        assert_eq!(found.len(), 6, "each page has the time");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_race_is_an_attempt() {
    with_notes(async |_, faults| {
        Table::<Note>::put(&note(1)).await.unwrap();
        let mut calls = 0;
        let in_the_way = |_: &mut Note| calls += 1;
        faults.rule(|request| {
            let conflict = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException"}"#;
            (request.operation == "PutItem").then(|| Fault::Answer { status: 400, body: conflict.into() })
        });
        let start = Instant::now();
        let policy = RetryPolicy::new().max_attempts(4).first_pause(millis(200)).longest_pause(millis(200)).jitter(0.0);
        let error = Table::<Note>::modify(("a", 1), in_the_way).retry(policy).await.unwrap_err();
        assert!(error.is_conflict(), "{error}");
        assert_eq!((calls, start.elapsed().as_millis() / 100), (4, 6));
    })
    .await;
}

#[derive(Debug, Item)]
#[faraday(table = "later")]
struct Later {
    #[faraday(partition_key)]
    id: u32,
}

/// To look at a table is no attempt, but follows the pauses and the time.
#[tokio::test(start_paused = true)]
async fn waiting_for_a_table_follows_the_policy() {
    with_notes(async |database, faults| {
        let creating = |request: &faraday::testing::RecordedRequest| {
            let table = r#"{"Table":{"TableName":"later","TableStatus":"CREATING"}}"#;
            (request.operation == "DescribeTable").then(|| Fault::Answer { status: 200, body: table.into() })
        };
        faults.fail_next_times("CreateTable", 1, Fault::Answer { status: 200, body: "{}".into() });
        faults.rule(creating);
        let policy =
            RetryPolicy::new().max_attempts(2).first_pause(millis(1_000)).longest_pause(millis(1_000)).jitter(0.0);
        let create = Table::<Later>::create().retry(policy.give_up_after(Duration::from_secs(10)));
        let start = Instant::now();
        let error = create.on(database).await.unwrap_err();
        assert_eq!(error.kind(), faraday::ErrorKind::Timeout, "{error}");
        assert_eq!((start.elapsed().as_secs(), faults.recorded().count("DescribeTable")), (10, 11));
    })
    .await;
}
