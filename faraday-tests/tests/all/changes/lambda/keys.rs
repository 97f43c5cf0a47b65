//! The key of a change equals that of its item, and has the same hash.

use std::collections::HashMap;

use faraday::{Database, Item, Key, Table};
use faraday_tests::tables::with_table;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::{batch_of, inserted, keys_in, record};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "readings")]
struct Reading {
    // The sort key may come first.
    #[faraday(sort_key)]
    level: f64,
    #[faraday(partition_key, sensitive)]
    station: String,
}

fn reading(station: &str, level: f64) -> Reading {
    Reading { station: station.into(), level }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "counters")]
struct Counter {
    #[faraday(partition_key)]
    id: i128,
    #[faraday(sort_key, sensitive)]
    token: Vec<u8>,
}

fn key_of_the_change<I: Item>(keys: Value) -> Key<I> {
    batch_of(Some(record(1, "REMOVE", keys, Value::Null, Value::Null))).into_iter().next().unwrap().unwrap().key
}

fn assert_is_key_of<I: Item>(keys: Value, item: &I) {
    let (of_change, of_item) = (key_of_the_change::<I>(keys.clone()), Key::of(item).unwrap());
    assert_eq!(of_change, of_item, "{keys}");
    assert!(HashMap::from([(of_change, 1)]).contains_key(&of_item));
}

#[test]
fn numbers_are_the_same_key_however_they_are_written() {
    for (written, level) in [
        ("7", 7.0),
        ("7.0", 7.0),
        ("0", -0.0),
        ("-12.5", -12.5),
        ("100000000000000000000", 1e20),
        ("1E+20", 1e20),
        ("0.0000001", 1e-7),
        ("1e100", 1e100),
        ("0.1", 0.1),
    ] {
        let keys = json!({ "station": { "S": "a \"b\" é\n" }, "level": { "N": written } });
        assert_is_key_of(keys, &reading("a \"b\" é\n", level));
    }
    for id in [0, -1, i128::from(u64::MAX), 99_999_999_999_999_999_999_999_999_999_999_999_999] {
        let counter = Counter { id, token: vec![0, 255] };
        assert_is_key_of(json!({ "id": { "N": id.to_string() }, "token": { "B": "AP8=" } }), &counter);
        assert_eq!(Key::<Counter>::new((id, [0, 255])).unwrap(), Key::of(&counter).unwrap());
    }
    assert_ne!(Key::of(&reading("a", 1.0)).unwrap(), Key::of(&reading("a", 10.0)).unwrap());
    assert_eq!(Key::<Reading>::new(("a", 1e20)).unwrap(), Key::of(&reading("a", 1e20)).unwrap());
}

/// The engine writes the numbers of its answers as it likes.
#[tokio::test]
async fn what_the_engine_answers_is_the_same_key() {
    with_table::<Reading>(async |db: &Database| {
        let levels = [7.0, -0.5, 1e20, 1.5e-9, 123_456.75, 1e37];
        for level in levels {
            Table::<Reading>::put(&reading("a", level)).await.unwrap();
        }
        let rows = db.client().scan().table_name(db.table_name::<Reading>()).send().await.unwrap();
        let mut of_changes: Vec<Key<Reading>> = Vec::new();
        for row in rows.items() {
            let keys = json!({ "station": { "S": "a" }, "level": { "N": row["level"].as_n().unwrap() } });
            of_changes.push(key_of_the_change(keys));
        }
        assert_eq!(of_changes.len(), levels.len());
        for level in levels {
            assert!(of_changes.contains(&Key::of(&reading("a", level)).unwrap()), "{level}");
        }
        // A key of a change is one for any operation.
        for key in of_changes {
            assert!(Table::<Reading>::get(&key).await.unwrap().is_some());
            Table::<Reading>::delete(key).await.unwrap();
        }
        assert_eq!(Table::<Reading>::scan().count().await.unwrap(), 0);
    })
    .await;
}

/// The explanation of a request hides what is sensitive in the key.
#[test]
fn the_key_of_a_change_hides_what_is_sensitive() {
    let keys = json!({ "station": { "S": "zq7!xv" }, "level": { "N": "7" } });
    let key = key_of_the_change::<Reading>(keys);
    for shown in [format!("{key:?}"), format!("{:?}", Table::<Reading>::get(&key)), explanation(&key)] {
        assert!(!shown.contains("zq7!xv"), "{shown}");
    }
    assert!(explanation(&key).contains('7'));
}

fn explanation(key: &Key<Reading>) -> String {
    Table::<Reading>::get(key).explain().to_string()
}

proptest! {
    #![proptest_config(crate::random::cases(400))]

    #[test]
    fn the_key_of_a_change_is_that_of_its_item(station in "[^\u{10FFFF}]{1,8}", id: i64, token in prop::collection::vec(any::<u8>(), 1..20)) {
        let reading = reading(&station, id as f64);
        let change = batch_of([inserted(1, &reading)]).into_iter().next().unwrap().unwrap();
        prop_assert_eq!(&change.key, &Key::of(&reading).unwrap());
        prop_assert_eq!(change.new(), Some(&reading));
        let counter = Counter { id: id.into(), token };
        let change = batch_of([inserted(1, &counter)]).into_iter().next().unwrap().unwrap();
        prop_assert_eq!(change.key, Key::of(&counter).unwrap());
    }
}

mod made {
    use super::*;
    use faraday::Table;

    #[derive(Table)]
    #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    struct App;

    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(
        table = App, kind = "line",
        partition_key = "TENANT#{tenant}", sort_key = "ORDER#{order}#{article:escaped}#{number}"
    )]
    struct Line {
        #[faraday(key_only)]
        tenant: String,
        order: u64,
        article: String,
        #[faraday(key_only)]
        number: u16,
    }

    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = App)]
    enum Record {
        Line(Line),
    }

    proptest! {
        #![proptest_config(crate::random::cases(400))]

        #[test]
        fn a_made_key_is_that_of_its_item(tenant in "[a-z #]{1,8}", order: u64, article in "[ -~]{1,8}", number: u16) {
            let line = Line { tenant, order, article, number };
            let record = inserted(1, &line);
            let keys = record["dynamodb"]["Keys"].clone();
            prop_assert_eq!(&keys, &keys_in::<Line>(&record["dynamodb"]["NewImage"]));
            let change = batch_of([record.clone()]).into_iter().next().unwrap().unwrap();
            prop_assert_eq!(&change.key, &Key::of(&line).unwrap());
            prop_assert_eq!(change.new(), Some(&line));
            assert_is_key_of(keys, &line);
            let (record, line) = (batch_of([record]).into_iter().next().unwrap().unwrap(), Record::Line(line));
            prop_assert_eq!(record.key, Key::of(&line).unwrap());
        }
    }
}
