//! Counters that are spread over several items.

use std::collections::BTreeSet;

use faraday::counters::{Counter, CounterShard};
use faraday::testing::{Canned, FaultRates, Faults};
use faraday::{Database, ErrorKind, Table, transaction};
use faraday_tests::tables::{own_database, with_table, with_table_of};
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
    assert_eq!(add.update().as_deref(), Some("ADD value 7"));
    let sum = concat!(
        r#"{"RequestItems":{"faraday-counters":{"Keys":[{"shard":{"S":"secret#0"}},{"shard":{"S":"secret#1"}},"#,
        r#"{"shard":{"S":"secret#2"}}]}}}"#
    );
    assert_eq!(sent.only("BatchGetItem").text(), sum);
    let shown = format!("{counter:?} {:?}", counter.sum());
    assert!(!shown.contains("secret"), "{shown}");
}
