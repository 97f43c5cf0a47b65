//! An item stands for its key.

use faraday::{Batch, Item, Table, Value, transaction};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "lines", kind = "Line")]
struct Line {
    #[faraday(partition_key)]
    order: String,
    #[faraday(sort_key)]
    number: u64,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "lines", kind = "Note")]
struct Note {
    #[faraday(partition_key)]
    order: String,
    #[faraday(sort_key)]
    number: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "lines", tag = "kind")]
enum Record {
    Line(Line),
    Note(Note),
}

/// A key of a type of its own, and a parameter.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "things")]
struct Thing<T> {
    #[faraday(partition_key)]
    id: Id,
    holds: T,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Id(u64);

fn line(number: u64) -> Line {
    Line { order: "a".into(), number, text: "x".into() }
}

#[tokio::test]
async fn operations_take_an_item_for_its_key() {
    faraday_tests::needs!(Transactions);
    with_table::<Line>(async |_| {
        let lines = [line(1), line(2), line(3)];
        Table::<Line>::put_many(&lines).await.unwrap();
        // What it holds besides does not matter.
        let changed = Line { text: "other".into(), ..line(1) };
        assert_eq!(Table::<Line>::get(&changed).await.unwrap(), Some(line(1)));
        Table::<Line>::update(&lines[0]).set(Line::TEXT, "new").await.unwrap();
        let all = Table::<Line>::get_many(&lines).await.unwrap();
        assert_eq!(all.iter().flatten().map(|line| &*line.text).collect::<Vec<_>>(), ["new", "x", "x"]);
        assert_eq!(Table::<Line>::get_many(lines.iter()).await.unwrap(), all);
        let keys = vec![("a".to_owned(), 1), ("a".to_owned(), 2)];
        assert_eq!(Table::<Line>::get_many(&keys).await.unwrap(), all[..2]);
        transaction((Table::<Line>::delete(&lines[0]), Table::<Line>::check(&lines[1], Line::TEXT.eq("x"))))
            .await
            .unwrap();
        let record = Record::Line(line(2));
        assert_eq!(Table::<Record>::get(&record).await.unwrap(), Some(record.clone()));
        Table::<Record>::delete(&record).await.unwrap();
        Table::<Note>::put(&Note { order: "a".into(), number: 9 }).await.unwrap();
        Batch::new().delete::<Line>(&lines[2]).delete::<Note>(&Note { order: "a".into(), number: 9 }).await.unwrap();
        assert_eq!(Table::<Record>::scan().count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_item_with_parameters_does_as_well() {
    with_table::<Thing<String>>(async |_| {
        let thing = Thing { id: Id(7), holds: "x".to_owned() };
        Table::put(&thing).await.unwrap();
        assert_eq!(Table::<Thing<String>>::get(&thing).await.unwrap(), Some(thing.clone()));
        Table::<Thing<String>>::delete_many([&thing]).await.unwrap();
        assert_eq!(Table::<Thing<String>>::get(Id(7)).await.unwrap(), None);
    })
    .await;
}

/// An empty string is no key, whoever gives it.
#[tokio::test]
async fn a_key_that_dynamodb_would_refuse_is_refused() {
    with_table::<Line>(async |_| {
        let empty = Line { order: String::new(), ..line(1) };
        let error = Table::<Line>::get(&empty).await.unwrap_err();
        assert!(error.to_string().contains("order"), "{error}");
    })
    .await;
}
