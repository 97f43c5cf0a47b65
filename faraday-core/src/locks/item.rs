use crate::Item;

/// A lock as it is stored: an item of the table `faraday-locks`.
///
/// [`Lock`](super::Lock) writes it. Read it to see who has a lock: `Table::<LockItem>::get("nightly-report")`.
#[derive(Debug, Clone, PartialEq, Eq, Item)]
#[faraday(table = "faraday-locks")]
#[non_exhaustive]
pub struct LockItem {
    /// The name of the lock.
    #[faraday(partition_key)]
    pub name: String,
    /// Who has it: the name that [`Acquire::owner`](super::Acquire::owner) gives, and a random part. `None` if nobody has it.
    pub owner: Option<String>,
    /// How many times it was acquired.
    pub fence: u64,
    /// How many times its owner renewed it.
    pub heartbeat: u64,
    /// For how long the owner has it without renewing it, in milliseconds.
    pub lease: u64,
}
