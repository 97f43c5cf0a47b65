//! Errors: [`Error`], its [`ErrorKind`], and the details of a batch, a transaction or a job that failed.

// `Error` is on the same floor as `database`, because its details may hold the database on which a batch or transaction is sent again. The
// floors below return `EncodeError` and `DecodeError`.

mod batch_failure;
mod cause;
#[cfg(feature = "testing")]
mod constructors;
mod details;
mod difference;
mod display;
mod from_sdk;
mod job_failure;
mod kind;
mod lost_changes;
mod outcome;
mod predicates;
mod service_message;
mod throttling;
mod transaction;
mod unreadable_item;

pub use batch_failure::BatchFailure;
pub(crate) use batch_failure::SendSettings;
use cause::{Cause, SdkCause};
pub(crate) use details::Details;
pub use difference::Difference;
pub use job_failure::{JobFailure, JobProgress};
pub use kind::ErrorKind;
pub use lost_changes::LostChanges;
pub use outcome::Outcome;
pub(crate) use service_message::without_values;
pub use throttling::{ThrottlingLimit, ThrottlingReason};
pub use transaction::ResumableTransaction;
pub(crate) use transaction::{FirstSent, SentOperation, SentOperations};
pub use unreadable_item::{UnreadableItem, UnreadableKey};

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::sdk_map::SdkItem;
use crate::value::{DecodeError, EncodeError, Refusal};

