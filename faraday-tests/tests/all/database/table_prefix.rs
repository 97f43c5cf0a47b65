//! The prefix that a database puts before the name of every table.

use faraday::testing::Canned;
use faraday::{Database, Table};
use faraday_tests::tables::{unique_prefix, with_table};

use super::{User, having};

#[tokio::test]
async fn a_prefix_stands_before_every_name() {
    let (canned, db) = having("staging");
    assert_eq!(db.table_prefix(), "staging-");
    Table::<User>::get("x").on(&db).await.unwrap();
    assert_eq!(canned.last().json()["TableName"], "staging-users");
    let broken = Canned::answering("{}").with_status(400);
    let db = Database::builder(broken.client()).table_prefix("staging-").build();
    let error = Table::<User>::get("x").on(&db).await.unwrap_err();
    assert_eq!(error.table(), Some("staging-users"));
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("GetItem staging-users"), "{text}");
    }
}

#[tokio::test]
async fn two_prefixes_are_two_tables() {
    with_table::<User>(async |db| {
        let other = Database::builder(db.client().clone()).table_prefix(unique_prefix()).build();
        Table::<User>::create().on(&other).await.unwrap();
        Table::<User>::put(&User { id: "ann".into(), visits: 1 }).await.unwrap();
        let elsewhere = Table::<User>::get("ann").consistent().on(&other).await.unwrap();
        Table::<User>::delete_table().on(&other).await.unwrap();
        assert_eq!(elsewhere, None);
        assert!(Table::<User>::get("ann").consistent().await.unwrap().is_some());
    })
    .await;
}
