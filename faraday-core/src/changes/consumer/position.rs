//! How far a shard was read: [`Position`].

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::changes::record::Record;
use crate::changes::requests::Start;

/// By how much the clocks of DynamoDB and of this machine may differ: requests with a larger difference are refused.
const SKEW: Duration = Duration::from_secs(300);

/// How far a shard was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::changes) enum Position {
    /// Nothing of it: it begins with the oldest change.
    Horizon,
    /// Nothing of it: it begins with the changes of this time, in epoch seconds. A position "now" has no sequence number as long as
    /// no change comes, so that only the time can be kept.
    Since(u64),
    /// The change of this sequence number is the last that was read.
    After(String),
    /// It is closed, and was read to its end.
    Ended,
}

impl Position {
    /// That of "now".
    pub(in crate::changes) fn since(now: SystemTime) -> Self {
        Self::Since(now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs())
    }

    /// Where an iterator for it starts.
    pub(super) fn start(&self) -> Start {
        match self {
            // The changes before the time are passed over.
            Self::Horizon | Self::Since(_) | Self::Ended => Start::Horizon,
            Self::After(number) => Start::After(number.clone()),
        }
    }

    /// The last sequence number that was read.
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
