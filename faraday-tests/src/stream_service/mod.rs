//! DynamoDB Streams for tests of a consumer. A test writes the records and splits the shards, and the service answers the SDK like AWS. It
//! serves one table with one stream. An embedded engine answers all other requests, so a consumer's leases are in a real table.
//!
//! Its rules come from AWS's documentation; each links its page if there is one.

mod connector;
mod describe;
mod faults;
mod iterator;
mod read;
mod record;
mod script;
mod settings;
mod shard;
mod state;
mod stream;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;
use faraday::Database;
use serde_json::Value;

pub use faults::Fault;

use state::State;

/// A table's stream, as a consumer sees it through the SDK; clones share it.
///
/// All its times are tokio's, so in a test with a paused clock they pass at once. Every request pauses for a moment before it is applied
/// and again before its reply arrives, so that tasks interleave, and a future can be dropped at either moment.
///
/// # Examples
///
/// ```no_run
/// use faraday::Database;
/// use faraday_tests::stream_service::{Fault, StreamService};
/// use serde_json::json;
///
/// let service = StreamService::new("orders", &["id"]).records_a_page(2);
/// let db = Database::new(service.client());
/// service.put(json!({ "id": { "S": "ann" } }), json!({ "total": { "N": "7" } }));
/// let shards = service.split(&service.open_shards()[0]);
/// service.fail_next("GetRecords", 1, Fault::ExpiredIterator);
/// // … and after `db` was used:
/// assert_eq!(service.written().len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct StreamService {
    state: Arc<Mutex<State>>,
    engine: Client,
}

/// One received request; every attempt of the SDK is one.
#[derive(Debug, Clone)]
pub struct Call {
    /// The API's name of the operation: `GetRecords`.
    pub operation: String,
    /// The body.
    pub body: Value,
    /// When it arrived, from when the service was made.
    pub at: Duration,
}

/// One record of the stream, trimmed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The item's key, as DynamoDB JSON.
    pub key: Value,
    /// The record's sequence number. It has 21 digits or more, and not all numbers have the same length.
    pub sequence_number: String,
    /// The shard that holds it.
    pub shard: String,
}

impl StreamService {
    /// Returns an enabled stream with one open shard and no records, for a table with this key: the attribute of the partition key first,
    /// then that of the sort key.
    ///
    /// # Panics
    ///
    /// When the embedded engine cannot be made.
    pub fn new(table: &str, key: &[&str]) -> Self {
        let engine = Database::embedded().expect("an embedded engine").client().clone();
        Self { state: Arc::new(Mutex::new(State::new(table, key))), engine }
    }

    /// Returns a client of the engine that holds all other tables. Its requests do not reach this service: they are not recorded, get no
    /// fault and do not pause.
    pub fn engine(&self) -> Client {
        self.engine.clone()
    }

    /// Returns the stream's ARN.
    pub fn stream_arn(&self) -> String {
        self.state().stream.arn()
    }

    /// Returns the service's time, for the clock of a database on this service.
    pub fn time(&self) -> SystemTime {
        self.state().stream.clock.time()
    }

    /// Returns the shards that accept records, oldest first.
    pub fn open_shards(&self) -> Vec<String> {
        let state = self.state();
        state.stream.shards.iter().filter(|shard| shard.is_open()).map(|shard| shard.id.clone()).collect()
    }

    /// Returns the open shard for the records of this key; `None` once the stream is disabled.
    pub fn shard_of(&self, key: &Value) -> Option<String> {
        self.state().stream.owner(key).map(|shard| shard.id.clone())
    }

    /// Returns all records so far, in the order in which they were written.
    pub fn written(&self) -> Vec<Written> {
        let state = self.state();
        let mut records: Vec<_> = state.stream.shards.iter().flat_map(|shard| shard.written()).collect();
        records.sort_unstable_by_key(|(number, _)| *number);
        records.into_iter().map(|(_, written)| written).collect()
    }

    /// Returns the records of one shard, in the order in which they were written.
    pub fn written_to(&self, shard: &str) -> Vec<Written> {
        let mut written = self.written();
        written.retain(|record| record.shard == shard);
        written
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}
