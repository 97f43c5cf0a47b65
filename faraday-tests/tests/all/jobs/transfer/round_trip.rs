//! A table that is exported and imported again is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Database, Item, Table, Value};
use faraday_tests::tables::own_database;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::support::{Map, Row, stored};
use crate::codec::support::{text, tree};

/// Without sets that have no elements, and without names that are empty, which cannot be stored.
fn storable(value: AttributeValue) -> AttributeValue {
    match value {
        AttributeValue::Ss(values) if values.is_empty() => AttributeValue::Null(true),
        AttributeValue::Ns(values) if values.is_empty() => AttributeValue::Null(true),
        AttributeValue::Bs(values) if values.is_empty() => AttributeValue::Null(true),
        AttributeValue::L(values) => AttributeValue::L(values.into_iter().map(storable).collect()),
        AttributeValue::M(entries) => {
            AttributeValue::M(entries.into_iter().map(|(name, value)| (format!("x{name}"), storable(value))).collect())
        }
        value => value,
    }
}

async fn put(db: &Database, item: Map) {
    let table = format!("{}rows", db.table_prefix());
    db.client().put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
}

#[test]
fn stored_items_of_all_types_are_the_same_after_a_round_trip() {
    faraday_tests::needs!(PlusSigns);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(crate::random::cases(60));
    let items = vec(btree_map("[a-z]{1,8}", tree().prop_map(storable), 0..4), 1..5);
    let outcome = runner.run(&items, |items| {
        runtime.block_on(async {
            let (from, to) = (own_database(), own_database());
            for db in [&from, &to] {
                Table::<Row>::create().on(db).await.unwrap();
            }
            for (id, attributes) in items.into_iter().enumerate() {
                let mut item: Map = attributes.into_iter().collect();
                item.insert("group".into(), AttributeValue::S(format!("{}", id % 2)));
                item.insert("id".into(), AttributeValue::N(id.to_string()));
                put(&from, item).await;
            }
            let lines = Table::<Row>::export().on(&from).await.unwrap();
            Table::<Row>::import_from(Cursor::new(lines)).on(&to).await.unwrap();
            assert_eq!(stored(&from).await, stored(&to).await);
            for db in [&from, &to] {
                Table::<Row>::delete_table().on(db).await.unwrap();
            }
        });
        Ok(())
    });
    outcome.unwrap();
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Inner {
    name: String,
    raw: Option<Vec<u8>>,
    marks: BTreeSet<i64>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "rows")]
struct Typed {
    #[faraday(partition_key)]
    group: String,
    #[faraday(sort_key)]
    id: u64,
    number: i128,
    tags: BTreeSet<String>,
    raw: Vec<u8>,
    inner: Vec<Inner>,
    by_name: BTreeMap<String, Option<bool>>,
}

fn typed() -> impl Strategy<Value = Typed> {
    let inner = (text(), any::<Option<Vec<u8>>>(), btree_set(any::<i64>(), 0..3));
    let inner = inner.prop_map(|(name, raw, marks)| Inner { name, raw, marks });
    let rest = (vec(inner, 0..3), btree_map(text().prop_map(|text| format!("x{text}")), any::<Option<bool>>(), 0..3));
    let number = -(10_i128.pow(37))..10_i128.pow(37);
    (any::<u64>(), number, btree_set(text(), 0..3), any::<Vec<u8>>(), rest).prop_map(
        |(id, number, tags, raw, (inner, by_name))| Typed {
            group: format!("group-{}", id % 3),
            id,
            number,
            tags,
            raw,
            inner,
            by_name,
        },
    )
}

#[test]
fn typed_items_are_the_same_after_a_round_trip_in_every_form() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(crate::random::cases(60));
    let outcome = runner.run(&vec(typed(), 1..6), |mut items| {
        items.sort_by_key(|item| item.id);
        items.dedup_by_key(|item| item.id);
        runtime.block_on(async {
            let (from, to) = (own_database(), own_database());
            for db in [&from, &to] {
                Table::<Typed>::create().on(db).await.unwrap();
            }
            Table::<Typed>::put_many(&items).on(&from).await.unwrap();
            let export = || Table::<Typed>::export().on(&from);
            let import = |lines: String| Table::<Typed>::import_from(Cursor::new(lines)).on(&to);
            for form in 0..4 {
                match form {
                    0 => import(export().decoded().await.unwrap()).decoded().await.unwrap(),
                    1 => import(export().await.unwrap()).await.unwrap(),
                    2 => import(export().plain_json().await.unwrap()).plain_json().await.unwrap(),
                    _ => import(export().plain_json().decoded().await.unwrap()).plain_json().await.unwrap(),
                };
                let mut read = Table::<Typed>::scan().consistent().on(&to).await.unwrap();
                read.sort_by_key(|item| item.id);
                assert_eq!(read, items, "form {form}");
                let keys = items.iter().map(|item| (item.group.clone(), item.id));
                Table::<Typed>::delete_many(keys).on(&to).await.unwrap();
            }
            for db in [&from, &to] {
                Table::<Typed>::delete_table().on(db).await.unwrap();
            }
        });
        Ok(())
    });
    outcome.unwrap();
}