/// The result of faraday's operations.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why an operation failed.
///
/// An error has its [`kind`](Error::kind), the DynamoDB operation (`GetItem`) and its table; [`source`](std::error::Error::source) is the
/// cause. Neither its message nor its debug output contains a value that is stored in an item, and neither do those of the cause. So if
/// DynamoDB refused the request, the cause is not the SDK's own error, which holds items and quotes values.
/// [`sdk_error`](Error::sdk_error) returns that error.
///
/// # Examples
///
/// ```
/// use faraday::{Error, ErrorKind};
///
/// fn retry_later(error: &Error) -> bool {
///     error.is_throttled() || error.kind() == ErrorKind::Timeout
/// }
/// # fn check(error: &Error) -> bool { retry_later(error) }
/// ```
///
/// See [Error handling with DynamoDB](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    table: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    source: Option<Cause>,
    details: Details,
    /// The part of the operation that failed: `item 3`.
    part: Option<String>,
    /// DynamoDB's sentence, without the values that it quotes.
    service_message: Option<String>,
    /// `None` if no request that writes was sent.
    outcome: Option<Outcome>,
    /// The key of the item that cannot be read.
    item_key: Option<SdkItem>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::build(kind, Some(message.into()), None)
    }

    pub(crate) fn caused(kind: ErrorKind, source: impl Into<BoxError>) -> Self {
        Self::build(kind, None, Some(Cause::Own(source.into())))
    }

    /// Makes an error from one of the SDK; `refusal` is the service's error, for [`sdk_error`](Self::sdk_error).
    fn caused_by_sdk(kind: ErrorKind, shown: SdkCause, refusal: Option<BoxError>) -> Self {
        Self::build(kind, None, Some(Cause::Sdk(shown, refusal)))
    }

    fn build(kind: ErrorKind, message: Option<String>, source: Option<Cause>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            table: None,
            message,
            request_id: None,
            source,
            details: Details::None,
            part: None,
            service_message: None,
            outcome: None,
            item_key: None,
        }))
    }

    pub(crate) fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_message(mut self, message: String) -> Self {
        self.0.message = Some(message);
        self
    }

    /// Adds the key of the item that cannot be read.
    pub(crate) fn with_item_key(mut self, key: Option<SdkItem>) -> Self {
        self.0.item_key = key;
        self
    }

    /// Names the part of the operation that failed: `item 3`.
    pub(crate) fn with_part(mut self, part: String) -> Self {
        self.0.part = Some(part);
        self
    }

    /// Returns the part of the operation that failed.
    pub(crate) fn part(&self) -> Option<&str> {
        self.0.part.as_deref()
    }

    pub(crate) fn with_details(mut self, details: Details) -> Self {
        self.0.details = details;
        self
    }

    pub(crate) fn details(&self) -> &Details {
        &self.0.details
    }

    /// Adds the operation and the table, unless the error names them already.
    pub(crate) fn with_operation(mut self, operation: &'static str, table: Option<&str>) -> Self {
        self.0.operation.get_or_insert(operation);
        if self.0.table.is_none() {
            self.0.table = table.map(str::to_owned);
        }
        self
    }

    /// Gives another error the operation and the table of this one.
    pub(crate) fn with_context_of(&self, error: impl Into<Self>) -> Self {
        let mut error = error.into();
        error.0.operation = self.0.operation;
        error.0.table.clone_from(&self.0.table);
        error
    }

    #[cfg(feature = "embedded")]
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(Cause::Own(source.into()));
        self
    }

    /// Adds DynamoDB's sentence, without the values that it quotes.
    fn with_service_message(mut self, message: Option<&str>) -> Self {
        self.0.service_message = message.map(service_message::without_values).filter(|message| !message.is_empty());
        self
    }

    pub(crate) fn with_request_id(mut self, request_id: Option<&str>) -> Self {
        self.0.request_id = request_id.map(str::to_owned);
        self
    }

    /// Returns the primary key of the item that does not fit the struct, or that a job could not write. The item comes from a read, a
    /// change, or a write that returns it. The key holds stored values, which no message shows. `None` if the key was not read, for
    /// example by a [`select`](crate::operation::Query::select) without it.
    #[must_use]
    pub fn item_key(&self) -> Option<&HashMap<String, AttributeValue>> {
        self.0.item_key.as_ref()
    }

    /// Returns how the live table differs from the declared one, for [`ErrorKind::TableMismatch`]; empty for other errors.
    #[must_use]
    pub fn table_differences(&self) -> &[Difference] {
        match &self.0.details {
            Details::TableDifferences(differences) => differences,
            _ => &[],
        }
    }

    /// Returns how far the job went, if this is the error of one of the [`jobs`](crate::jobs).
    #[must_use]
    pub fn job_failure(&self) -> Option<&JobFailure> {
        match &self.0.details {
            Details::JobFailure(failure) => Some(failure),
            _ => None,
        }
    }

    /// Returns which changes a stream no longer has, for an [`ErrorKind::TrimmedData`] of a consumer of [`changes`](crate::changes).
    #[must_use]
    pub fn lost_changes(&self) -> Option<&LostChanges> {
        match &self.0.details {
            Details::LostChanges(lost) => Some(lost),
            _ => None,
        }
    }

    /// Returns the kind of the error, with DynamoDB's own names.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the DynamoDB operation that failed: `GetItem`, `Query`, …
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation
    }

    /// Returns the name of the operation's table, with the database's prefix.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// Returns the id that DynamoDB gave the request. AWS support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the place and cause, if a stored item does not fit the struct.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.source.as_ref().and_then(Cause::typed)
    }

    /// Returns the place and cause, if a value has no form in DynamoDB.
    #[must_use]
    pub fn encode_error(&self) -> Option<&EncodeError> {
        self.0.source.as_ref().and_then(Cause::typed)
    }

    /// Returns DynamoDB's own sentence about a request that it refused, without the values that it quotes.
    ///
    /// It is also part of the message. [`sdk_error`](Error::sdk_error) has the sentence as it was sent.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// # let db = Database::embedded()?;
    /// let error = Table::<User>::get("ann").on(&db).await.unwrap_err();
    /// assert!(error.is_table_not_found());
    /// assert!(error.to_string().ends_with(error.service_message().unwrap()));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.0.service_message.as_deref()
    }

    /// Returns DynamoDB's own error, with the SDK's type.
    ///
    /// It may hold the item that failed a condition, and sentences that quote values; its debug output shows both. So it is not the
    /// [`source`](std::error::Error::source).
    #[must_use]
    pub fn sdk_error(&self) -> Option<&aws_sdk_dynamodb::Error> {
        self.0.source.as_ref().and_then(Cause::typed)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_ref()?.shown();
        // The message already shows it.
        let shown = self.0.message.is_none() && (source.is::<DecodeError>() || source.is::<EncodeError>());
        if shown { source.source() } else { Some(source) }
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        match error.refusal() {
            Refusal::NoForm => Self::caused(ErrorKind::Encode, error),
            Refusal::ItemTooLarge => Self::new(ErrorKind::ItemTooLarge, error.to_string()),
            Refusal::InvalidArgument => Self::new(ErrorKind::InvalidArgument, error.to_string()),
        }
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::caused(ErrorKind::Decode, error)
    }
}
