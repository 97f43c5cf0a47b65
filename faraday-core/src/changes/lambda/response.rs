//! The response of a Lambda function: [`BatchResponse`].

use std::fmt;

use serde::{Serialize, Serializer};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The response of a Lambda function that reports which records failed: `{"batchItemFailures": [{"itemIdentifier": "…"}]}`.
///
/// The event source mapping must have `ReportBatchItemFailures` among its `FunctionResponseTypes`; without it, Lambda takes every response
/// as a success. Lambda sends all records again from the first one that failed, including later ones that succeeded.
///
/// [`each_in_order`](super::ChangeBatch::each_in_order) and [`each_concurrently`](super::ChangeBatch::each_concurrently) return it.
///
/// # Examples
///
/// ```
/// use faraday::changes::BatchResponse;
///
/// let response = BatchResponse::success().failed("4421584500000000017450439091");
/// assert_eq!(
///     serde_json::to_string(&response)?,
///     r#"{"batchItemFailures":[{"itemIdentifier":"4421584500000000017450439091"}]}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// See [partial batch responses](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
#[derive(Debug, Default, Serialize)]
#[must_use = "Lambda does not know what failed unless the function returns it"]
pub struct BatchResponse {
    #[serde(rename = "batchItemFailures")]
    failures: Vec<Failure>,
}

/// A record that failed or was left out.
#[derive(Debug)]
pub struct Failure {
    identifier: String,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Error(BoxError),
    /// An earlier change of the same item had failed.
    LeftOut,
    /// The user reported it without an error.
    Reported,
}

impl BatchResponse {
    /// Returns a response without failures.
    pub fn success() -> Self {
        Self::default()
    }

    /// Adds this record to the failures.
    ///
    /// [`ChangeBatch::with_identifiers`](super::ChangeBatch::with_identifiers) gives you the identifier. If Lambda does not know it, or it
    /// is empty, Lambda sends the whole batch again.
    pub fn failed(mut self, identifier: impl Into<String>) -> Self {
        self.failures.push(Failure { identifier: identifier.into(), cause: Cause::Reported });
        self
    }

    /// Whether no record failed.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.failures.is_empty()
    }

    /// Returns the records that failed or were left out, in the order of the batch.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    pub(super) fn of(failures: Vec<Failure>) -> Self {
        Self { failures }
    }
}

impl Failure {
    pub(super) fn new(identifier: String, error: BoxError) -> Self {
        Self { identifier, cause: Cause::Error(error) }
    }

    /// For a record whose handler was not called, because an earlier change of the same item had failed.
    pub(super) fn left_out(identifier: String) -> Self {
        Self { identifier, cause: Cause::LeftOut }
    }

    /// Returns the identifier of the record: its sequence number in Lambda, its event ID in EventBridge Pipes.
    #[must_use]
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Returns why it failed; `None` if it was left out, or reported without an error.
    #[must_use]
    pub fn error(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        match &self.cause {
            Cause::Error(error) => Some(&**error),
            Cause::LeftOut | Cause::Reported => None,
        }
    }

    /// Whether the handler was not called for it, because an earlier change of the same item had failed.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        matches!(self.cause, Cause::LeftOut)
    }
}

/// Shows the error as the handler returned it.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identifier = &self.identifier;
        match &self.cause {
            Cause::Error(error) => write!(f, "record {identifier}: {error}"),
            Cause::LeftOut => write!(f, "record {identifier}: an earlier change of the same item failed"),
            Cause::Reported => write!(f, "record {identifier}: failed"),
        }
    }
}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Identifier<'a> {
            item_identifier: &'a str,
        }
        Identifier { item_identifier: &self.identifier }.serialize(serializer)
    }
}
