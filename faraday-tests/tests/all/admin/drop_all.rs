//! `Database::drop_all` deletes many tables at once.

use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::control_plane::ControlPlane;

#[derive(Debug, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
}

#[tokio::test]
async fn tables_of_a_prefix_are_deleted_and_no_others() {
    let db = Database::embedded().unwrap();
    let with = |prefix: &str| Database::builder(db.client().clone()).table_prefix(prefix).build();
    for prefix in ["test-1-", "test-2-", "live-"] {
        Table::<User>::create().on(&with(prefix)).await.unwrap();
    }
    let mut dropped = with("test-1-").drop_all("test-").await.unwrap();
    dropped.sort();
    assert_eq!(dropped, ["test-1-users", "test-2-users"]);
    assert!(Table::<User>::describe().on(&with("live-")).await.unwrap().is_some());
    // Over a client of the user's own nobody knows whose tables they are.
    let error = with("").drop_all("").await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("DeleteTable")));
    assert_eq!(db.drop_all("").await.unwrap(), ["live-users"]);
    assert!(db.drop_all("").await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_being_created_is_waited_for_and_a_protected_one_stays() {
    let plane = ControlPlane::new();
    let db = Database::builder(plane.client()).table_prefix("ci-").build();
    Table::<User>::create().without_waiting().on(&db).await.unwrap();
    assert_eq!(db.drop_all("ci-").await.unwrap(), ["ci-users"]);
    assert_eq!(plane.status("ci-users"), None);
    Table::<User>::create().deletion_protection(true).on(&db).await.unwrap();
    let error = db.drop_all("ci-").await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::Validation, Some("ci-users")), "{error}");
    assert_eq!(plane.status("ci-users"), Some("ACTIVE"));
}
