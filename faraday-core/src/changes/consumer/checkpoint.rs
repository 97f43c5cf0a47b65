//! The position of a consumer in all shards: [`ChangesCheckpoint`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::position::Position;
use crate::error::{Error, ErrorKind, Result};

/// The position of a consumer in all shards of a change stream. You can serialize it, store it, and give it to
/// [`Changes::from`](super::Changes::from) after a restart.
///
/// It belongs to one stream: if the table's stream was disabled and enabled again, the table has another one. It holds the ids of shards
/// and sequence numbers, and no values of items.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// # use faraday::{Database, Item, Table, changes::ChangesCheckpoint};
/// # #[derive(Item)]
/// # #[faraday(table = "orders", stream = new_and_old_images)]
/// # struct Order { #[faraday(partition_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// # Table::<Order>::put(&Order { id: 1 }).on(&db).await?;
/// let mut changes = Table::<Order>::changes().on(&db).stream();
/// let change = changes.try_next().await?;
/// // … when the change is handled:
/// let saved = serde_json::to_string(&changes.checkpoint())?;
///
/// // After a restart:
/// let checkpoint: ChangesCheckpoint = serde_json::from_str(&saved)?;
/// let mut changes = Table::<Order>::changes().from(checkpoint).on(&db).stream();
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesCheckpoint {
    /// The ARN of the stream.
    pub(super) stream: String,
    /// Keyed by shard id. A shard that is missing here begins when its parent has ended.
    pub(super) shards: BTreeMap<String, Position>,
}

impl ChangesCheckpoint {
    /// Returns the ARN of its stream.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.stream
    }

    pub(in crate::changes) fn positions(&self) -> impl Iterator<Item = (String, Position)> {
        self.shards.iter().map(|(shard, position)| (shard.clone(), position.clone()))
    }

    /// # Errors
    ///
    /// When it belongs to another stream.
    pub(super) fn check(&self, stream: &str) -> Result<()> {
        if self.stream == stream {
            return Ok(());
        }
        let message = format!(
            "the checkpoint is of the stream {}, and the table has the stream {stream}: read the new one from its beginning",
            self.stream
        );
        Err(Error::new(ErrorKind::InvalidCursor, message))
    }
}
