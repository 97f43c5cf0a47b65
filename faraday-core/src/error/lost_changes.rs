//! The changes that a stream removed before they were read: [`LostChanges`].

use std::fmt;

/// The part of a change stream that DynamoDB removed before it was read.
///
/// DynamoDB keeps a change for 24 hours. A consumer that is further behind cannot know how many changes there were, only the sequence
/// numbers between which they were.
///
/// See [data retention](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostChanges {
    shard: String,
    after: Option<String>,
    before: Option<String>,
}

impl LostChanges {
    #[cfg(any(feature = "streams", feature = "testing"))]
    pub(crate) fn new(shard: impl Into<String>, after: Option<String>, before: Option<String>) -> Self {
        Self { shard: shard.into(), after, before }
    }

    /// Returns the shard that had them.
    #[must_use]
    pub fn shard(&self) -> &str {
        &self.shard
    }

    /// Returns the sequence number of the last change that was read; `None` if none was.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Returns the sequence number of the oldest change that is left; `None` if none is left, or if the whole shard is gone.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }
}

impl fmt::Display for LostChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shard, after, before } = self;
        write!(f, "shard {shard}")?;
        if let Some(after) = after {
            write!(f, ", after {after}")?;
        }
        if let Some(before) = before {
            write!(f, ", before {before}")?;
        }
        Ok(())
    }
}
