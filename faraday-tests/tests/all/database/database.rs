//! Which database an operation runs on.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::connector::Canned;
use faraday_tests::tables::{unique_prefix, with_table};
use futures_util::TryStreamExt;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

/// A server that says it has a user of this name, and a database on it.
fn having(id: &str) -> (Canned, Database) {
    let canned = Canned::answering(format!(r#"{{"Item":{{"id":{{"S":"{id}"}},"visits":{{"N":"1"}}}}}}"#));
    let database = Database::builder(canned.client()).table_prefix(format!("{id}-")).build();
    (canned, database)
}

async fn who() -> String {
    Table::<User>::get("x").await.unwrap().unwrap().id
}

/// Runs a test of this file, which is ignored elsewhere, in a process of its own: what is installed is the process's.
fn in_a_process_of_its_own(test: &str) {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", &format!("ops::database::{test}"), "--nocapture", "--test-threads=1"])
        .env("FARADAY_TEST_CHILD", test)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}{err}");
}

/// Whether this is that process; elsewhere the test starts it and is done.
fn is_child(test: &str) -> bool {
    let child = env::var("FARADAY_TEST_CHILD").is_ok_and(|child| child == test);
    if !child {
        in_a_process_of_its_own(test);
    }
    child
}

#[tokio::test]
async fn the_nearest_database_counts() {
    if !is_child("the_nearest_database_counts") {
        return;
    }
    let [(_, installed), (_, scoped), (_, inner), (_, told)] = ["installed", "scoped", "inner", "told"].map(having);
    installed.install();
    assert_eq!(who().await, "installed");
    assert_eq!(tokio::spawn(who()).await.unwrap(), "installed");
    scoped
        .scope(async {
            assert_eq!(who().await, "scoped");
            assert_eq!(inner.scope(who()).await, "inner");
            assert_eq!(Table::<User>::get("x").on(&told).await.unwrap().unwrap().id, "told");
            assert_eq!(Table::<User>::get("x").metered().on(&told).await.unwrap().value.unwrap().id, "told");
            assert_eq!(who().await, "scoped");
            // A new task starts without the scope.
            assert_eq!(tokio::spawn(who()).await.unwrap(), "installed");
        })
        .await;
    assert_eq!(who().await, "installed");
    told.install();
    assert_eq!(who().await, "told");
}

#[tokio::test]
async fn without_a_database_the_error_says_what_to_do() {
    if !is_child("without_a_database_the_error_says_what_to_do") {
        return;
    }
    let user = User { id: "ann".into(), visits: 1 };
    let errors = [
        Table::<User>::get("ann").await.unwrap_err(),
        Table::<User>::put(&user).await.unwrap_err(),
        Table::<User>::update("ann").add(User::VISITS, 1).returning_new().await.unwrap_err(),
        Table::<User>::delete("ann").metered().await.unwrap_err(),
        Table::<User>::query("ann").await.unwrap_err(),
        Table::<User>::query("ann").stream().try_next().await.unwrap_err(),
        Table::<User>::create().await.unwrap_err(),
        Table::<User>::describe().await.unwrap_err(),
        Table::<User>::delete_table().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::NoDatabase, "{error}");
        assert!(error.operation().is_some(), "{error}");
        for way in [".on(&db)", "db.scope(", "db.install()"] {
            assert!(error.to_string().contains(way), "{error}");
        }
    }
}

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

/// A directory under `target` that is removed when the test ends, however it does.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = env::current_exe().unwrap().parent().unwrap().join(unique_prefix());
        fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_file_keeps_what_was_put() {
    let directory = Directory::new();
    let path = directory.0.join("app.db");
    let ann = User { id: "ann".into(), visits: 1 };
    {
        let db = Database::open(&path).unwrap();
        Table::<User>::create().on(&db).await.unwrap();
        Table::<User>::put(&ann).on(&db).await.unwrap();
    }
    let db = Database::open(&path).unwrap();
    assert_eq!(Table::<User>::get("ann").on(&db).await.unwrap(), Some(ann));
    let found: Vec<String> = db.tables().try_collect().await.unwrap();
    assert_eq!(found, ["users"]);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let directory = Directory::new();
    let path = directory.0.join("letter.txt");
    fs::write(&path, "Dear ann,\n".repeat(500)).unwrap();
    let error = Database::open(&path).unwrap_err();
    assert!(std::error::Error::source(&error).is_some(), "{error}");
    assert!(Database::open(directory.0.join("missing").join("app.db")).is_err());
}

#[tokio::test]
async fn engines_in_memory_are_apart() {
    let (one, other) = (Database::embedded().unwrap(), Database::embedded().unwrap());
    Table::<User>::create().on(&one).await.unwrap();
    assert!(Table::<User>::describe().on(&other).await.unwrap().is_none());
    assert!(Table::<User>::describe().on(&one.clone()).await.unwrap().is_some());
}
