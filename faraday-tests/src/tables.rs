//! A table for each test, which is dropped after it.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::Client;
use faraday::schema::DeclaredTable;
use faraday::{Database, Table, database::Codec};
use futures_util::FutureExt;

use crate::environment;

/// Returns a prefix for table names that no other test has, on this engine or a shared one.
pub fn unique_prefix() -> String {
    static PREFIXES: AtomicU64 = AtomicU64::new(0);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros());
    format!("faraday-{time:x}-{:x}-{}-", process::id(), PREFIXES.fetch_add(1, Ordering::Relaxed))
}

/// Returns a database on the engine of the environment whose tables no other test uses.
pub fn own_database() -> Database {
    own_database_over(environment::client(), Codec::default())
}

/// Returns such a database for a client, with a choice of codec.
pub fn own_database_over(client: Client, codec: Codec) -> Database {
    Database::builder(client).table_prefix(unique_prefix()).codec(codec).build()
}

/// Runs a test in the scope of a new database with the table of `T`, and drops the table after it.
pub async fn with_table<T: DeclaredTable>(test: impl AsyncFnOnce(&Database)) {
    with_table_of::<T>(own_database(), test).await;
}

/// Runs a test in the scope of this database, creates the table of `T` in it, and drops the table after it.
///
/// # Panics
///
/// When the test panics, or the table cannot be created.
pub async fn with_table_of<T: DeclaredTable>(database: Database, test: impl AsyncFnOnce(&Database)) {
    Table::<T>::create().on(&database).await.expect("the test's table is created");
    let outcome = AssertUnwindSafe(database.scope(test(&database))).catch_unwind().await;
    let dropped = Table::<T>::delete_table().if_exists().on(&database).await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
    dropped.expect("the test's table is dropped");
}
