//! Items of kinds that an enum does not have: jobs and counts leave them out.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::expression::Fragment;
use faraday::{Database, Item, Table};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "desk", tag = "kind", global_index(by_kind, partition_key = kind))]
enum Desk {
    User(User),
    #[faraday(rename = "order", alias = "Order")]
    Order {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        text: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "desk", kind = "User")]
struct User {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key)]
    sk: String,
    text: Option<String>,
}

/// It reads every kind.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "desk", tag = "kind")]
enum Anything {
    User(User),
    #[faraday(other)]
    Other {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        kind: String,
        #[faraday(extra)]
        rest: BTreeMap<String, AttributeValue>,
    },
}

/// It tells its items apart by their attributes, and has no kinds.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "desk", untagged)]
enum Untagged {
    User(User),
}

/// Sort keys, with the kind of each item: two of the enum's variants, an older name of one, a kind that it does not have, and none.
const ITEMS: [(&str, Option<&str>); 5] =
    [("a", Some("User")), ("b", Some("order")), ("c", Some("Order")), ("d", Some("Invoice")), ("e", None)];

async fn with_items(test: impl AsyncFnOnce(&Database)) {
    with_table::<Desk>(async |db| {
        for (sk, kind) in ITEMS {
            let put = db.client().put_item().table_name(db.table_name::<Desk>());
            let put = put.item("pk", AttributeValue::S("t".into())).item("sk", AttributeValue::S(sk.into()));
            let put = put.item("text", AttributeValue::S("hi".into()));
            let put = kind.into_iter().fold(put, |put, kind| put.item("kind", AttributeValue::S(kind.into())));
            put.send().await.unwrap();
        }
        test(db).await;
    })
    .await;
}

/// The sort keys of the items, and of those that were changed.
async fn left(db: &Database) -> (String, String) {
    let scan = db.client().scan().table_name(db.table_name::<Desk>()).consistent_read(true);
    let mut items = scan.send().await.unwrap().items.unwrap_or_default();
    items.sort_by_key(|item| item["sk"].as_s().unwrap().clone());
    let sk = |item: &std::collections::HashMap<String, AttributeValue>| item["sk"].as_s().unwrap().clone();
    let changed = items.iter().filter(|item| item.contains_key("changed")).map(sk);
    (items.iter().map(sk).collect(), changed.collect())
}

#[tokio::test]
async fn an_enum_deletes_only_the_kinds_of_its_variants() {
    with_items(async |db| {
        let done = Table::<Desk>::delete_all(Table::<Desk>::scan()).await.unwrap();
        assert_eq!((done.written, left(db).await.0), (3, "de".to_owned()));
    })
    .await;
    with_items(async |db| {
        let done = Table::<Desk>::delete_all(Table::<Desk>::query("t").page_size(2)).await.unwrap();
        assert_eq!((done.written, left(db).await.0), (3, "de".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn an_enum_counts_and_updates_only_the_kinds_of_its_variants() {
    with_items(async |db| {
        assert_eq!(Table::<Desk>::scan().count().await.unwrap(), 3);
        assert_eq!(Table::<Desk>::query("t").count().await.unwrap(), 3);
        assert_eq!(Table::<Desk>::count_all(Table::<Desk>::scan().parallel(2)).await.unwrap(), 3);
        let mark = |update: faraday::operation::Update<Desk>| update.raw(Fragment::new("SET changed = ?").bind(1));
        let done = Table::<Desk>::update_all(Table::<Desk>::scan(), mark).await.unwrap();
        assert_eq!((done.written, left(db).await.1), (3, "abc".to_owned()));
        // What is read and decoded names what the enum does not have.
        let bad = Table::<Desk>::scan().lenient().await.unwrap();
        assert_eq!(bad.iter().filter(|row| row.is_err()).count(), 2);
    })
    .await;
}

/// DynamoDB refuses a filter by a key of the query.
#[tokio::test]
async fn a_query_by_the_kind_names_it_itself() {
    with_items(async |db| {
        let of_kind = |kind: &str| Table::<Desk>::index(Desk::BY_KIND).query(kind.to_owned());
        assert_eq!(of_kind("order").count().await.unwrap(), 1);
        assert_eq!(Table::<Desk>::delete_all(of_kind("order")).await.unwrap().written, 1);
        assert_eq!(left(db).await.0, "acde");
        // A scan of the same index is filtered.
        assert_eq!(Table::<Desk>::index(Desk::BY_KIND).scan().count().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_enum_for_every_kind_deletes_every_kind() {
    with_items(async |db| {
        assert_eq!(Table::<Anything>::scan().count().await.unwrap(), 5);
        Table::<Anything>::delete_all(Table::<Anything>::scan()).await.unwrap();
        assert_eq!(left(db).await.0, "");
    })
    .await;
    with_items(async |db| {
        Table::<Untagged>::delete_all(Table::<Untagged>::scan()).await.unwrap();
        assert_eq!(left(db).await.0, "");
    })
    .await;
}

/// An item without a kind may be one from before the struct had a kind: the guide on jobs says how to leave it out.
#[tokio::test]
async fn a_struct_deletes_its_kind_and_items_without_a_kind() {
    with_items(async |db| {
        assert!(Table::<User>::scan().await.unwrap_err().is_decode());
        let kind = faraday::schema::Attribute::<User, String>::new("kind");
        let of_kind = Table::<User>::scan().filter(kind.exists());
        assert_eq!(Table::<User>::delete_all(of_kind).await.unwrap().written, 1);
        assert_eq!(left(db).await.0, "bcde");
        assert_eq!(Table::<User>::delete_all(Table::<User>::scan()).await.unwrap().written, 1);
        assert_eq!(left(db).await.0, "bcd");
    })
    .await;
}
