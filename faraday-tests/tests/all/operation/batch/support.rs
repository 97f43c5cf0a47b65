//! Two tables whose requests have faults.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use faraday::testing::Faults;
use faraday::{Database, Error, Item, Table, database::Codec, error::BatchFailure};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

/// The key alone, and a value by which one write is told from another.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "numbers")]
pub struct Number {
    #[faraday(partition_key)]
    pub id: u32,
    pub value: u32,
}

/// With a sort key, in another table.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "words")]
pub struct Word {
    #[faraday(partition_key)]
    pub word: String,
    #[faraday(sort_key)]
    pub place: u32,
    pub value: u32,
}

pub fn number(id: u32, value: u32) -> Number {
    Number { id, value }
}

pub fn word(word: &str, place: u32, value: u32) -> Word {
    Word { word: word.into(), place, value }
}

pub fn numbers(ids: impl IntoIterator<Item = u32>) -> Vec<Number> {
    ids.into_iter().map(|id| number(id, id * 2)).collect()
}

/// A client whose requests go through faults, and that does not retry by itself.
pub fn disturbed_client() -> (Client, Faults) {
    let (client, faults) = Faults::new().over(&environment::client());
    let once = client.config().to_builder().retry_config(RetryConfig::disabled()).build();
    (Client::from_conf(once), faults)
}

/// Runs a test with both tables, behind faults and without the SDK's retries.
pub async fn with_both(test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = disturbed_client();
    let database = own_database_over(client, Codec::default());
    with_table_of::<Number>(database.clone(), async |_: &Database| {
        with_table_of::<Word>(database.clone(), async |db: &Database| {
            faults.reset();
            test(db, &faults).await;
            faults.reset();
        })
        .await;
    })
    .await;
}

/// All numbers of the table, read without faraday.
pub async fn stored_numbers(db: &Database) -> BTreeMap<u32, u32> {
    let rows = scan::<Number>(db).await;
    rows.iter().map(|row| (row["id"], row["value"])).collect()
}

/// All words of the table, read without faraday.
pub async fn stored_places(db: &Database) -> BTreeMap<u32, u32> {
    let rows = scan::<Word>(db).await;
    rows.iter().map(|row| (row["place"], row["value"])).collect()
}

async fn scan<I: Item>(db: &Database) -> Vec<BTreeMap<String, u32>> {
    let table = format!("{}{}", db.table_prefix(), I::SCHEMA.table());
    let scan = db.client().scan().table_name(table).consistent_read(true);
    let pages = scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    let number = |(name, value): (String, aws_sdk_dynamodb::types::AttributeValue)| {
        Some((name, value.as_n().ok()?.parse().unwrap()))
    };
    pages.into_iter().map(|item| item.into_iter().filter_map(number).collect()).collect()
}

pub fn failure(error: &Error) -> &BatchFailure {
    error.batch_failure().unwrap_or_else(|| panic!("no outcome in {error}"))
}

pub async fn put_numbers(ids: impl IntoIterator<Item = u32>) {
    Table::<Number>::put_many(numbers(ids)).await.unwrap();
}
