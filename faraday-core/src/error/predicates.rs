//! Predicates of [`Error`], by its kind and by the reasons why a transaction was cancelled: the methods `is_…`.

use super::{Details, Error, ErrorKind};

impl Error {
    /// Whether a condition of a write did not hold, so that nothing was written. For a transaction: the condition of any of its writes. It
    /// is also true for a PartiQL `INSERT` that found an item with the same key.
    ///
    /// If an earlier attempt was not answered ([`is_outcome_unknown`](Error::is_outcome_unknown)), the condition may have failed
    /// because that attempt was done.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        let is_failed_condition = |kind: &ErrorKind| {
            matches!(kind, ErrorKind::ConditionalCheckFailed | ErrorKind::VersionConflict | ErrorKind::DuplicateItem)
        };
        match &self.0.details {
            Details::CanceledTransaction { kinds, .. } => kinds.iter().any(is_failed_condition),
            _ => {
                is_failed_condition(&self.0.kind)
                    || self.has_reason("ConditionalCheckFailed")
                    || self.has_reason("DuplicateItem")
            }
        }
    }

    /// Whether somebody else wrote the item since it was read, so that nothing was written. For a transaction: any of its items.
    ///
    /// If an earlier attempt of an update or delete was not answered, and the stored item may be what that attempt left, this is false: the
    /// error is a [failed condition](Error::is_condition_failed) whose outcome is [unknown](Error::is_outcome_unknown). Read the item to
    /// decide. A put of an item with a version finds its own item, and succeeds.
    #[must_use]
    pub fn is_version_conflict(&self) -> bool {
        self.has_kind(ErrorKind::VersionConflict)
    }

    /// Whether an update was refused because the stored item has another
    /// [schema version](derive@crate::Item#schema-versions) than the struct. Nothing was written. For a transaction: whether one of its
    /// operations was refused for this reason.
    ///
    /// A service that returns no item with a failed condition, as some emulators do, does not show the reason. There the error is a
    /// failed condition: [`is_condition_failed`](Error::is_condition_failed).
    #[must_use]
    pub fn is_schema_version_mismatch(&self) -> bool {
        self.has_kind(ErrorKind::SchemaVersionMismatch)
    }

    /// Whether the error is of this kind, or is that of a transaction with such a reason.
    fn has_kind(&self, kind: ErrorKind) -> bool {
        self.0.kind == kind
            || matches!(&self.0.details, Details::CanceledTransaction { kinds, .. } if kinds.contains(&kind))
    }

    /// Whether this is one of the reasons why a transaction was cancelled.
    fn has_reason(&self, code: &str) -> bool {
        let Some(aws_sdk_dynamodb::Error::TransactionCanceledException(canceled)) = self.sdk_error() else {
            return false;
        };
        canceled.cancellation_reasons().iter().any(|reason| reason.code() == Some(code))
    }

    /// Whether a transaction was cancelled only for temporary reasons: conflicts and throttles.
    pub(crate) fn was_put_off(&self) -> bool {
        let Some(aws_sdk_dynamodb::Error::TransactionCanceledException(canceled)) = self.sdk_error() else {
            return false;
        };
        let mut codes = canceled.cancellation_reasons().iter().filter_map(|reason| reason.code());
        let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
        codes.clone().any(|code| code != "None") && codes.all(|code| code == "None" || passing.contains(&code))
    }

    /// Whether DynamoDB throttled the request: the same request can succeed later. [`throttling_reasons`](Error::throttling_reasons) says
    /// which limit was exceeded.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::ProvisionedThroughputExceeded | ErrorKind::RequestLimitExceeded | ErrorKind::Throttling
        ) || self.has_reason("ThrottlingError")
            || self.has_reason("ProvisionedThroughputExceeded")
    }

    /// Whether the table or index does not exist, or is not yet ready for use.
    #[must_use]
    pub fn is_table_not_found(&self) -> bool {
        self.0.kind == ErrorKind::ResourceNotFound
    }

    /// Whether the table exists already, or is being created, updated or deleted.
    #[must_use]
    pub fn is_table_in_use(&self) -> bool {
        self.0.kind == ErrorKind::ResourceInUse
    }

    /// Whether another transaction held an item, or a request in another Region was changing it, and nothing else was wrong. The same
    /// request can succeed later.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::TransactionConflict | ErrorKind::TransactionInProgress | ErrorKind::ReplicatedWriteConflict
        ) || (self.has_reason("TransactionConflict") && self.was_put_off())
    }

    /// Whether DynamoDB found an error in the request itself. Sending it again will not help.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.0.kind == ErrorKind::Validation
    }

    /// Whether a stored item does not fit the struct: see [`Error::decode_error`].
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether a lock was lost: see [`Lock`](crate::locks::Lock).
    #[must_use]
    pub fn is_lock_lost(&self) -> bool {
        self.0.kind == ErrorKind::LockLost
    }

    /// Whether no answer came: the endpoint could not be reached, the time-out passed, or the answer broke off.
    ///
    /// A write whose answer was lost may have been done.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unreachable | ErrorKind::Timeout)
    }

    /// Whether sending the same request again may succeed: it was throttled, not answered, failed in the service, or met a write in
    /// another Region.
    pub(crate) fn may_succeed_later(&self) -> bool {
        if self.0.kind == ErrorKind::TransactionCanceled {
            return self.was_put_off();
        }
        self.is_throttled()
            || self.is_unreachable()
            || matches!(self.0.kind, ErrorKind::InternalServerError | ErrorKind::ReplicatedWriteConflict)
    }
}
