use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::types::CancellationReason as Reason;

use crate::encryption::Keys;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::found_version;
use crate::schema::{Item, Seals};

/// An operation of the transaction that was sent.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) role: &'static str,
    pub(super) table: String,
    /// The attribute with the version that it was checked to be of.
    pub(super) version: Option<(&'static str, u64)>,
}

/// All operations of the transaction that was sent, in their order.
#[derive(Clone)]
pub(super) struct Parts(pub(super) Arc<[Part]>, pub(super) Keys);

/// Why one operation had a transaction cancelled: see [`Error::cancellation_reasons`].
#[derive(Clone, Copy)]
pub struct CancellationReason<'e> {
    operation: usize,
    part: Option<&'e Part>,
    keys: Option<&'e Keys>,
    reason: &'e Reason,
}

impl<'e> CancellationReason<'e> {
    /// Which operation of the transaction it was, counted from 0.
    #[must_use]
    pub fn operation(&self) -> usize {
        self.operation
    }

    /// What the operation is, as DynamoDB names it: `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`.
    #[must_use]
    pub fn role(&self) -> &'e str {
        self.part.map_or("", |part| part.role)
    }

    /// The table it is on.
    #[must_use]
    pub fn table(&self) -> &'e str {
        self.part.map_or("", |part| &part.table)
    }

    /// Why: [`ConditionalCheckFailed`](ErrorKind::ConditionalCheckFailed),
    /// [`VersionConflict`](ErrorKind::VersionConflict), [`TransactionConflict`](ErrorKind::TransactionConflict), [`Validation`](ErrorKind::Validation), ….
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self.reason.code().unwrap_or_default() {
            "ConditionalCheckFailed" if self.has_another_version() => ErrorKind::VersionConflict,
            "ConditionalCheckFailed" => ErrorKind::ConditionalCheckFailed,
            "TransactionConflict" => ErrorKind::TransactionConflict,
            "ItemCollectionSizeLimitExceeded" => ErrorKind::ItemCollectionSizeLimitExceeded,
            "ProvisionedThroughputExceeded" => ErrorKind::ProvisionedThroughputExceeded,
            "ThrottlingError" => ErrorKind::Throttling,
            "ValidationError" => ErrorKind::Validation,
            "AccessDenied" => ErrorKind::AccessDenied,
            _ => ErrorKind::Other,
        }
    }

    fn has_another_version(&self) -> bool {
        let Some((name, expected)) = self.part.and_then(|part| part.version) else { return false };
        found_version(self.reason.item(), name) != expected
    }

    /// What DynamoDB says of it, in its own words.
    #[must_use]
    pub fn message(&self) -> Option<&'e str> {
        self.reason.message()
    }

    /// The item that was there when the operation's condition failed, if there was one.
    ///
    /// # Errors
    ///
    /// When the item does not fit `I`.
    pub fn current<I: Item>(&self) -> Result<Option<I>> {
        match self.reason.item() {
            Some(item) if !item.is_empty() => {
                let seals = Seals { keys: self.keys.cloned().unwrap_or_default(), schema: I::SCHEMA };
                seals.decode(item.clone()).map(Some).map_err(|error| {
                    Error::from(error).with_operation("TransactWriteItems", self.part.map(|part| part.table.as_str()))
                })
            }
            _ => Ok(None),
        }
    }
}

/// Shows which operation and why, not the item.
impl fmt::Debug for CancellationReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "operation {} ({} {}): {:?}", self.operation, self.role(), self.table(), self.kind())
    }
}

/// Says of the error of a transaction which operations had it cancelled.
pub(super) fn explained(error: Error, parts: &Parts) -> Error {
    let error = error.with_outcome(parts.clone());
    let reasons = error.cancellation_reasons();
    if reasons.is_empty() {
        return error;
    }
    let told: Vec<String> = reasons.iter().map(|reason| format!("{reason:?}")).collect();
    let message = format!("{}: {}", error.kind().summary(), told.join("; "));
    let lost_race = reasons.iter().any(|reason| reason.kind() == ErrorKind::VersionConflict);
    error.cancelled(message, lost_race)
}

impl Error {
    /// Which operations had a transaction cancelled, and why; empty if this is not the error of a cancelled transaction.
    #[must_use]
    pub fn cancellation_reasons(&self) -> Vec<CancellationReason<'_>> {
        let Some(aws_sdk_dynamodb::Error::TransactionCanceledException(canceled)) = self.sdk_error() else {
            return Vec::new();
        };
        let parts: Option<&Parts> = self.outcome();
        let part = |operation| parts.and_then(|parts| parts.0.get(operation));
        let reasons = canceled.cancellation_reasons().iter().enumerate();
        let reasons = reasons.filter(|(_, reason)| !matches!(reason.code(), None | Some("None")));
        let keys = parts.map(|parts| &parts.1);
        reasons
            .map(|(operation, reason)| CancellationReason { operation, part: part(operation), keys, reason })
            .collect()
    }
}
