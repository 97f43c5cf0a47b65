//! What a Lambda function answers: [`BatchResponse`].

use std::fmt;

use serde::{Serialize, Serializer};

/// The answer of a Lambda function that reports which records failed: `{"batchItemFailures": [{"itemIdentifier": "…"}]}`.
///
/// The event source mapping must have `ReportBatchItemFailures` among its `FunctionResponseTypes`; otherwise Lambda takes every
/// answer as a success. Lambda sends all records again from the first one that failed, also those after it that succeeded.
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
pub struct BatchResponse {
    #[serde(rename = "batchItemFailures")]
    failures: Vec<Failure>,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A record that was not done.
#[derive(Debug)]
pub struct Failure {
    sequence_number: String,
    error: Option<BoxError>,
}

impl BatchResponse {
    /// No record failed.
    #[must_use]
    pub fn success() -> Self {
        Self::default()
    }

    /// The same, with the record of this sequence number among those that failed.
    #[must_use]
    pub fn failed(mut self, sequence_number: impl Into<String>) -> Self {
        self.failures.push(Failure { sequence_number: sequence_number.into(), error: None });
        self
    }

    /// Whether no record failed.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.failures.is_empty()
    }

    /// The records that failed or were left out, in the order of the batch.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    pub(super) fn of(failures: Vec<Failure>) -> Self {
        Self { failures }
    }
}

impl Failure {
    pub(super) fn new(sequence_number: String, error: Option<BoxError>) -> Self {
        Self { sequence_number, error }
    }

    /// The sequence number of the record.
    #[must_use]
    pub fn sequence_number(&self) -> &str {
        &self.sequence_number
    }

    /// Why it failed; `None` if the handler was not called, because an earlier change of the same item had failed.
    #[must_use]
    pub fn error(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.error.as_deref()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error {
            Some(error) => write!(f, "record {}: {error}", self.sequence_number),
            None => write!(f, "record {}: an earlier change of the item failed", self.sequence_number),
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
        Identifier { item_identifier: &self.sequence_number }.serialize(serializer)
    }
}
