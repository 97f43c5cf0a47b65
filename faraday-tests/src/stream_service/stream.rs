use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::primitives::{DateTime, DateTimeFormat};
use aws_sdk_dynamodb::types::StreamViewType;
use fastrand::Rng;
use serde_json::Value;
use tokio::time::Instant;

use super::record::{Change, Record};
use super::shard::Shard;

/// The sequence numbers of a stream begin a little below the first number of 22 digits, so that a consumer that compares numbers as text
/// soon fails.
const FIRST_NUMBER: u128 = 999_999_999_999_999_990_000;

/// The service's date when it is made, in seconds since 1970: midnight of 1 January 2026.
const BEGAN_AT: u64 = 1_767_225_600;

/// The service's time, which passes like tokio's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    pub(super) began_at: SystemTime,
}

/// A table's stream.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) table: String,
    pub(super) key: Vec<String>,
    pub(super) key_types: Vec<String>,
    pub(super) view: StreamViewType,
    pub(super) clock: Clock,
    pub(super) is_enabled: bool,
    /// Sorted by id, which is the order in which they were made.
    pub(super) shards: Vec<Shard>,
    /// Records with smaller numbers are trimmed.
    pub(super) trim_before: u128,
    /// The items of the table, by the hash of the key.
    pub(super) items: HashMap<String, Value>,
    last_number: u128,
    last_shard: u128,
    rng: Rng,
}

impl Clock {
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(super) fn time(&self) -> SystemTime {
        self.began_at + self.elapsed()
    }

    /// Whole seconds since 1970.
    pub(super) fn seconds(&self) -> u64 {
        since_1970(self.time()).as_secs()
    }
}

pub(super) fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

impl Stream {
    pub(super) fn new(table: &str, key: &[&str]) -> Self {
        let began_at = SystemTime::UNIX_EPOCH + Duration::from_secs(BEGAN_AT);
        let mut stream = Self {
            table: table.to_owned(),
            key: key.iter().map(|name| (*name).to_owned()).collect(),
            key_types: vec!["S".to_owned(); key.len()],
            view: StreamViewType::NewAndOldImages,
            clock: Clock { start: Instant::now(), began_at },
            is_enabled: true,
            shards: Vec::new(),
            trim_before: 0,
            items: HashMap::new(),
            last_number: FIRST_NUMBER,
            last_shard: 0,
            rng: Rng::with_seed(0),
        };
        stream.begin_with(1);
        stream
    }

    /// Returns the time when the stream was enabled, in AWS's form.
    pub(super) fn label(&self) -> String {
        let text = DateTime::from(self.clock.began_at).fmt(DateTimeFormat::DateTime).unwrap_or_default();
        let text = text.trim_end_matches('Z');
        if text.contains('.') { text.to_owned() } else { format!("{text}.000") }
    }

    pub(super) fn table_arn(&self) -> String {
        format!("arn:aws:dynamodb:local:000000000000:table/{}", self.table)
    }

    pub(super) fn arn(&self) -> String {
        format!("{}/stream/{}", self.table_arn(), self.label())
    }

    /// Starts again with open shards that own equal parts of the hashes.
    pub(super) fn begin_with(&mut self, count: usize) {
        self.shards.clear();
        self.items.clear();
        let count = count.max(1) as u128;
        let first = |part: u128| (part << 64) / count;
        let parts = (0..count).map(|part| (first(part) as u64, (first(part + 1) - 1) as u64));
        let parts: Vec<_> = parts.collect();
        self.open(None, &parts, Duration::ZERO);
    }

    /// Opens shards with these hashes, and returns their ids.
    pub(super) fn open(&mut self, parent: Option<&str>, parts: &[(u64, u64)], delay: Duration) -> Vec<String> {
        // The id contains the time, and children come after their parents even within a millisecond.
        self.last_shard = since_1970(self.clock.time()).as_millis().max(self.last_shard + 1);
        let mut ids: Vec<String> = Vec::new();
        for (hashes, place) in parts.iter().zip(1..) {
            let id = format!("shardId-{:020}-{:08x}", self.last_shard, self.rng.u32(..));
            ids.push(id.clone());
            let starting = self.next_number();
            self.shards.push(Shard {
                id,
                parent: parent.map(str::to_owned),
                hashes: *hashes,
                starting,
                closed: None,
                listed: Instant::now() + delay * place,
                is_forgotten: false,
                records: Vec::new(),
                trimmed: 0,
                reads: Vec::new(),
            });
        }
        self.shards.sort_by(|one, other| one.id.cmp(&other.id));
        ids
    }

    /// Updates every shard to the current time.
    pub(super) fn settle(&mut self) {
        let now = Instant::now();
        self.shards.iter_mut().for_each(|shard| shard.settle(self.trim_before, now));
    }

    /// Returns a shard that is not gone.
    pub(super) fn shard(&mut self, id: &str) -> Option<&mut Shard> {
        self.shards.iter_mut().find(|shard| shard.id == id && !shard.is_forgotten)
    }

    /// Returns the open shard that owns a key.
    pub(super) fn owner(&self, key: &Value) -> Option<&Shard> {
        let hash = self.hash(key);
        self.shards.iter().find(|shard| shard.owns(hash))
    }

    /// Appends a record to the shard that owns the key; `None` if the stream is disabled.
    pub(super) fn append(&mut self, change: Change) -> Option<String> {
        let name = self.text_of(&change.key);
        match &change.new {
            Some(image) => self.items.insert(name, image.clone()),
            None => self.items.remove(&name),
        };
        let hash = self.hash(&change.key);
        let number = self.next_number();
        let shard = self.shards.iter_mut().find(|shard| shard.owns(hash))?;
        shard.records.push(Record::new(change, number, self.view.as_str(), &self.clock));
        Some(number.to_string())
    }

    /// Returns the item with this key, before a change.
    pub(super) fn item(&self, key: &Value) -> Option<Value> {
        self.items.get(&self.text_of(key)).cloned()
    }

    /// Returns the values of the key's attributes, in the order of the key.
    fn text_of(&self, key: &Value) -> String {
        let values = self.key.iter().map(|name| key.get(name).map(Value::to_string).unwrap_or_default());
        values.collect::<Vec<_>>().join(",")
    }

    fn hash(&self, key: &Value) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.text_of(key).hash(&mut hasher);
        hasher.finish()
    }

    /// Returns a number above the last, with a gap of any size, like AWS.
    fn next_number(&mut self) -> u128 {
        self.last_number += 1 + u128::from(self.rng.u32(0..1_000));
        self.last_number
    }
}
