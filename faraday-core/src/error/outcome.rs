//! Whether a failed write may have been done: [`Error::is_outcome_unknown`].

use super::{Error, ErrorKind};

impl Error {
    /// Whether it is unknown if the write was done: a request was sent whose answer did not arrive, or the service failed
    /// inside while it worked on it.
    ///
    /// If false, nothing was written, unless it is the error of a batch or of an operation of several requests, which has
    /// accessors of its own. One lost answer is enough: if the request was sent again and then refused, the first attempt may
    /// have been done. A transaction in this state can be sent again: [`Error::resumable_transaction`].
    ///
    /// # Examples
    ///
    /// ```
    /// fn advice(error: &faraday::Error) -> &'static str {
    ///     if error.is_outcome_unknown() { "read the item before you write again" } else { "nothing was written" }
    /// }
    /// # fn check(error: &faraday::Error) -> &'static str { advice(error) }
    /// ```
    ///
    /// See [error handling](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html): after a 500
    /// a write may have been done or not.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.outcome_unknown || self.0.kind == ErrorKind::TransactionInProgress
    }

    /// Records that the write may have been done.
    pub(crate) fn with_outcome_unknown(mut self, unknown: bool) -> Self {
        self.0.outcome_unknown |= unknown;
        self
    }

    /// Records that a later answer showed that the write was not done.
    pub(crate) fn with_outcome_known(mut self) -> Self {
        self.0.outcome_unknown = false;
        self
    }
}
