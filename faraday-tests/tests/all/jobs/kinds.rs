//! Jobs in a table with several kinds: an enum works on the kinds of its variants, and on nothing else.

use faraday::jobs::JobProgress;
use faraday::{Database, Item, Result, Table};
use faraday_tests::tables::with_table;

#[derive(Table)]
#[faraday(name = "kinds", partition_key(pk: String), sort_key(sk: String))]
struct Kinds;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Kinds, kind = "order", partition_key = "TENANT#{tenant}", sort_key = "ORDER#{id}")]
struct Order {
    tenant: String,
    id: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Kinds, kind = "line", partition_key = "TENANT#{tenant}", sort_key = "LINE#{id}")]
struct Line {
    tenant: String,
    id: u64,
    count: u32,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = Kinds, kind = "user", partition_key = "TENANT#{tenant}", sort_key = "USER#{email}", unique(email))]
struct User {
    tenant: String,
    email: String,
}

/// It has no variant for users.
#[derive(Debug, Item)]
#[faraday(table = Kinds)]
enum Part {
    Order(Order),
    Line(Line),
}

/// Two orders, a line, a user and the guard of its address.
async fn with_kinds(test: impl AsyncFnOnce(&Database)) {
    with_table::<Kinds>(async |db| {
        for id in 1..=2 {
            Table::<Order>::put(&Order { tenant: "acme".into(), id }).await.unwrap();
        }
        Table::<Line>::put(&Line { tenant: "acme".into(), id: 1, count: 3 }).await.unwrap();
        Table::<User>::insert(&user()).await.unwrap();
        test(db).await;
    })
    .await;
}

fn user() -> User {
    User { tenant: "acme".into(), email: "ann@example.com".into() }
}

async fn user_is_whole() {
    assert_eq!(Table::<User>::get(("acme", "ann@example.com")).await.unwrap(), Some(user()));
    let error = Table::<User>::insert(&User { tenant: "other".into(), ..user() }).await.unwrap_err();
    assert!(error.is_unique_violation(), "the guard is gone: {error}");
}

fn written(done: Result<JobProgress>) -> u64 {
    done.unwrap().written
}

#[tokio::test]
async fn an_enum_deletes_the_kinds_of_its_variants() {
    faraday_tests::needs!(Transactions);
    with_kinds(async |_| {
        assert_eq!(written(Table::<Part>::delete_all(Table::<Part>::scan()).await), 3);
        assert!(Table::<Order>::scan().await.unwrap().is_empty());
        user_is_whole().await;
        assert_eq!(written(Table::<Part>::delete_all(Table::<Part>::scan().parallel(3)).await), 0);
    })
    .await;
}

#[tokio::test]
async fn a_partition_is_deleted_by_its_kinds() {
    faraday_tests::needs!(Transactions);
    with_kinds(async |_| {
        assert_eq!(written(Table::<Part>::delete_all(Table::<Part>::query("acme")).await), 3);
        user_is_whole().await;
    })
    .await;
}

#[tokio::test]
async fn an_enum_counts_and_exports_the_kinds_of_its_variants() {
    faraday_tests::needs!(Transactions);
    with_kinds(async |_| {
        assert_eq!(Table::<Part>::scan().count().await.unwrap(), 3);
        assert_eq!(Table::<Part>::count_all(Table::<Part>::scan()).await.unwrap(), 3);
        let (mut some, mut all) = (Vec::new(), Vec::new());
        Table::<Part>::export().write_to(&mut some).await.unwrap();
        Table::<Part>::export().every_kind().write_to(&mut all).await.unwrap();
        let lines = |text: Vec<u8>| String::from_utf8(text).unwrap().lines().count();
        assert_eq!((lines(some), lines(all)), (3, 5));
    })
    .await;
}

/// Both are all items of one table, of different kinds.
#[tokio::test]
async fn a_checkpoint_belongs_to_one_kind() {
    faraday_tests::needs!(Transactions);
    with_kinds(async |_| {
        let store = super::fixture::InMemory::default();
        let orders = Table::<Order>::delete_all(Table::<Order>::scan()).checkpoint(store.clone());
        assert_eq!(orders.await.unwrap().written, 2);
        let lines = Table::<Line>::delete_all(Table::<Line>::scan()).checkpoint(store);
        assert_eq!(lines.await.unwrap_err().kind(), faraday::ErrorKind::InvalidCursor);
        assert_eq!(Table::<Line>::scan().await.unwrap().len(), 1);
    })
    .await;
}
