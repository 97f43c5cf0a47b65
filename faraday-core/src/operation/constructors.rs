//! Failed batches and cancelled transactions for tests of your own code.

use std::collections::HashMap;

use aws_sdk_dynamodb::Error as SdkError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason as Reason};

use super::batch::failed_batch;
use super::transaction::canceled_for;
use crate::codec::sdk_map::encode_item;
use crate::error::{Details, Error, ErrorKind, Result};
use crate::schema::Item;

impl Error {
    /// Makes the error of a batch in which DynamoDB did not acknowledge some puts, for tests of your own code: see
    /// [`batch_failure`](Error::batch_failure). Needs the feature `testing`.
    ///
    /// `unwritten` contains positions in `items`, counted from 0.
    ///
    /// # Errors
    ///
    /// When an item has no form in DynamoDB.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Error, ErrorKind, Item};
    /// # #[derive(Debug, PartialEq, Clone, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// let users = [User { id: "ann".into() }, User { id: "bob".into() }];
    /// let error = Error::of_batch(ErrorKind::Unprocessed, &users, &[1])?;
    /// let failure = error.batch_failure().unwrap();
    /// assert_eq!((failure.written(), failure.is_written(1)), (1, false));
    /// assert_eq!(failure.unwritten_items::<User>()?, users[1..]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn of_batch<I: Item>(kind: ErrorKind, items: &[I], unwritten: &[usize]) -> Result<Self> {
        Ok(Self::of(kind).with_details(Details::BatchFailure(failed_batch(items, unwritten)?)))
    }

    /// Makes the error of a cancelled transaction, for tests of your own code: see [`cancellation_reasons`](Error::cancellation_reasons).
    /// Needs the feature `testing`.
    ///
    /// Each element is an operation of the transaction, with its role and its reason; `None` is an operation without a reason. `role` is
    /// DynamoDB's word: `Put`, `Update`, `Delete`, `ConditionCheck`, `Get`. [`with_current`](Error::with_current) adds the stored item of
    /// a failed condition.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind};
    ///
    /// let error =
    ///     Error::of_canceled([("Put", None), ("Update", Some(ErrorKind::ConditionalCheckFailed))]);
    /// assert!(error.is_condition_failed());
    /// let [reason] = error.cancellation_reasons()[..] else { unreachable!() };
    /// assert_eq!((reason.operation(), reason.role()), (1, "Update"));
    /// ```
    #[must_use]
    pub fn of_canceled(operations: impl IntoIterator<Item = (&'static str, Option<ErrorKind>)>) -> Self {
        let operations: Vec<_> = operations.into_iter().collect();
        let reason = |(_, kind): &(_, Option<ErrorKind>)| {
            // An item without the attributes of any struct, whose version is no number.
            let older = || HashMap::from([(String::new(), AttributeValue::Null(true))]);
            let item = (*kind == Some(ErrorKind::SchemaVersionMismatch)).then(older);
            Reason::builder().code(kind.map_or("None", code)).set_item(item).build()
        };
        let reasons = operations.iter().map(reason);
        let canceled = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons.collect()));
        let cause = SdkError::TransactionCanceledException(canceled.build());
        canceled_for(Self::caused(ErrorKind::TransactionCanceled, cause), &operations)
    }

    /// Adds the stored item that made the condition of an operation fail to the error of a cancelled transaction, for tests of your own
    /// code: see [`CancellationReason::current`](crate::operation::CancellationReason::current). Needs the feature `testing`.
    ///
    /// `operation` is the position of the operation, counted from 0. For the error of a single write, call
    /// [`of_condition_failed_with`](Error::of_condition_failed_with).
    ///
    /// # Errors
    ///
    /// When the error has no failed condition of this operation, or the item has no form in DynamoDB.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, ErrorKind, Item};
    ///
    /// #[derive(Debug, PartialEq, Item)]
    /// #[faraday(table = "accounts")]
    /// struct Account {
    ///     #[faraday(partition_key)]
    ///     owner: String,
    ///     balance: i64,
    /// }
    ///
    /// let ann = Account { owner: "ann".into(), balance: 3 };
    /// let error =
    ///     Error::of_canceled([("Put", None), ("Update", Some(ErrorKind::ConditionalCheckFailed))]);
    /// let error = error.with_current(1, &ann)?;
    /// assert_eq!(error.cancellation_reasons()[0].current::<Account>()?, Some(ann));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// See [CancellationReason](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html).
    pub fn with_current<I: Item>(self, operation: usize, current: &I) -> Result<Self> {
        let mut canceled = match self.sdk_error() {
            Some(SdkError::TransactionCanceledException(canceled)) => canceled.clone(),
            _ => TransactionCanceledException::builder().build(),
        };
        let mut reasons = canceled.cancellation_reasons.take().unwrap_or_default();
        let has_failed = |reason: &&mut Reason| reason.code() == Some(code(ErrorKind::ConditionalCheckFailed));
        let Some(reason) = reasons.get_mut(operation).filter(has_failed) else {
            let message = format!(
                "the error has no failed condition of operation {operation}: only an operation with \
                 `Some(ErrorKind::ConditionalCheckFailed)` in `of_canceled` returns the stored item"
            );
            return Err(Self::new(ErrorKind::InvalidArgument, message));
        };
        reason.item = Some(encode_item(current)?);
        canceled.cancellation_reasons = Some(reasons);
        Ok(self.with_cause(SdkError::TransactionCanceledException(canceled)))
    }
}

/// Returns DynamoDB's code for a reason.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ConditionalCheckFailed | ErrorKind::VersionConflict | ErrorKind::SchemaVersionMismatch => {
            "ConditionalCheckFailed"
        }
        ErrorKind::DuplicateItem => "DuplicateItem",
        ErrorKind::TransactionConflict => "TransactionConflict",
        ErrorKind::ItemCollectionSizeLimitExceeded => "ItemCollectionSizeLimitExceeded",
        ErrorKind::ProvisionedThroughputExceeded => "ProvisionedThroughputExceeded",
        ErrorKind::Throttling | ErrorKind::RequestLimitExceeded => "ThrottlingError",
        ErrorKind::Validation => "ValidationError",
        ErrorKind::AccessDenied => "AccessDenied",
        _ => "Unknown",
    }
}
