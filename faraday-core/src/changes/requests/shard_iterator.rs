//! `Database::shard_iterator`: gets a position in a shard.

use std::future::IntoFuture;

use super::source::Source;
use super::start::Start;
use crate::database::Database;
use crate::execute::Running;

impl Database {
    /// Gets an iterator in a shard of a change stream, for [`Table::records`](crate::Table::records). By default it starts with the oldest
    /// change in the stream. It is valid for 15 minutes.
    ///
    /// # Errors
    ///
    /// When there is no such stream or shard, or, with [`after`](GetShardIterator::after) and [`at`](GetShardIterator::at), when
    /// the change is no longer there ([`ErrorKind::TrimmedData`](crate::ErrorKind::TrimmedData)).
    ///
    /// # Examples
    ///
    /// [`describe_stream`](Database::describe_stream) has one.
    ///
    /// See [GetShardIterator](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html).
    pub fn shard_iterator(&self, arn: impl Into<String>, shard: impl Into<String>) -> GetShardIterator {
        let source = Source { database: self.clone(), table: None, arn: arn.into() };
        GetShardIterator { source, shard: shard.into(), start: Start::Horizon }
    }
}

/// Gets an iterator: see [`Database::shard_iterator`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct GetShardIterator {
    source: Source,
    shard: String,
    start: Start,
}

impl GetShardIterator {
    /// Starts with the first change that is made after this request (`LATEST`).
    pub fn from_now(mut self) -> Self {
        self.start = Start::Now;
        self
    }

    /// Starts after the change with this sequence number.
    pub fn after(mut self, sequence_number: impl Into<String>) -> Self {
        self.start = Start::After(sequence_number.into());
        self
    }

    /// Starts with the change with this sequence number.
    pub fn at(mut self, sequence_number: impl Into<String>) -> Self {
        self.start = Start::At(sequence_number.into());
        self
    }
}

impl std::fmt::Debug for GetShardIterator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GetShardIterator")
    }
}

impl IntoFuture for GetShardIterator {
    type Output = crate::Result<String>;
    type IntoFuture = Running<'static, String>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.source.iterator(&self.shard, self.start).await })
    }
}
