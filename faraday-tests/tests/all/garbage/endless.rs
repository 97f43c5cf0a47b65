//! A service whose page continues where it started: reading all pages must end with an error.

use std::time::Duration;

use faraday::database::Codec;
use faraday::testing::Canned;
use faraday::{Database, ErrorKind, Item, Result, Table};
use futures_util::future::BoxFuture;

use super::User;

type Users = Table<User>;

#[derive(Table)]
#[faraday(name = "users", partition_key(id: String))]
struct DeclaredUsers;

/// The same users, with a unique attribute.
#[derive(Debug, Item)]
#[faraday(table = DeclaredUsers, kind = "user", unique(visits))]
#[allow(dead_code, reason = "the pages are empty")]
struct UniqueUser {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

/// The page that answers every request. It has no items, so that no limit ends the reading.
const PAGE: &str = r#"{"Items":[],"Count":0,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"ann"}},"NextToken":"again",
    "TableNames":["users"],"LastEvaluatedTableName":"users"}"#;

type Run = for<'a> fn(&'a Database) -> BoxFuture<'a, Result<()>>;

async fn all_tables(db: &Database) -> Result<()> {
    let mut tables = db.tables();
    while tables.try_next().await?.is_some() {}
    Ok(())
}

fn reads() -> Vec<(&'static str, Run)> {
    vec![
        ("query", |db| Box::pin(async { Users::query("ann").on(db).await.map(drop) })),
        ("query with a limit", |db| Box::pin(async { Users::query("ann").limit(3).on(db).await.map(drop) })),
        ("first", |db| Box::pin(async { Users::query("ann").first().on(db).await.map(drop) })),
        ("count", |db| Box::pin(async { Users::scan().count().on(db).await.map(drop) })),
        ("select", |db| Box::pin(async { Users::scan().select(User::VISITS).on(db).await.map(drop) })),
        ("parallel scan", |db| Box::pin(async { Users::scan().parallel(2).on(db).await.map(drop) })),
        ("statement", |db| Box::pin(async { db.statement("SELECT * FROM users").rows::<User>().await.map(drop) })),
        ("delete all", |db| Box::pin(async { Users::delete_all(Users::scan()).on(db).await.map(drop) })),
        ("remove all", |db| {
            Box::pin(async { Table::<UniqueUser>::remove_all(Table::<UniqueUser>::scan()).on(db).await.map(drop) })
        }),
        ("count all", |db| Box::pin(async { Users::count_all(Users::query("ann")).on(db).await.map(drop) })),
        ("tables", |db| Box::pin(all_tables(db))),
    ]
}

#[tokio::test]
async fn reading_all_pages_ends_where_the_pages_make_no_progress() {
    for codec in [Codec::Wire, Codec::Map] {
        for (name, read) in reads() {
            let canned = Canned::answering(PAGE);
            let db = Database::builder(canned.client()).codec(codec).build();
            let ended = tokio::time::timeout(Duration::from_secs(30), read(&db)).await;
            let error = ended.unwrap_or_else(|_| panic!("{name} by {codec:?} does not end")).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{name}: {error}");
            assert!(error.operation().is_some(), "{name}: {error}");
            let requests = canned.recorded().operations().len();
            assert!((2..=4).contains(&requests), "{name}: {requests} requests");
        }
    }
}
