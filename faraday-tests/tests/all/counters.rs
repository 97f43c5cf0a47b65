//! Counters that are spread over several items.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use faraday::counters::{Counter, CounterShard};
use faraday::error::Outcome;
use faraday::testing::{Canned, Fault, FaultRates, Faults};
use faraday::{Database, ErrorKind, Table, transaction};
use faraday_tests::tables::{own_database, with_table, with_table_of};
use fastrand::Rng;
use futures_util::future::join_all;

type Shards = Table<CounterShard>;

#[tokio::test]
async fn the_sum_is_what_was_added_to_all_shards() {
    with_table::<CounterShard>(async |_| {
        let (views, other) = (Counter::new("views", 4), Counter::new("views#1", 4));
        assert_eq!(views.sum().await.unwrap(), 0);
        for amount in 1..=40 {
            views.add(amount).await.unwrap();
        }
        views.add(-20).await.unwrap();
        other.add(1_000).await.unwrap();
        assert_eq!(views.sum().consistent().await.unwrap(), 800);
        assert_eq!(other.sum().consistent().await.unwrap(), 1_000);
        // It may have more shards later.
        assert_eq!(Counter::new("views", 10).sum().consistent().await.unwrap(), 800);

        let shards: Vec<CounterShard> = Shards::scan().consistent().await.unwrap();
        let names: BTreeSet<_> = shards.iter().map(|shard| shard.shard.as_str()).collect();
        let all = ["views#0", "views#1", "views#2", "views#3"];
        assert!(all.iter().filter(|name| names.contains(**name)).count() > 1, "additions are spread: {names:?}");
        assert!(names.iter().all(|name| all.contains(name) || name.starts_with("views#1#")), "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn a_counter_of_one_shard_and_a_sum_beyond_an_i64() {
    with_table::<CounterShard>(async |_| {
        let one = Counter::new("one", 0);
        one.add(i64::MAX).await.unwrap();
        assert_eq!(one.sum().await.unwrap(), i64::MAX);
        // A shard never holds what cannot be read.
        let error = one.add(1).await.unwrap_err();
        assert!(error.is_condition_failed() && error.outcome() == Outcome::NotDone, "{error}");
        assert_eq!(one.sum().consistent().await.unwrap(), i64::MAX);
        let low = Counter::new("low", 1);
        low.add(i64::MIN).await.unwrap();
        assert!(low.add(-1).await.unwrap_err().is_condition_failed());
        low.add(1).await.unwrap();
        assert_eq!(low.sum().consistent().await.unwrap(), i64::MIN + 1);
        // The second shard is written as `add` writes it.
        Shards::update("one#1").add(CounterShard::VALUE, 1).await.unwrap();
        let error = Counter::new("one", 2).sum().consistent().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        // In whatever order they are added up.
        Shards::update("one#2").add(CounterShard::VALUE, -1).await.unwrap();
        assert_eq!(Counter::new("one", 3).sum().consistent().await.unwrap(), i64::MAX);
    })
    .await;
}

#[tokio::test]
async fn an_addition_stands_in_a_transaction() {
    faraday_tests::needs!(Transactions);
    with_table::<CounterShard>(async |_| {
        let (left, right) = (Counter::new("left", 8), Counter::new("right", 8));
        transaction((left.add(-5), right.add(5))).await.unwrap();
        assert_eq!((left.sum().await.unwrap(), right.sum().await.unwrap()), (-5, 5));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn idempotent_additions_of_many_tasks_are_each_counted_once() {
    with_table_of::<CounterShard>(own_database(), async |quiet: &Database| {
        for seed in 0..10 {
            let (client, _) = Faults::random(seed, FaultRates::all(0.2)).over(quiet.client());
            let db = Database::builder(client).table_prefix(quiet.table_prefix()).build();
            let counter = Counter::new(format!("counter {seed}"), 5);
            let added = join_all((1..=32).map(|amount| counter.add(amount).idempotent().on(&db).into_future())).await;
            let (mut sure, mut unsure) = (0, 0);
            for (amount, result) in (1..=32).zip(added) {
                match result {
                    Ok(()) => sure += amount,
                    Err(error) if error.is_outcome_unknown() => unsure += amount,
                    Err(_) => {}
                }
            }
            let sum = counter.sum().consistent().on(quiet).await.unwrap();
            assert!((sure..=sure + unsure).contains(&sum), "seed {seed}: {sum} of {sure} to {}", sure + unsure);
            assert!(sure > 300, "seed {seed}: only {sure}");
        }
    })
    .await;
}

/// The SDK sends an addition again whose reply was lost, so that it may be done twice, but never less than once.
#[tokio::test(start_paused = true)]
async fn a_plain_addition_is_done_once_more_for_each_lost_answer_at_most() {
    with_table_of::<CounterShard>(own_database(), async |quiet: &Database| {
        let mut more = 0;
        for seed in 0..20 {
            let (client, faults) = Faults::new().over(quiet.client());
            let db = Database::builder(client).table_prefix(quiet.table_prefix()).build();
            let counter = Counter::new(format!("counter {seed}"), 3);
            let (mut chance, lost) = (Rng::with_seed(seed), Arc::new(AtomicI64::new(0)));
            let counted = Arc::clone(&lost);
            faults.rule(move |_| {
                (chance.f64() < 0.2).then(|| {
                    counted.fetch_add(1, Ordering::SeqCst);
                    Fault::AnswerLost
                })
            });
            let (mut done, mut unknown) = (0, 0);
            for _ in 0..40 {
                match counter.add(1).on(&db).await {
                    Ok(()) => done += 1,
                    Err(error) => {
                        assert!(error.is_outcome_unknown(), "{error}");
                        unknown += 1;
                    }
                }
            }
            let sum = counter.sum().consistent().on(quiet).await.unwrap();
            let lost = lost.load(Ordering::SeqCst);
            assert_eq!(done + unknown, 40);
            // Each request but the last of an addition that succeeded was done and lost.
            assert!((done..=done + lost).contains(&sum), "seed {seed}: {sum} of {done}, and {lost} lost answers");
            more += sum - done;
        }
        assert!(more > 0, "no addition was done twice");
    })
    .await;
}

#[test]
fn a_sum_is_explained() {
    let explained = Counter::new("views", 3).sum().explain();
    assert_eq!((explained.operation(), explained.cost().read_units), ("BatchGetItem", Some(1.5)));
    let consistent = Counter::new("views", 3).sum().consistent().explain();
    assert_eq!(consistent.cost().read_units, Some(3.0));
    let body: serde_json::Value = serde_json::from_str(consistent.body().unwrap()).unwrap();
    assert_eq!(body["RequestItems"]["faraday-counters"]["Keys"].as_array().unwrap().len(), 3);
    let added = Counter::new("views", 1).add(1).explain();
    assert_eq!(added.operation(), "UpdateItem");
}

#[tokio::test]
async fn an_addition_is_one_update_and_a_sum_one_read_of_all_shards() {
    let canned = Canned::answering("{}").then(r#"{"Responses":{"faraday-counters":[]},"UnprocessedKeys":{}}"#);
    let db = Database::new(canned.client());
    let counter = Counter::new("secret", 3);
    counter.add(7).on(&db).await.unwrap();
    assert_eq!(counter.sum().on(&db).await.unwrap(), 0);
    let sent = canned.recorded();
    assert_eq!(sent.operations(), ["UpdateItem", "BatchGetItem"]);
    let add = sent.only("UpdateItem");
    // The shard is random.
    let shard = add.json()["Key"]["shard"]["S"].as_str().unwrap().to_owned();
    assert!(["secret#0", "secret#1", "secret#2"].contains(&shard.as_str()), "{shard}");
    assert_eq!(
        add.text().replace(&shard, "SHARD"),
        r##"{"TableName":"faraday-counters","Key":{"shard":{"S":"SHARD"}},"UpdateExpression":"ADD #n0 :v0","ConditionExpression":"NOT #n0 > :v1","ExpressionAttributeNames":{"#n0":"value"},"ExpressionAttributeValues":{":v0":{"N":"7"},":v1":{"N":"9223372036854775800"}}}"##
    );
    let sum = concat!(
        r#"{"RequestItems":{"faraday-counters":{"Keys":[{"shard":{"S":"secret#0"}},{"shard":{"S":"secret#1"}},"#,
        r#"{"shard":{"S":"secret#2"}}]}}}"#
    );
    assert_eq!(sent.only("BatchGetItem").text(), sum);
    let shown = format!("{counter:?} {:?}", counter.sum());
    assert!(!shown.contains("secret"), "{shown}");
}
