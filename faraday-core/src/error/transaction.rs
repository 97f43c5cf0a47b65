//! What an error knows about a failed transaction: [`ResumableTransaction`], [`SentOperations`].

use std::sync::Arc;

use bytes::Bytes;

use crate::database::{Database, RetrySettings};
use crate::encryption::DatabaseKeys;

/// One operation of a transaction that was sent.
#[derive(Debug, Clone)]
pub(crate) struct SentOperation {
    /// `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`.
    pub(crate) role: &'static str,
    pub(crate) table: String,
    /// The version attribute, and the version that the write expects.
    pub(crate) version: Option<(&'static str, u64)>,
}

/// All operations of a transaction that was sent, in their order.
#[derive(Clone)]
pub(crate) struct SentOperations {
    pub(crate) operations: Arc<[SentOperation]>,
    /// The keys that decrypt the items which failed conditions returned.
    pub(crate) keys: DatabaseKeys,
}

/// A transaction that was sent, but whose outcome is unknown: see
/// [`Error::resumable_transaction`](crate::Error::resumable_transaction).
#[must_use = "an operation does nothing until it is awaited"]
#[derive(Clone)]
pub struct ResumableTransaction {
    pub(crate) body: Bytes,
    pub(crate) operations: SentOperations,
    pub(crate) settings: RetrySettings,
    pub(crate) database: Option<Database>,
}
