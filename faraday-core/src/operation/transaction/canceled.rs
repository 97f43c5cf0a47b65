use std::fmt;

use aws_sdk_dynamodb::types::CancellationReason as Reason;

use crate::codec::sdk_map::SdkItem;
use crate::encryption::DatabaseKeys;
use crate::error::{Details, Error, ErrorKind, Result, SentOperation, SentOperations, without_values};
use crate::schema::{AttributeDecryption, Item};

/// The reason why one operation cancelled a transaction: see [`Error::cancellation_reasons`].
#[derive(Clone, Copy)]
pub struct CancellationReason<'e> {
    operation: usize,
    sent: Option<&'e SentOperation>,
    keys: Option<&'e DatabaseKeys>,
    reason: &'e Reason,
}

impl<'e> CancellationReason<'e> {
    /// Returns the position of the operation in the transaction, counted from 0.
    #[must_use]
    pub fn operation(&self) -> usize {
        self.operation
    }

    /// Returns the kind of operation, in DynamoDB's words: `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`; `Statement` for PartiQL.
    #[must_use]
    pub fn role(&self) -> &'e str {
        self.sent.map_or("", |sent| sent.role)
    }

    /// Returns the table of the operation; empty for a PartiQL statement.
    #[must_use]
    pub fn table(&self) -> &'e str {
        self.sent.map_or("", |sent| &sent.table)
    }

    /// Returns the reason: [`ConditionalCheckFailed`](ErrorKind::ConditionalCheckFailed), [`VersionConflict`](ErrorKind::VersionConflict),
    /// [`TransactionConflict`](ErrorKind::TransactionConflict), [`Validation`](ErrorKind::Validation), ….
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match ErrorKind::from_reason(self.reason.code().unwrap_or_default()) {
            ErrorKind::ConditionalCheckFailed if self.has_another_version() => ErrorKind::VersionConflict,
            ErrorKind::ConditionalCheckFailed if self.has_another_schema_version() => ErrorKind::SchemaVersionMismatch,
            kind => kind,
        }
    }

    /// Returns the unique attributes that the operation guards.
    pub(in crate::operation) fn guarded_fields(&self) -> Option<&'static [&'static str]> {
        self.sent.and_then(|sent| sent.guarded)
    }

    /// Returns the stored item that made the operation's condition fail, as it was returned.
    pub(crate) fn stored(&self) -> Option<&'e SdkItem> {
        self.reason.item().filter(|item| !item.is_empty())
    }

    fn has_another_version(&self) -> bool {
        let version = self.sent.and_then(|sent| sent.version);
        version.is_some_and(|version| version.differs(self.reason.item()))
    }

    fn has_another_schema_version(&self) -> bool {
        let schema = self.sent.and_then(|sent| sent.checked_schema.as_deref());
        schema.zip(self.reason.item()).is_some_and(|(schema, item)| schema.has_another_schema_version(item))
    }

    /// Returns DynamoDB's sentence as it was sent. It may quote a value of the request.
    #[must_use]
    pub fn message(&self) -> Option<&'e str> {
        self.reason.message()
    }

    /// Returns the stored item that made the operation's condition fail, if there was one.
    ///
    /// # Errors
    ///
    /// When the item does not fit `I`.
    pub fn current<I: Item>(&self) -> Result<Option<I>> {
        match self.stored() {
            Some(item) => {
                let decryption =
                    AttributeDecryption { keys: self.keys.cloned().unwrap_or_default(), schema: I::SCHEMA };
                decryption.decode(item.clone()).map(Some).map_err(|error| {
                    let table = Some(self.table()).filter(|table| !table.is_empty());
                    let operation =
                        if self.role() == "Statement" { "ExecuteTransaction" } else { "TransactWriteItems" };
                    let error = Error::from(error).with_item_key(decryption.whole_key_of(item));
                    error.with_operation(operation, table)
                })
            }
            None => Ok(None),
        }
    }
}

/// Shows the operation and the reason, without any value.
impl fmt::Debug for CancellationReason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = format!("{} {}", self.role(), self.table());
        write!(f, "operation {} ({}): {:?}", self.operation, what.trim_end(), self.kind())?;
        match self.message().map(without_values) {
            Some(sentence) if !sentence.is_empty() && self.kind().needs_sentence() => write!(f, ": {sentence}"),
            _ => Ok(()),
        }
    }
}

/// Adds the operations that cancelled a transaction, and their reasons, to its error.
pub(in crate::operation) fn explained(error: Error, operations: SentOperations) -> Error {
    let reasons = reasons(&error, Some(&operations));
    let kinds: Vec<ErrorKind> = reasons.iter().map(CancellationReason::kind).collect();
    let lines: Vec<String> = reasons.iter().map(|reason| format!("{reason:?}")).collect();
    let error = if lines.is_empty() {
        error
    } else {
        let message = format!("{}: {}", error.kind().summary(), lines.join("; "));
        error.with_message(message)
    };
    error.with_details(Details::CanceledTransaction { operations, kinds })
}

/// Makes the error of a transaction with these operations, for tests.
#[cfg(feature = "testing")]
pub(in crate::operation) fn canceled_for(error: Error, operations: &[(&'static str, Option<ErrorKind>)]) -> Error {
    use crate::schema::{ExpectedVersion, KeyElement, SchemaVersion, TableSchema};

    // Versions that no stored item has.
    let version = ExpectedVersion { attribute: "", version: u64::MAX, alone: true };
    let schema = TableSchema::new("", KeyElement::of("", crate::value::AttributeType::S));
    let schema = schema.with_schema_version(SchemaVersion::new("", u32::MAX));
    let operations = operations.iter().map(|(role, kind)| SentOperation {
        role,
        table: String::new(),
        version: (*kind == Some(ErrorKind::VersionConflict)).then_some(version),
        checked_schema: (*kind == Some(ErrorKind::SchemaVersionMismatch)).then(|| Box::new(schema)),
        guarded: None,
    });
    explained(error, SentOperations { operations: operations.collect(), keys: DatabaseKeys::default() })
}

impl Error {
    /// Returns the operations that cancelled a transaction, with their reasons; empty for any other error.
    #[must_use]
    pub fn cancellation_reasons(&self) -> Vec<CancellationReason<'_>> {
        match self.details() {
            Details::CanceledTransaction { operations, .. } => reasons(self, Some(operations)),
            Details::ResumableTransaction(transaction) => reasons(self, Some(&transaction.operations)),
            _ => reasons(self, None),
        }
    }
}

fn reasons<'e>(error: &'e Error, operations: Option<&'e SentOperations>) -> Vec<CancellationReason<'e>> {
    let Some(aws_sdk_dynamodb::Error::TransactionCanceledException(canceled)) = error.sdk_error() else {
        return Vec::new();
    };
    let keys = operations.map(|sent| &sent.keys);
    let reasons = canceled.cancellation_reasons().iter().enumerate();
    let reasons = reasons.filter(|(_, reason)| !matches!(reason.code(), None | Some("None")));
    reasons
        .map(|(operation, reason)| {
            let sent = operations.and_then(|sent| sent.operations.get(operation));
            CancellationReason { operation, sent, keys, reason }
        })
        .collect()
}
