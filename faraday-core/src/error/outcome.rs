//! The outcome of a write whose operation failed: [`Outcome`], [`Error::outcome`], and the rules that decide it.
//!
//! 1. Until a request of the write is sent, nothing is done. A value that has no form in DynamoDB, an invalid argument and a missing
//!    database are found before that.
//! 2. An attempt is done if DynamoDB answers it with a success. It is not done if DynamoDB refuses it with a known error code
//!    ([`ErrorKind::outcome_of_refusal`]), or if the connection was refused. Anything else leaves it open: no answer, a damaged answer, a
//!    status of 500 or more, a refusal without an error code of DynamoDB.
//! 3. The SDK sends one request up to three times. The write is done if one attempt is done; otherwise it is unknown if one attempt is
//!    open (`transport/exchange.rs`). A refusal of the last attempt says nothing about earlier attempts, except in a transaction, which
//!    DynamoDB recognizes by its token (`operation/transaction/resend.rs`).
//! 4. A successful batch may leave writes undone, and says which. If its answer cannot be read, its writes are unknown.
//! 5. The outcome of an operation with several writes follows from the outcomes of the writes ([`Outcome::and`]).

use super::{Error, ErrorKind};

/// Whether the write of a failed operation was done: see [`Error::outcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was written, and nothing will be: no request was sent, or DynamoDB refused each one. A read never writes, so its
    /// error has this outcome as well.
    NotDone,
    /// Everything was written. A later step failed: the returned item does not fit the struct, or a table
    /// was not ready in time.
    Done,
    /// Some of several writes were done, and the others are known not to be done: see [`Error::batch_failure`].
    PartlyDone,
    /// At least one write may or may not have been done: an answer was lost, late or damaged, or the service had an internal failure.
    Unknown,
}

impl Outcome {
    /// Combines the outcomes of several writes.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::PartlyDone,
        }
    }

    /// Returns the end of a message about a failed write.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::NotDone => "the write was not done",
            Self::Done => "the write was done",
            Self::PartlyDone => "a part of the writes was done",
            Self::Unknown => "it is unknown whether the write was done",
        }
    }
}

impl ErrorKind {
    /// Returns the outcome of an attempt that DynamoDB refuses with an error of this kind.
    pub(crate) fn outcome_of_refusal(self) -> Outcome {
        match self {
            // DynamoDB failed while it worked on the request, or is still working on it.
            Self::InternalServerError | Self::TransactionInProgress => Outcome::Unknown,
            // DynamoDB refused the request before it changed anything. So does a token that was used with other operations: if an earlier
            // attempt of this transaction had been done, the token would belong to its operations.
            Self::ConditionalCheckFailed
            | Self::VersionConflict
            | Self::SchemaVersionMismatch
            | Self::ItemCollectionSizeLimitExceeded
            | Self::LimitExceeded
            | Self::ProvisionedThroughputExceeded
            | Self::ResourceInUse
            | Self::ResourceNotFound
            | Self::RequestLimitExceeded
            | Self::Throttling
            | Self::TransactionConflict
            | Self::ReplicatedWriteConflict
            | Self::DuplicateItem
            | Self::InvalidEndpoint
            | Self::ContinuousBackupsUnavailable
            | Self::TransactionCanceled
            | Self::IdempotentParameterMismatch
            | Self::Validation
            | Self::AccessDenied
            | Self::ExpiredIterator
            | Self::TrimmedData
            // A refusal with a name that faraday does not know.
            | Self::Other => Outcome::NotDone,
            // DynamoDB refuses no request with these. The SDK or faraday finds them.
            Self::TableMismatch
            | Self::Encode
            | Self::Decode
            | Self::ItemTooLarge
            | Self::InvalidArgument
            | Self::InvalidCursor
            | Self::LockLost
            | Self::NotUnique
            | Self::Unprocessed
            | Self::NoDatabase
            | Self::Unreachable
            | Self::Timeout => Outcome::Unknown,
        }
    }
}

impl Error {
    /// Returns whether the write was done: done, not done, partly done, or unknown. It is never a guess.
    ///
    /// One lost answer makes it [`Unknown`](Outcome::Unknown): if the SDK sent the request again and DynamoDB refused that, the first
    /// attempt may have been done. It is also unknown after a status of 500 or more. If the connection was refused, nothing was sent.
    ///
    /// | operation | what the outcome is of |
    /// |---|---|
    /// | `put`, `update`, `delete`, `save` | the write; [`Done`](Outcome::Done) if only the returned item cannot be read |
    /// | `modify` | the write, not the read before it; all attempts to make the change count |
    /// | a batch | all its writes; [`BatchFailure::outcome`](crate::error::BatchFailure::outcome) has that of each |
    /// | a [job](crate::jobs) | all its items; a job that ended before it was through is never [`Done`](Outcome::Done) |
    /// | a transaction | the transaction as a whole; send it again by [`Error::resumable_transaction`] if it is unknown |
    /// | `create`, `update_table`, `delete_table`, `apply` | the change of the table; [`Done`](Outcome::Done) if it was accepted, and the wait for it failed |
    /// | a read | always [`NotDone`](Outcome::NotDone), because there is no write |
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, error::Outcome};
    ///
    /// fn advice(error: &Error) -> &'static str {
    ///     match error.outcome() {
    ///         Outcome::NotDone => "write again",
    ///         Outcome::Done => "do not write again",
    ///         _ => "read the item before you write again",
    ///     }
    /// }
    /// # fn check(error: &Error) -> &'static str { advice(error) }
    /// ```
    ///
    /// See [error handling](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html): after a 500
    /// a write may have been done or not.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome.unwrap_or(Outcome::NotDone)
    }

    /// Returns whether nobody knows if the write was done: [`outcome`](Error::outcome) is [`Outcome::Unknown`].
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.outcome() == Outcome::Unknown
    }

    /// Returns the outcome, if a request of the write was sent.
    pub(crate) fn known_outcome(&self) -> Option<Outcome> {
        self.0.outcome
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    /// Records that an earlier attempt of the same write may have been done.
    pub(crate) fn with_outcome_unknown(self, unknown: bool) -> Self {
        if unknown && self.0.outcome != Some(Outcome::Done) { self.with_outcome(Outcome::Unknown) } else { self }
    }

    /// Records that a later answer showed that the write was not done.
    pub(crate) fn with_outcome_known(self) -> Self {
        self.with_outcome(Outcome::NotDone)
    }

    /// Records that the rest of the operation was not done, and is not under way.
    pub(crate) fn with_rest_not_done(self) -> Self {
        if self.is_outcome_unknown() { self } else { self.with_outcome(Outcome::NotDone) }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{self, Done, NotDone, PartlyDone, Unknown};

    #[test]
    fn the_outcome_of_several_writes_does_not_depend_on_their_order() {
        let all = [NotDone, Done, PartlyDone, Unknown];
        for one in all {
            assert_eq!(one.and(one), one);
            for other in all {
                assert_eq!(one.and(other), other.and(one));
                let unknown = [one, other].contains(&Unknown);
                assert_eq!(one.and(other) == Unknown, unknown, "{one:?} {other:?}");
            }
        }
        assert_eq!(Outcome::and(Done, NotDone), PartlyDone);
    }
}
