//! The items in the table of leases: [`Lease`].

use crate::Item;
use crate::changes::consumer::Position;

/// The sort key of the item that keeps where a consumer begins. No shard has this name.
pub(super) const BEGINNING: &str = "#beginning";

/// The lease of a shard: which worker reads it, and the position in it. It is an item of the table that [`Leases`](super::Leases) names.
///
/// A worker renews its leases by raising `heartbeat`. When another worker has seen the same `heartbeat` for its lease duration, measured by
/// its own clock, it takes the lease and raises `epoch`. All writes of a worker have the condition that `owner` and `epoch` are still its
/// own, so a worker that lost its lease changes nothing.
///
/// One item of each consumer, with the shard `#beginning`, keeps where the consumer began: the first positions as JSON in `after`, and in
/// `ended` whether the leases of all of them were created.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-leases")]
#[non_exhaustive]
pub struct Lease {
    /// The name of the consumer, which all its workers share.
    #[faraday(partition_key)]
    pub consumer: String,
    /// The id of the shard.
    #[faraday(sort_key)]
    pub shard: String,
    /// The ARN of the stream.
    pub stream: String,
    /// The worker that reads the shard; `None` if none does.
    pub owner: Option<String>,
    /// The number of times that the owner changed.
    pub epoch: u64,
    /// The number of times that the owner renewed the lease.
    pub heartbeat: u64,
    /// The worker that requested the lease, to get its share.
    pub wanted_by: Option<String>,
    /// The sequence number of the last change that was handled.
    pub after: Option<String>,
    /// If nothing was handled yet: the time, in epoch seconds, at which the consumer began.
    pub since: Option<u64>,
    /// Whether the shard was read to its end.
    pub ended: bool,
}

impl Lease {
    /// Returns a lease that nobody holds.
    pub(super) fn new(consumer: &str, stream: &str, shard: &str, position: &Position) -> Self {
        Self {
            consumer: consumer.to_owned(),
            shard: shard.to_owned(),
            stream: stream.to_owned(),
            owner: None,
            epoch: 0,
            heartbeat: 0,
            wanted_by: None,
            after: match position {
                Position::After(number) => Some(number.clone()),
                _ => None,
            },
            since: match position {
                Position::Since(seconds) => Some(*seconds),
                _ => None,
            },
            ended: *position == Position::Ended,
        }
    }

    /// Returns the lease of a shard that no worker holds, for tests of your own code. You can change its fields. Needs the feature
    /// `testing`.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn of(consumer: &str, stream: &str, shard: &str) -> Self {
        Self::new(consumer, stream, shard, &Position::Horizon)
    }

    pub(super) fn position(&self) -> Position {
        match (self.ended, &self.after, self.since) {
            (true, ..) => Position::Ended,
            (false, Some(number), _) => Position::After(number.clone()),
            (false, None, Some(seconds)) => Position::Since(seconds),
            (false, None, None) => Position::Horizon,
        }
    }
}
