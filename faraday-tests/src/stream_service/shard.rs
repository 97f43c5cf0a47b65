use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::Written;
use super::record::Record;

/// How long the stream keeps a record.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html>
pub(super) const RETENTION: Duration = Duration::from_secs(86_400);

/// One shard, with all its records so far.
#[derive(Debug)]
pub(super) struct Shard {
    pub(super) id: String,
    pub(super) parent: Option<String>,
    /// The first and the last hash of the keys that it owns.
    pub(super) hashes: (u64, u64),
    /// The lowest sequence number of the shard.
    pub(super) starting: u128,
    /// When it was closed.
    pub(super) closed: Option<Instant>,
    /// When `DescribeStream` begins to show it.
    pub(super) listed: Instant,
    /// Whether it was removed from the stream.
    pub(super) is_forgotten: bool,
    pub(super) records: Vec<Record>,
    /// The number of trimmed records; they are the first ones.
    pub(super) trimmed: usize,
    /// When `GetRecords` read it, for the strict limit.
    pub(super) reads: Vec<Instant>,
}

impl Shard {
    pub(super) fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    pub(super) fn owns(&self, hash: u64) -> bool {
        self.is_open() && (self.hashes.0..=self.hashes.1).contains(&hash)
    }

    /// Trims records that are too old or have a smaller number. A closed shard is gone after the same time, because all its
    /// records are trimmed by then.
    pub(super) fn settle(&mut self, trim_before: u128, now: Instant) {
        let is_old = |since: Instant| now.duration_since(since) >= RETENTION;
        let is_kept = |record: &Record| record.number >= trim_before && !is_old(record.written);
        self.trimmed = self.records.iter().position(is_kept).unwrap_or(self.records.len());
        self.is_forgotten |= self.closed.is_some_and(is_old);
    }

    /// Returns the records that are not trimmed.
    pub(super) fn kept(&self) -> &[Record] {
        self.records.get(self.trimmed..).unwrap_or_default()
    }

    /// Returns the number of the last trimmed record.
    pub(super) fn trimmed_up_to(&self) -> Option<u128> {
        let last = self.trimmed.checked_sub(1)?;
        self.records.get(last).map(|record| record.number)
    }

    /// Returns the number of its last record, or its first number if it has none.
    pub(super) fn ending(&self) -> u128 {
        self.records.last().map_or(self.starting, |record| record.number)
    }

    /// Returns the first number that no record has yet.
    pub(super) fn end(&self) -> u128 {
        self.records.last().map_or(self.starting, |record| record.number + 1)
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Shard.html>
    pub(super) fn describe(&self) -> Value {
        let mut range = json!({ "StartingSequenceNumber": self.starting.to_string() });
        if !self.is_open() {
            range["EndingSequenceNumber"] = json!(self.ending().to_string());
        }
        let mut description = json!({ "ShardId": self.id, "SequenceNumberRange": range });
        if let Some(parent) = &self.parent {
            description["ParentShardId"] = json!(parent);
        }
        description
    }

    /// Returns all its records with their numbers.
    pub(super) fn written(&self) -> impl Iterator<Item = (u128, Written)> {
        self.records.iter().map(|record| {
            let (key, sequence_number) = (record.key.clone(), record.number.to_string());
            (record.number, Written { key, sequence_number, shard: self.id.clone() })
        })
    }
}
