//! The connector's own faults of batches.

use std::collections::BTreeMap;

use faraday::testing::{Fault, FaultRates};
use faraday::{Batch, Table};

use super::support::{Number, numbers, put_numbers, stored_numbers, with_both, word};

/// `UnprocessedItems` or `UnprocessedKeys` of what the SDK is answered.
#[tokio::test]
async fn a_part_of_a_batch_is_kept_from_the_engine() {
    with_both(async |db, faults| {
        faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![0, 3, 99]));
        let error = Table::<Number>::put_many(numbers(0..5)).max_attempts(1).await.unwrap_err();
        assert_eq!(error.batch_failure().unwrap().unwritten(), [0, 3]);
        assert_eq!(stored_numbers(db).await, BTreeMap::from([(1, 2), (2, 4), (4, 8)]));
        // Nothing is left for the engine.
        faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![0]));
        let error = Table::<Number>::delete_many([1]).max_attempts(1).await.unwrap_err();
        assert_eq!(error.batch_failure().unwrap().unwritten(), [0]);
        assert_eq!(stored_numbers(db).await.len(), 3);
        // Through the tables, in the order of their names.
        faults.fail_next("BatchWriteItem", Fault::Unprocessed(vec![1, 2]));
        let batch = Batch::new().put(&word("a", 1, 1)).put(&word("a", 2, 2)).put(&numbers([7])[0]).delete::<Number>(1);
        let error = batch.max_attempts(1).await.unwrap_err();
        assert_eq!(error.batch_failure().unwrap().unwritten(), [0, 3]);
        assert_eq!(faults.pending(), 0);
    })
    .await;
}

#[tokio::test]
async fn keys_are_put_off_as_writes_are() {
    with_both(async |db, faults| {
        put_numbers(0..3).await;
        faults.fail_next("BatchGetItem", Fault::Unprocessed(vec![1]));
        let table = format!("{}numbers", db.table_prefix());
        let key = |id: u32| {
            let value = aws_sdk_dynamodb::types::AttributeValue::N(id.to_string());
            std::collections::HashMap::from([("id".to_owned(), value)])
        };
        let keys = aws_sdk_dynamodb::types::KeysAndAttributes::builder()
            .keys(key(0))
            .keys(key(1))
            .keys(key(2))
            .projection_expression("id")
            .build()
            .unwrap();
        let answer = db.client().batch_get_item().request_items(&table, keys).send().await.unwrap();
        assert_eq!(answer.responses.unwrap()[&table].len(), 2);
        let put_off = &answer.unprocessed_keys.unwrap()[&table];
        assert_eq!(put_off.keys(), [key(1)]);
        assert_eq!(put_off.projection_expression(), Some("id"));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_is_the_same_faults() {
    let odds = FaultRates { throttled: 0.2, answer_lost: 0.2, unprocessed: 0.3, ..FaultRates::default() };
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        with_both(async |db, faults| {
            faults.rule(odds.seeded(seed));
            Table::<Number>::put_many(numbers(0..200)).concurrency(1).max_attempts(50).await.unwrap();
            let sizes: Vec<_> = faults.recorded().of("BatchWriteItem").iter().map(|sent| sent.batch_size()).collect();
            faults.reset();
            assert_eq!(stored_numbers(db).await.len(), 200);
            runs.push(sizes);
        })
        .await;
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}
