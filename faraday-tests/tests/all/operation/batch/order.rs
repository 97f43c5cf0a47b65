//! Two writes of one key, and writes of several types.

use std::collections::BTreeMap;

use faraday::testing::{Fault, FaultRates, Faults};
use faraday::{Batch, Item, Table};

use super::support::{Number, Word, number, stored_numbers, stored_places, with_both, word};

/// The keys of each request's writes, in JSON.
fn keys_of_requests(faults: &Faults) -> Vec<Vec<String>> {
    let keys = |request: &faraday::testing::RecordedRequest| {
        let body = request.json();
        let tables = body["RequestItems"].as_object().unwrap();
        let writes =
            tables.iter().flat_map(|(table, writes)| writes.as_array().unwrap().iter().map(move |w| (table, w)));
        let key = |(table, write): (&String, &serde_json::Value)| {
            let attributes =
                write["PutRequest"].get("Item").or_else(|| write["DeleteRequest"].get("Key")).unwrap().clone();
            let names = ["id", "word", "place"].map(|name| attributes[name].to_string());
            format!("{table} {names:?}")
        };
        writes.map(key).collect()
    };
    faults.recorded().of("BatchWriteItem").iter().map(keys).collect()
}

fn assert_no_key_twice(faults: &Faults) {
    for keys in keys_of_requests(faults) {
        let mut unique = keys.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), keys.len(), "{keys:?}");
    }
}

#[tokio::test]
async fn writes_of_one_key_are_done_in_the_order_given() {
    with_both(async |db, faults| {
        Batch::new().put(&number(1, 1)).delete::<Number>(1).put(&number(1, 2)).await.unwrap();
        assert_eq!(stored_numbers(db).await, BTreeMap::from([(1, 2)]));
        assert_eq!(faults.recorded().count("BatchWriteItem"), 3);
        Batch::new().delete::<Number>(1).put(&number(1, 3)).delete::<Number>(1).await.unwrap();
        assert_eq!(stored_numbers(db).await, BTreeMap::new());
        assert_no_key_twice(faults);
        // The others need not wait.
        faults.reset();
        let batch = (0..60).fold(Batch::new(), |batch, value| batch.put(&number(value % 20, value)));
        batch.concurrency(4).await.unwrap();
        assert_eq!(stored_numbers(db).await, (0..20).map(|id| (id, 40 + id)).collect());
        assert_no_key_twice(faults);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_order_survives_faults() {
    with_both(async |db, faults| {
        let odds = FaultRates {
            throttled: 0.1,
            internal_server_error: 0.1,
            answer_lost: 0.1,
            delayed: 0.3,
            unprocessed: 0.4,
            ..FaultRates::default()
        };
        faults.rule(odds.seeded(3));
        let batch = (0..600).fold(Batch::new(), |batch, value| batch.put(&number(value % 7, value)));
        batch.concurrency(8).max_attempts(100).await.unwrap();
        assert_no_key_twice(faults);
        faults.reset();
        assert_eq!(
            stored_numbers(db).await,
            (595..602).map(|id| (id % 7, if id < 600 { id } else { id - 7 })).collect()
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_key_in_two_tables_is_two_keys() {
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = "words")]
    struct OtherWord {
        #[faraday(partition_key)]
        word: String,
        #[faraday(sort_key)]
        place: u32,
        value: u32,
    }
    with_both(async |db, faults| {
        let other = OtherWord { word: "a".into(), place: 1, value: 9 };
        Batch::new().put(&number(1, 1)).put(&word("a", 1, 1)).put(&word("b", 1, 1)).await.unwrap();
        assert_eq!(faults.recorded().count("BatchWriteItem"), 1);
        // Two types of one table are one table.
        faults.reset();
        Batch::new().put(&word("a", 1, 2)).put(&other).await.unwrap();
        assert_eq!(faults.recorded().count("BatchWriteItem"), 2);
        assert_eq!(Table::<OtherWord>::get(("a", 1)).consistent().on(db).await.unwrap(), Some(other));
    })
    .await;
}

#[tokio::test]
async fn several_tables_and_types_go_in_one_batch() {
    with_both(async |db, faults| {
        Table::<Number>::put_many([number(1, 1), number(2, 2)]).await.unwrap();
        faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![0, 2]));
        let batch = Batch::new()
            .put(&number(3, 3))
            .put(&word("a", 1, 1))
            .delete::<Number>(1)
            .put(&word("a", 2, 2))
            .delete::<Word>(("a", 7));
        batch.await.unwrap();
        assert_eq!(stored_numbers(db).await, BTreeMap::from([(2, 2), (3, 3)]));
        assert_eq!(stored_places(db).await, BTreeMap::from([(1, 1), (2, 2)]));
        assert_eq!(faults.recorded().count("BatchWriteItem"), 3);
        Table::<Word>::delete_many([("a", 1), ("a", 2), ("nobody", 5)]).await.unwrap();
        assert!(stored_places(db).await.is_empty());
    })
    .await;
}
