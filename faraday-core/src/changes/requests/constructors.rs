//! Constructors of the results of requests, for tests of your own code. You can change the fields of the results.

use super::{Records, Shard, StreamDescription, StreamSummary};
use crate::changes::Change;
use crate::error::Result;

impl<I> Records<I> {
    /// Returns a result with these changes and the iterator after them, for tests of your own code. Needs the feature `testing`.
    #[must_use]
    pub fn of(changes: impl IntoIterator<Item = Result<Change<I>>>, next: Option<&str>) -> Self {
        Self { changes: changes.into_iter().collect(), next: next.map(str::to_owned) }
    }
}

impl StreamDescription {
    /// Returns an enabled stream of this table with these shards, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::changes::requests::{Shard, StreamDescription};
    ///
    /// let stream = StreamDescription::of(
    ///     "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2",
    ///     "orders",
    ///     [Shard::of("shardId-1")],
    /// );
    /// assert!(stream.is_enabled && stream.shards[0].parent.is_none());
    /// ```
    #[must_use]
    pub fn of(arn: impl Into<String>, table: impl Into<String>, shards: impl IntoIterator<Item = Shard>) -> Self {
        Self {
            arn: arn.into(),
            table: table.into(),
            is_enabled: true,
            view: None,
            shards: shards.into_iter().collect(),
        }
    }
}

impl Shard {
    /// Returns an open shard without a parent, for tests of your own code. Needs the feature `testing`.
    #[must_use]
    pub fn of(id: impl Into<String>) -> Self {
        Self { id: id.into(), parent: None, first: None, last: None }
    }
}

impl StreamSummary {
    /// Returns a stream of a list of streams, for tests of your own code. Needs the feature `testing`.
    #[must_use]
    pub fn of(arn: impl Into<String>, table: impl Into<String>, label: impl Into<String>) -> Self {
        Self { arn: arn.into(), table: table.into(), label: label.into() }
    }
}
