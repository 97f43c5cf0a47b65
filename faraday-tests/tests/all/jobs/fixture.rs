//! A table of messages whose requests have faults.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::database::Codec;
use faraday::jobs::{CheckpointStore, JobProgress};
use faraday::testing::Faults;
use faraday::{Database, Item, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "messages", global_index(by_author, partition_key = author, projection = keys_only))]
pub struct Message {
    #[faraday(partition_key)]
    pub room: String,
    #[faraday(sort_key)]
    pub id: u32,
    pub author: Option<String>,
    pub text: String,
    pub votes: u32,
    pub mark: Option<String>,
}

pub type Messages = Table<Message>;

pub fn message(room: &str, id: u32) -> Message {
    let author = id.is_multiple_of(3).then(|| "ann".to_owned());
    Message { room: room.into(), id, author, text: format!("text {id}"), votes: id % 5, mark: None }
}

/// A client whose requests go through faults, and that does not retry by itself.
pub fn disturbed_client() -> (Client, Faults) {
    let (client, faults) = Faults::new().over(&environment::client());
    let once = client.config().to_builder().retry_config(RetryConfig::disabled()).build();
    (Client::from_conf(once), faults)
}

/// Runs a test with so many messages in each of the rooms `a` and `b`.
pub async fn with_messages(each: u32, test: impl AsyncFnOnce(&Database, &Faults)) {
    let (client, faults) = disturbed_client();
    with_table_of::<Message>(own_database_over(client, Codec::default()), async |db: &Database| {
        let rooms = ["a", "b"].into_iter().flat_map(|room| (0..each).map(move |id| message(room, id)));
        Messages::put_many(rooms).await.unwrap();
        faults.reset();
        test(db, &faults).await;
        faults.reset();
    })
    .await;
}

/// The stored messages of a room, by id.
pub async fn stored(room: &str) -> BTreeMap<u32, Message> {
    let all = Messages::query(room).consistent().all().await.unwrap();
    all.into_iter().map(|message| (message.id, message)).collect()
}

/// What is counted: items, read, written, skipped, failed.
pub fn counts(progress: &JobProgress) -> [u64; 5] {
    [progress.items, progress.read, progress.written, progress.skipped, progress.failed]
}

/// Keeps the position in memory.
#[derive(Debug, Clone, Default)]
pub struct InMemory(pub Arc<Mutex<Option<String>>>);

type StoreError = Box<dyn std::error::Error + Send + Sync>;

impl CheckpointStore for InMemory {
    async fn load(&self) -> Result<Option<String>, StoreError> {
        Ok(self.0.lock().unwrap().clone())
    }

    async fn save(&self, checkpoint: &str) -> Result<(), StoreError> {
        *self.0.lock().unwrap() = Some(checkpoint.to_owned());
        Ok(())
    }
}

/// The name of the table of an item, with the prefix of the database.
pub fn table_of<I: Item>(db: &Database) -> String {
    format!("{}{}", db.table_prefix(), I::SCHEMA.table())
}

/// Writes an item by the SDK, in a form that its struct need not know.
pub async fn put_raw<const N: usize>(db: &Database, table: String, attributes: [(&str, AttributeValue); N]) {
    let mut put = db.client().put_item().table_name(table);
    for (name, value) in attributes {
        put = put.item(name, value);
    }
    put.send().await.unwrap();
}

pub fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub fn n(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
