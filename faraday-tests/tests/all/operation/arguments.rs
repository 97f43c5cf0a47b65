//! The types that are accepted for a key, a list, a frozen value, and the writes of a transaction.

use faraday::execute::{TransactWrite, Write};
use faraday::{Condition, Item, Table, transaction};
use faraday_tests::tables::with_table;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "entries")]
struct Entry {
    #[faraday(partition_key)]
    device: String,
    #[faraday(sort_key)]
    at: u64,
    lines: Vec<String>,
    #[faraday(frozen)]
    notes: Notes,
    #[faraday(frozen, version = 2)]
    more: Notes,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    text: String,
}

fn notes(text: &str) -> Notes {
    Notes { text: text.into() }
}

fn entry(at: u64) -> Entry {
    Entry { device: "a".into(), at, lines: vec![], notes: notes("one"), more: notes("more") }
}

#[tokio::test]
async fn keys_may_be_borrowed() {
    with_table::<Entry>(async |_| {
        let entries = [entry(1), entry(2)];
        Table::<Entry>::put_many(&entries).await.unwrap();
        let keys: Vec<(String, u64)> = vec![("a".into(), 1), ("a".into(), 2), ("b".into(), 3)];
        let expected = [Some(entry(1)), Some(entry(2)), None];
        assert_eq!(Table::<Entry>::get_many(&keys).await.unwrap(), expected);
        assert_eq!(Table::<Entry>::get_many(keys.iter()).await.unwrap(), expected);
        assert_eq!(Table::<Entry>::get(&keys[0]).await.unwrap(), Some(entry(1)));
        Table::<Entry>::delete_many(&keys).await.unwrap();
        assert_eq!(Table::<Entry>::get_many(&keys).await.unwrap(), [const { None }; 3]);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_strings_may_be_an_array_of_texts() {
    faraday_tests::needs!(DocumentComparison);
    with_table::<Entry>(async |_| {
        Table::<Entry>::put(&entry(1)).await.unwrap();
        let update = || Table::<Entry>::update(("a", 1));
        update().set(Entry::LINES, ["a", "b"]).await.unwrap();
        update().append(Entry::LINES, ["c"]).condition(Entry::LINES.eq(&["a", "b"])).await.unwrap();
        assert_eq!(Table::<Entry>::get(("a", 1)).await.unwrap().unwrap().lines, ["a", "b", "c"]);
    })
    .await;
}

#[tokio::test]
async fn a_frozen_attribute_takes_the_value_itself() {
    with_table::<Entry>(async |_| {
        Table::<Entry>::put(&entry(1)).await.unwrap();
        let update =
            Table::<Entry>::update(("a", 1)).set(Entry::NOTES, &notes("two")).set(Entry::MORE, &notes("more two"));
        update.condition(Entry::NOTES.eq(&notes("one"))).await.unwrap();
        let now = Table::<Entry>::get(("a", 1)).await.unwrap().unwrap();
        assert_eq!((now.notes, now.more), (notes("two"), notes("more two")));
    })
    .await;
}

#[tokio::test]
async fn the_writes_of_a_transaction_may_be_an_array_or_of_several_kinds() {
    faraday_tests::needs!(Transactions);
    with_table::<Entry>(async |_| {
        let (one, two) = (entry(1), entry(2));
        transaction([Table::<Entry>::put(&one), Table::<Entry>::put(&two)]).await.unwrap();
        let mut writes: Vec<TransactWrite> = vec![Table::<Entry>::delete(("a", 1)).into_write()];
        writes.push(Table::<Entry>::update(("a", 2)).set(Entry::LINES, ["x"]).into_write());
        transaction(writes).await.unwrap();
        let left = Table::<Entry>::query("a").await.unwrap();
        assert_eq!(left, [Entry { lines: vec!["x".into()], ..two }]);
    })
    .await;
}

#[tokio::test]
async fn conditions_are_joined_by_methods_too() {
    with_table::<Entry>(async |_| {
        Table::<Entry>::put(&entry(1)).await.unwrap();
        let found =
            async |condition: Condition<Entry>| Table::<Entry>::query("a").filter(condition).await.unwrap().len();
        let (yes, no) = (|| Entry::LINES.size().eq(0), || Entry::LINES.size().gt(5));
        assert_eq!((found(yes().and(no())).await, found(yes().or(no())).await), (0, 1));
        assert_eq!(found(no().or(yes()).and(yes())).await, 1);
    })
    .await;
}
