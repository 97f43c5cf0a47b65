use std::time::Duration;

use crate::control_plane::failure::{Failure, Outcome, invalid};

/// How long an iterator is valid.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html>
const LIFETIME: Duration = Duration::from_secs(900);

/// The position of a reader in a shard.
#[derive(Debug, Clone)]
pub(super) struct Position {
    pub(super) arn: String,
    pub(super) shard: String,
    /// The lowest sequence number that the reader has not passed.
    pub(super) from: u128,
}

impl Position {
    /// Returns the text for the client, with the time when it was made.
    pub(super) fn to_iterator(&self, now: Duration) -> String {
        format!("{}|1|{}|{}|{}", self.arn, self.shard, self.from, now.as_millis())
    }

    /// Reads an iterator, unless it is too old.
    pub(super) fn of_iterator(iterator: &str, now: Duration) -> Outcome<Self> {
        let (position, made) = read(iterator).ok_or_else(|| invalid("Invalid ShardIterator"))?;
        if now.saturating_sub(made) < LIFETIME {
            return Ok(position);
        }
        Err(Failure::new("ExpiredIteratorException", "The provided iterator exceeds the maximum age allowed."))
    }
}

fn read(iterator: &str) -> Option<(Position, Duration)> {
    let mut parts = iterator.split('|');
    let (arn, _, shard) = (parts.next()?, parts.next()?, parts.next()?);
    let (from, made) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let position = Position { arn: arn.to_owned(), shard: shard.to_owned(), from };
    Some((position, Duration::from_millis(made)))
}
