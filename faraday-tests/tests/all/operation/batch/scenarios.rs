//! The tests of `batch-write-item` and `batch-get-item` in taoensso/faraday, replayed.

use std::time::Duration;

use faraday::testing::Fault;
use faraday::{Batch, Item, Table, Value};
use faraday_tests::tables::with_table;

use super::support::{Number, Word, number, put_numbers, stored_numbers, stored_places, with_both, word};

#[derive(Debug, Clone, PartialEq, Value)]
struct Nested {
    numbers: Vec<i64>,
    text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "simple")]
struct Simple {
    #[faraday(partition_key)]
    id: i64,
    name: Option<String>,
    nested: Option<Nested>,
}

/// `batch-simple`: put two, read them back, delete them all.
#[tokio::test]
async fn many_items_are_put_read_back_and_deleted() {
    with_table::<Simple>(async |_| {
        let nested = Nested { numbers: vec![1, -2, i64::MAX], text: Some("ümlaut".into()) };
        let first = Simple { id: 0, name: Some("foo".into()), nested: Some(nested) };
        let second = Simple { id: 1, name: None, nested: None };
        Table::<Simple>::put_many([&first, &second]).await.unwrap();
        let got = Table::<Simple>::get_many([0, 1, 2]).consistent().await.unwrap();
        assert_eq!(got, [Some(first.clone()), Some(second), None]);
        let names = Table::<Simple>::get_many([1, 0]).select((Simple::ID, Simple::NAME)).await.unwrap();
        assert_eq!(names, [Some((1, None)), Some((0, first.name))]);
        Table::<Simple>::delete_many([0, 1, 2]).await.unwrap();
        assert_eq!(Table::<Simple>::get_many([0, 1]).consistent().await.unwrap(), [None, None]);
    })
    .await;
}

/// `:prim-kvs {:title "One" :number [0 1 2]}`: many keys from one description.
#[tokio::test]
async fn many_sort_keys_of_one_partition_are_put_read_and_deleted() {
    with_both(async |db, _| {
        let words = (0..6).map(|place| word("one", place, place)).chain((0..3).map(|place| word("two", place, 9)));
        Table::<Word>::put_many(words).await.unwrap();
        let got = Table::<Word>::get_many((1..8).map(|place| ("one", place))).consistent().await.unwrap();
        let values: Vec<_> = got.into_iter().map(|word| word.map(|word| word.value)).collect();
        assert_eq!(values, [Some(1), Some(2), Some(3), Some(4), Some(5), None, None]);
        let both = ["one", "two"].into_iter().flat_map(|word| (0..3).map(move |place| (word, place)));
        assert_eq!(Table::<Word>::get_many(both.clone()).await.unwrap().iter().flatten().count(), 6);
        Table::<Word>::delete_many(both).await.unwrap();
        assert_eq!(stored_places(db).await.into_keys().collect::<Vec<_>>(), [3, 4, 5]);
    })
    .await;
}

/// Puts and deletions of several tables in one call.
#[tokio::test]
async fn one_batch_writes_to_several_tables() {
    with_both(async |db, faults| {
        put_numbers(0..3).await;
        faults.reset();
        let batch = Batch::new().put(&word("a", 1, 1)).delete::<Number>(0).put(&number(9, 9)).delete::<Number>(2);
        batch.await.unwrap();
        assert_eq!(faults.recorded().count("BatchWriteItem"), 1);
        assert_eq!(stored_numbers(db).await.into_iter().collect::<Vec<_>>(), [(1, 2), (9, 9)]);
        assert_eq!(stored_places(db).await.len(), 1);
    })
    .await;
}

/// `:span-reqs {:max n :throttle-ms t}`: requests stitched together, with a limit; faraday's leftovers are in an error
/// here, not in metadata.
#[tokio::test(start_paused = true)]
async fn requests_are_sent_again_until_all_is_done_or_the_limit_is_reached() {
    with_both(async |db, faults| {
        faults.fail_next_times("BatchWriteItem", 3, Fault::Unprocessed((0..10).collect()));
        Table::<Number>::put_many((0..20).map(|id| number(id, id))).max_attempts(5).await.unwrap();
        assert_eq!(stored_numbers(db).await.len(), 20);
        faults.fail_next_times("BatchGetItem", 3, Fault::Unprocessed((0..10).collect()));
        let got = Table::<Number>::get_many(0..20).timeout(Duration::from_secs(5)).await.unwrap();
        assert_eq!(got.iter().flatten().count(), 20);
        faults.rule(|_| Some(Fault::Unprocessed((0..100).collect())));
        let error = Table::<Number>::delete_many(0..20).max_attempts(2).await.unwrap_err();
        assert_eq!(error.batch_failure().unwrap().unwritten(), (0..20).collect::<Vec<_>>());
        faults.reset();
        assert_eq!(stored_numbers(db).await.len(), 20);
    })
    .await;
}
