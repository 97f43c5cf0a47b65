//! The position in a shard: [`Position`].

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::changes::record::Record;
use crate::changes::requests::Start;

/// The largest difference between DynamoDB's clock and this machine's: with a larger one, DynamoDB refuses requests.
const SKEW: Duration = Duration::from_secs(300);

/// The position in a shard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::changes) enum Position {
    /// Nothing was read: begins with the oldest change.
    Horizon,
    /// Nothing was read: begins with the changes since this time, in epoch seconds. Until the first change there is no sequence number, so
    /// the position "now" can only keep a time.
    Since(u64),
    /// The sequence number of the last change that was read.
    After(String),
    /// The shard is closed, and was read to its end.
    Ended,
}

impl Position {
    /// Returns the position "now".
    pub(in crate::changes) fn since(now: SystemTime) -> Self {
        Self::Since(now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs())
    }

    /// Returns the start of an iterator for this position.
    pub(super) fn start(&self) -> Start {
        match self {
            // The reader skips the changes before the time.
            Self::Horizon | Self::Since(_) | Self::Ended => Start::Horizon,
            Self::After(number) => Start::After(number.clone()),
        }
    }

    /// Returns the last sequence number that was read.
    pub(super) fn sequence_number(&self) -> Option<&str> {
        match self {
            Self::After(number) => Some(number),
            _ => None,
        }
    }

    /// Whether the record is before the position. A record without a time never is.
    pub(super) fn is_after(&self, record: &Record) -> bool {
        let Self::Since(seconds) = self else { return false };
        let since = SystemTime::UNIX_EPOCH + Duration::from_secs(*seconds);
        record.time().and_then(|time| time.checked_add(SKEW)).is_some_and(|time| time < since)
    }
}
