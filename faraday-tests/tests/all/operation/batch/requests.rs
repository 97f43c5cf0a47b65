//! Without failures, the number of requests is the lowest possible.

use std::time::Duration;

use faraday::testing::{Fault, Faults};
use faraday::{Batch, Database, Item, Table, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::support::{Number, Word, number, numbers, put_numbers, stored_numbers, with_both, word};

const SIZES: [u32; 8] = [0, 1, 25, 26, 100, 101, 250, 251];

#[tokio::test]
async fn writes_go_25_at_once() {
    with_both(async |db, faults| {
        for size in SIZES {
            faults.reset();
            let least = size.div_ceil(25) as usize;
            let put = Table::<Number>::put_many(numbers(0..size)).metered().await.unwrap();
            assert_eq!((faults.recorded().count("BatchWriteItem"), put.requests), (least, least as u64), "{size}");
            assert_eq!(stored_numbers(db).await.len(), size as usize);
            faults.reset();
            let stream = futures_util::stream::iter(numbers(0..size));
            Table::<Number>::put_stream(stream).concurrency(3).await.unwrap();
            assert_eq!(faults.recorded().count("BatchWriteItem"), least, "{size}");
            faults.reset();
            Table::<Number>::delete_many(0..size).concurrency(1).await.unwrap();
            assert_eq!(faults.recorded().count("BatchWriteItem"), least, "{size}");
            assert!(stored_numbers(db).await.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn reads_go_100_at_once() {
    with_both(async |_, faults| {
        put_numbers(0..251).await;
        for size in SIZES {
            for concurrency in [1, 4] {
                faults.reset();
                let get = Table::<Number>::get_many(0..size).concurrency(concurrency).metered().await.unwrap();
                let least = size.div_ceil(100) as usize;
                assert_eq!((faults.recorded().count("BatchGetItem"), get.requests), (least, least as u64), "{size}");
                assert_eq!(get.value, numbers(0..size).into_iter().map(Some).collect::<Vec<_>>());
            }
        }
    })
    .await;
}

/// Second writes of keys wait for the first ones, and go together then.
#[tokio::test]
async fn repeated_keys_take_no_more_than_they_must() {
    with_both(async |db, faults| {
        for concurrency in [1, 4] {
            faults.reset();
            let twice = numbers(0..30).into_iter().chain((0..20).map(|id| number(id, 7)));
            Table::<Number>::put_many(twice).concurrency(concurrency).await.unwrap();
            assert_eq!(faults.recorded().count("BatchWriteItem"), 2, "at {concurrency}");
            assert_eq!(stored_numbers(db).await[&19], 7);
        }
    })
    .await;
}

#[tokio::test]
async fn several_tables_share_requests() {
    with_both(async |_, faults| {
        let batch = (0..30).fold(Batch::new(), |batch, place| {
            batch.put(&number(place, 1)).put(&word("a", place, 1)).delete::<Word>(("b", place))
        });
        assert_eq!(batch.len(), 90);
        batch.await.unwrap();
        assert_eq!(faults.recorded().count("BatchWriteItem"), 4);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "texts")]
struct Text {
    #[faraday(partition_key)]
    id: u32,
    text: String,
}

/// Items that are six times as long on the wire as in the table: 25 of them are over 16 MB.
#[tokio::test]
async fn requests_stay_under_16_mb() {
    faraday_tests::needs!(Volume);
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<Text>(own_database_over(client, Codec::default()), async |_: &Database| {
        let texts: Vec<_> = (0..25).map(|id| Text { id, text: "\u{1}".repeat(300_000) }).collect();
        Table::<Text>::put_many(&texts).await.unwrap();
        assert!(Table::<Text>::get_many(0..25).await.unwrap().into_iter().eq(texts.into_iter().map(Some)));
    })
    .await;
    let requests = faults.recorded().of("BatchWriteItem");
    assert!(requests.iter().all(|request| request.body.len() <= 16 * 1024 * 1024));
    assert_eq!(requests.len(), 4);
}

#[tokio::test]
async fn an_empty_batch_needs_no_database() {
    Batch::new().await.unwrap();
    Table::<Number>::put_many(numbers([])).await.unwrap();
    Table::<Number>::delete_many(Vec::<u32>::new()).await.unwrap();
    assert_eq!(Table::<Number>::get_many(Vec::<u32>::new()).await.unwrap(), []);
    assert!(Batch::new().is_empty());
    let metered = Batch::new().metered().await.unwrap();
    assert_eq!((metered.requests, metered.capacity.is_none()), (0, true));
}

#[tokio::test]
async fn no_more_are_under_way_than_asked() {
    with_both(async |_, faults| {
        for concurrency in [1, 3, 8] {
            faults.reset();
            faults.rule(|_| Some(Fault::Delayed(Duration::from_millis(5))));
            Table::<Number>::put_many(numbers(0..400)).concurrency(concurrency).await.unwrap();
            assert_eq!(faults.most_in_flight(), concurrency);
            faults.reset();
            faults.rule(|_| Some(Fault::Delayed(Duration::from_millis(5))));
            Table::<Number>::get_many(0..2_000).concurrency(concurrency).await.unwrap();
            assert_eq!(faults.most_in_flight(), concurrency);
        }
        faults.reset();
        Table::<Number>::put_many(numbers(0..60)).concurrency(0).await.unwrap();
        Table::<Number>::get_many(0..60).concurrency(0).await.unwrap();
        Table::<Number>::put_stream(futures_util::stream::iter(numbers(0..60))).concurrency(usize::MAX).await.unwrap();
    })
    .await;
}
