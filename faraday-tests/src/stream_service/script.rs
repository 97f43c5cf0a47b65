//! The changes that a test makes to the table and its stream.

use serde_json::Value;
use tokio::time::Instant;

use super::StreamService;
use super::record::{Change, with_key};

/// Keys and images are DynamoDB JSON: `{ "id": { "S": "ann" } }`.
impl StreamService {
    /// Puts an item, and returns the record's sequence number. The image may lack the attributes of the key. A put that changes nothing
    /// also writes a record.
    ///
    /// # Panics
    ///
    /// When the stream is disabled; also in the other methods that write a record.
    pub fn put(&self, key: Value, image: Value) -> String {
        let old = self.state().stream.item(&key);
        self.write(key, Some(image), old)
    }

    /// Deletes an item. Without such an item, the record has no old image.
    pub fn remove(&self, key: Value) -> String {
        let old = self.state().stream.item(&key);
        self.write(key, None, old)
    }

    /// Deletes an item like its time to live.
    pub fn expire(&self, key: Value) -> String {
        let old = self.state().stream.item(&key);
        self.append(Change { key, new: None, old, is_expiry: true })
    }

    /// Writes a record with these images, whatever the table holds: without a new image it is a `REMOVE`, and without an old one an
    /// `INSERT`.
    pub fn write(&self, key: Value, new: Option<Value>, old: Option<Value>) -> String {
        let new = new.map(|image| with_key(image, &key));
        let old = old.map(|image| with_key(image, &key));
        self.append(Change { key, new, old, is_expiry: false })
    }

    fn append(&self, change: Change) -> String {
        self.state().stream.append(change).expect("the stream is enabled")
    }

    /// Closes a shard, and opens two in its place; each owns half of its keys.
    ///
    /// # Panics
    ///
    /// When no such shard is open.
    pub fn split(&self, shard: &str) -> [String; 2] {
        let (first, last) = self.close_shard(shard);
        assert!(first < last, "{shard} owns a single hash");
        let middle = first + (last - first) / 2;
        let children = self.open(shard, &[(first, middle), (middle + 1, last)]);
        children.try_into().expect("two shards")
    }

    /// Closes a shard, and opens one in its place, like AWS every few hours.
    ///
    /// # Panics
    ///
    /// When no such shard is open.
    pub fn roll_over(&self, shard: &str) -> String {
        let hashes = self.close_shard(shard);
        self.open(shard, &[hashes]).pop().expect("a shard")
    }

    /// Closes all open shards, and opens one in place of each.
    pub fn roll_over_all(&self) -> Vec<String> {
        self.open_shards().iter().map(|shard| self.roll_over(shard)).collect()
    }

    /// Disables the stream: all shards close without children. Their records stay until they are trimmed.
    pub fn close(&self) {
        for shard in self.open_shards() {
            self.close_shard(&shard);
        }
        self.state().stream.is_enabled = false;
    }

    /// Trims all records with smaller sequence numbers. Trimmed records do not come back.
    ///
    /// # Panics
    ///
    /// When it is not a number.
    pub fn trim_before(&self, sequence_number: &str) {
        let number = sequence_number.parse().expect("a sequence number");
        let mut state = self.state();
        state.stream.trim_before = state.stream.trim_before.max(number);
        state.stream.settle();
    }

    /// Removes a closed shard from the stream, like AWS once its records are trimmed. The service also does so by itself 24 hours after the
    /// shard was closed.
    ///
    /// # Panics
    ///
    /// When no such shard is closed.
    pub fn forget(&self, shard: &str) {
        let mut state = self.state();
        let shard = state.stream.shard(shard).filter(|shard| !shard.is_open()).expect("a closed shard");
        shard.is_forgotten = true;
    }

    /// Closes a shard, and returns its hashes.
    fn close_shard(&self, shard: &str) -> (u64, u64) {
        let mut state = self.state();
        let shard = state.stream.shard(shard).filter(|shard| shard.is_open()).expect("an open shard");
        shard.closed = Some(Instant::now());
        shard.hashes
    }

    fn open(&self, parent: &str, parts: &[(u64, u64)]) -> Vec<String> {
        let mut state = self.state();
        let delay = state.settings.listing_delay;
        state.stream.open(Some(parent), parts, delay)
    }
}
