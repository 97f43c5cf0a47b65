//! What the table of leases holds: [`Lease`].

use crate::Item;
use crate::changes::consumer::Position;

/// The sort key of the item that says where a consumer begins. No shard has this name.
pub(super) const BEGINNING: &str = "#beginning";

/// The lease of a shard: which worker reads it, and how far it was read. An item of the table that [`Leases`](super::Leases)
/// names.
///
/// A worker renews its leases by raising `heartbeat`. When a lease keeps the same `heartbeat` for the lease duration of another
/// worker, measured by that worker's own clock, that worker takes it and raises `epoch`. All writes of a worker have the
/// condition that `owner` and `epoch` are still its own, so that one that lost its lease changes nothing.
///
/// One item of each consumer, with the shard `#beginning`, keeps where the consumer began: the first positions as JSON in `after`,
/// and in `ended` whether the leases of all of them were created.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-leases")]
#[non_exhaustive]
pub struct Lease {
    /// The name of the consumer, which all its workers have.
    #[faraday(partition_key)]
    pub consumer: String,
    /// The id of the shard.
    #[faraday(sort_key)]
    pub shard: String,
    /// The ARN of the stream.
    pub stream: String,
    /// The worker that reads the shard; `None` if none does.
    pub owner: Option<String>,
    /// How many times the owner changed.
    pub epoch: u64,
    /// How many times the owner renewed the lease.
    pub heartbeat: u64,
    /// The worker that asked for the lease, to have as many as the others.
    pub wanted_by: Option<String>,
    /// The sequence number of the last change that was handled.
    pub after: Option<String>,
    /// Where nothing was handled yet: the time, in epoch seconds, at which the consumer began.
    pub since: Option<u64>,
    /// Whether the shard was read to its end.
    pub ended: bool,
}

impl Lease {
    /// A lease that nobody has.
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

    /// The lease of a shard that no worker holds, for tests of your own code. Its fields can be changed. Needs the feature `testing`.
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
