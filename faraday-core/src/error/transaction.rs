//! What an error knows about a failed transaction: [`ResumableTransaction`], [`SentOperations`].

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::time::Instant;

use crate::database::Destination;
use crate::encryption::DatabaseKeys;
use crate::schema::{ExpectedVersion, TableSchema};

/// DynamoDB knows a token for ten minutes. The rest is for a request that is under way.
const TOKEN_HOLDS: Duration = Duration::from_secs(8 * 60);

/// One operation of a transaction that was sent.
#[derive(Debug, Clone)]
pub(crate) struct SentOperation {
    /// `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`, `Statement`.
    pub(crate) role: &'static str,
    /// Empty if only the text of a statement names it.
    pub(crate) table: String,
    pub(crate) version: Option<ExpectedVersion>,
    /// Set if its condition asks for the current schema version.
    pub(crate) checked_schema: Option<TableSchema>,
    /// The unique attributes that it guards.
    pub(crate) guarded: Option<&'static [&'static str]>,
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
    /// Its operations are PartiQL statements, which have a request of their own.
    pub(crate) of_statements: bool,
    pub(crate) operations: SentOperations,
    pub(crate) destination: Destination,
    pub(crate) first_sent: FirstSent,
    /// An attempt may have been done.
    pub(crate) was_unknown: bool,
}

/// When a transaction was sent for the first time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstSent {
    clock: Instant,
    /// The clock of the machine goes on while it is suspended; the other one does not.
    time: SystemTime,
}

impl FirstSent {
    pub(crate) fn now() -> Self {
        Self { clock: Instant::now(), time: SystemTime::now() }
    }

    /// How long the transaction may still be sent again, so that DynamoDB still knows its token; `None` if no longer.
    pub(crate) fn time_left(self) -> Option<Duration> {
        let passed = self.clock.elapsed().max(self.time.elapsed().unwrap_or_default());
        TOKEN_HOLDS.checked_sub(passed).filter(|left| !left.is_zero())
    }
}
