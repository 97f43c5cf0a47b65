//! The details of a failed transaction: [`ResumableTransaction`], [`SentOperations`].

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::time::Instant;

use crate::database::Destination;
use crate::encryption::DatabaseKeys;
use crate::schema::{ExpectedVersion, TableSchema};

/// DynamoDB remembers a token for ten minutes. The other two minutes are for a request that is under way.
const TOKEN_HOLDS: Duration = Duration::from_secs(8 * 60);

/// One operation of a transaction that was sent.
#[derive(Debug, Clone)]
pub(crate) struct SentOperation {
    /// `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`, `Statement`.
    pub(crate) role: &'static str,
    /// Empty if only the text of a statement names the table.
    pub(crate) table: String,
    pub(crate) version: Option<ExpectedVersion>,
    /// The table, if the operation's condition asks for the current schema version. In a box, because most operations have none.
    pub(crate) checked_schema: Option<Box<TableSchema>>,
    /// The unique attributes that this operation guards.
    pub(crate) guarded: Option<&'static [&'static str]>,
}

/// All operations of a transaction that was sent, in order.
#[derive(Clone)]
pub(crate) struct SentOperations {
    pub(crate) operations: Arc<[SentOperation]>,
    /// The keys that decrypt the items that failed conditions returned.
    pub(crate) keys: DatabaseKeys,
}

/// A transaction that was sent, but whose outcome is unknown: see
/// [`Error::resumable_transaction`](crate::Error::resumable_transaction).
#[must_use = "an operation does nothing until it is awaited"]
#[derive(Clone)]
pub struct ResumableTransaction {
    pub(crate) body: Bytes,
    /// Whether its operations are PartiQL statements, which have their own request.
    pub(crate) of_statements: bool,
    pub(crate) operations: SentOperations,
    pub(crate) destination: Destination,
    pub(crate) first_sent: FirstSent,
    /// Whether an attempt may have been done.
    pub(crate) was_unknown: bool,
}

/// The time when a transaction was first sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstSent {
    clock: Instant,
    /// The clock of the machine also runs while the machine is suspended; the other clock does not.
    time: SystemTime,
}

impl FirstSent {
    pub(crate) fn now() -> Self {
        Self { clock: Instant::now(), time: SystemTime::now() }
    }

    /// Returns how long the transaction may still be sent again, while DynamoDB remembers its token; `None` if that time is over.
    pub(crate) fn time_left(self) -> Option<Duration> {
        let passed = self.clock.elapsed().max(self.time.elapsed().unwrap_or_default());
        TOKEN_HOLDS.checked_sub(passed).filter(|left| !left.is_zero())
    }
}
