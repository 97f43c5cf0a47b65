use crate::Item;

/// A stored lock: an item of the table `faraday-locks`.
///
/// [`Lock`](super::Lock) writes it. Read it to see who holds a lock: `Table::<LockItem>::get("nightly-report")`.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-locks")]
#[non_exhaustive]
pub struct LockItem {
    /// The name of the lock.
    #[faraday(partition_key)]
    pub name: String,
    /// The holder: the name that [`Acquire::owner`](super::Acquire::owner) sets, and a random part. `None` if nobody holds it.
    pub owner: Option<String>,
    /// The number of times that it was acquired.
    pub fence: u64,
    /// The number of times that its holder renewed it.
    pub heartbeat: u64,
    /// How long the holder has it without renewing it, in milliseconds.
    pub lease: u64,
}
