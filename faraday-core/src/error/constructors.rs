//! Errors for tests: [`Error::of`]. A program does not need to make one.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::error::ThrottlingException;
use aws_sdk_dynamodb::types::{AttributeValue, ThrottlingReason};

use super::{
    BoxError, Cause, Details, Difference, Error, ErrorKind, JobFailure, JobProgress, LostChanges, UnreadableItem,
};
use crate::value::DecodeError;

impl UnreadableItem {
    /// Makes an unreadable item with this key, for tests of your own code. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use aws_sdk_dynamodb::types::AttributeValue;
    /// use faraday::{error::UnreadableItem, value::DecodeError};
    ///
    /// let key = [("id".to_owned(), AttributeValue::N("7".into()))].into();
    /// let bad = UnreadableItem::of(key, DecodeError::expected("N", "S").at_attribute("total"));
    /// assert_eq!(bad.key().to_string(), r#"{"id":7}"#);
    /// ```
    #[must_use]
    pub fn of(key: HashMap<String, AttributeValue>, reason: DecodeError) -> Self {
        Self::with_key(key, Vec::new(), true, reason)
    }
}

impl Error {
    /// Makes an error of this kind, for tests of your own error handling. Needs the feature `testing`.
    ///
    /// It has no cause: [`sdk_error`](Error::sdk_error) is `None`, unless one of the methods for tests adds one. To see the errors of real
    /// requests, use [`Faults`](crate::testing::Faults).
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind};
    ///
    /// /// The HTTP status for an error.
    /// fn status(error: &Error) -> u16 {
    ///     match error.kind() {
    ///         ErrorKind::ConditionalCheckFailed | ErrorKind::VersionConflict => 409,
    ///         _ if error.is_throttled() => 429,
    ///         _ => 500,
    ///     }
    /// }
    ///
    /// assert_eq!(status(&Error::of(ErrorKind::VersionConflict)), 409);
    /// assert_eq!(
    ///     status(&Error::of(ErrorKind::RequestLimitExceeded).in_operation("PutItem", "users")),
    ///     429
    /// );
    /// ```
    #[must_use]
    pub fn of(kind: ErrorKind) -> Self {
        Self::build(kind, None, None)
    }

    /// Sets the [`operation`](Error::operation) and the [`table`](Error::table) of the error. Needs the feature `testing`.
    #[must_use]
    pub fn in_operation(mut self, operation: &'static str, table: impl Into<String>) -> Self {
        self.0.operation = Some(operation);
        self.0.table = Some(table.into());
        self
    }

    /// Makes it unknown whether the write was done, as after a lost answer. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind};
    ///
    /// assert!(Error::of(ErrorKind::Timeout).after_lost_answer().is_outcome_unknown());
    /// ```
    #[must_use]
    pub fn after_lost_answer(self) -> Self {
        self.with_outcome_unknown(true)
    }

    /// Replaces the cause.
    pub(crate) fn with_cause(mut self, cause: impl Into<BoxError>) -> Self {
        self.0.source = Some(Cause::Own(cause.into()));
        self
    }

    /// Makes an error of [`ErrorKind::TableMismatch`] with these [`table_differences`](Error::table_differences). Needs the feature
    /// `testing`.
    #[must_use]
    pub fn of_table_differences(differences: impl IntoIterator<Item = Difference>) -> Self {
        Self::of(ErrorKind::TableMismatch).with_details(Details::TableDifferences(differences.into_iter().collect()))
    }

    /// Makes an error of [`ErrorKind::Throttling`] with one of the [`throttling_reasons`](Error::throttling_reasons): its name and the ARN
    /// of the table or index. Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, error::ThrottlingLimit};
    ///
    /// let table = "arn:aws:dynamodb:eu-west-1:123456789012:table/users";
    /// let error = Error::of_throttling("TableWriteKeyRangeThroughputExceeded", table);
    /// assert!(error.is_throttled());
    /// assert_eq!(error.throttling_reasons()[0].limit(), ThrottlingLimit::KeyRangeThroughput);
    /// ```
    #[must_use]
    pub fn of_throttling(reason: impl Into<String>, resource: impl Into<String>) -> Self {
        let reason = ThrottlingReason::builder().reason(reason).resource(resource).build();
        let throttled = ThrottlingException::builder().throttling_reasons(reason).build();
        Self::caused(ErrorKind::Throttling, aws_sdk_dynamodb::Error::ThrottlingException(throttled))
    }

    /// Makes an error of [`ErrorKind::TrimmedData`] with these [`lost_changes`](Error::lost_changes). Needs the feature `testing`.
    #[must_use]
    pub fn of_lost_changes(lost: LostChanges) -> Self {
        Self::of(ErrorKind::TrimmedData).with_details(Details::LostChanges(lost))
    }
}

impl Error {
    /// Makes an error of this kind for a job with this progress and the errors of these items: see [`job_failure`](Error::job_failure).
    /// Needs the feature `testing`.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind, jobs::JobProgress};
    ///
    /// let mut progress = JobProgress::default();
    /// progress.written = 25;
    /// let error = Error::of_job_failure(ErrorKind::Throttling, progress, []);
    /// assert_eq!(error.job_failure().map(|failure| failure.progress().written), Some(25));
    /// ```
    #[must_use]
    pub fn of_job_failure(kind: ErrorKind, progress: JobProgress, failures: impl IntoIterator<Item = Self>) -> Self {
        let failure = JobFailure::new(progress, failures.into_iter().collect());
        Self::of(kind).with_details(Details::JobFailure(Box::new(failure)))
    }
}

impl Difference {
    /// Makes a difference with these words, for tests: see [`Error::of_table_differences`]. Needs the feature `testing`.
    #[must_use]
    pub fn of(subject: impl Into<String>, live: Option<&str>, declared: Option<&str>) -> Self {
        Self::new(subject, live.map(str::to_owned), declared.map(str::to_owned))
    }
}

impl LostChanges {
    /// Makes lost changes of this shard, between these sequence numbers, for tests: see [`Error::of_lost_changes`]. Needs the feature
    /// `testing`.
    #[must_use]
    pub fn of(shard: impl Into<String>, after: Option<&str>, before: Option<&str>) -> Self {
        Self::new(shard, after.map(str::to_owned), before.map(str::to_owned))
    }
}
