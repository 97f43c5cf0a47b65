//! The embedded engine, in memory and in a file.

use std::path::PathBuf;
use std::{env, fs};

use faraday::{Database, Table};
use faraday_tests::tables::unique_prefix;
use futures_util::TryStreamExt;

use super::User;

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
