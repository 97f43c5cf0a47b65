//! The position of a parallel scan: [`Checkpoint`].

use serde::{Deserialize, Serialize};

use crate::paging::{CursorScope, Mark};

/// The position of a parallel scan. It can be serialized, stored, and given to
/// [`ParallelScan::resume`](crate::operation::ParallelScan::resume) after a crash.
///
/// No item is lost: a resumed scan returns every item that the stream had not returned. It returns some items twice: those of the current
/// page of each segment. Like a [`Cursor`](crate::paging::Cursor), it is bound to the table that the struct names, and not to the filter.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// # use faraday::{Database, Item, Table, operation::Checkpoint};
/// # #[derive(Item)]
/// # #[faraday(table = "orders")]
/// # struct Order { #[faraday(partition_key)] id: u64 }
/// # let db = Database::embedded()?;
/// # Table::<Order>::create().on(&db).await?;
/// let mut orders = Table::<Order>::scan().parallel(4).on(&db).stream();
/// while let Some(order) = orders.try_next().await? {
///     // … and from time to time:
///     let saved: String = serde_json::to_string(&orders.checkpoint())?;
/// }
/// # let saved = serde_json::to_string(&orders.checkpoint())?;
/// let checkpoint: Checkpoint = serde_json::from_str(&saved)?;
/// let rest = Table::<Order>::scan().parallel(4).resume(checkpoint).on(&db).stream();
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    // Serialized under the name that saved checkpoints have.
    #[serde(rename = "seal")]
    pub(super) scope: u64,
    pub(super) segments: Vec<Mark>,
}

impl Checkpoint {
    /// Returns the position of the only source of [`ParallelItems::of_one`](super::ParallelItems::of_one), if the scope is the same.
    pub(crate) fn of_one(&self, scope: CursorScope) -> Option<Mark> {
        match self.segments.as_slice() {
            [mark] if self.scope == scope.value() => Some(mark.clone()),
            _ => None,
        }
    }
}
