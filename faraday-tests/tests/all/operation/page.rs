//! An item with a version, on a database whose requests are watched.

use faraday::database::Codec;
use faraday::schema::KeyOf;
use faraday::testing::Faults;
use faraday::{Database, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "pages")]
pub(crate) struct Page {
    #[faraday(partition_key)]
    pub(crate) path: String,
    pub(crate) text: String,
    #[faraday(version)]
    pub(crate) version: u64,
}

pub(crate) fn page(path: &str, text: &str) -> Page {
    Page { path: path.into(), text: text.into(), version: 0 }
}

pub(crate) async fn stored<I: Item>(key: impl KeyOf<I::Key>) -> Option<I> {
    Table::<I>::get(key).consistent().await.unwrap()
}

/// A database of its own whose requests are watched, with the table of `I`.
pub(crate) async fn watched<I: Item>(codec: Codec, test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<I>(own_database_over(client, codec), async |db: &Database| {
        faults.reset();
        test(db, &faults).await;
    })
    .await;
}
