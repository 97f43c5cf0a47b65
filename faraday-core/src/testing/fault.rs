//! The faults of a request: [`Fault`].

use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;

/// What goes wrong with one request.
///
/// The SDK sends a request again after most of these faults, three times in all by default. An operation fails if every attempt fails.
///
/// See [error handling with DynamoDB](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Fault {
    /// `ProvisionedThroughputExceededException`: the table's throughput is exceeded. Nothing is applied.
    Throttled,
    /// `ThrottlingException`: too many requests in a short time, as control-plane operations and on-demand tables answer.
    /// Nothing is applied.
    Throttling,
    /// `RequestLimitExceeded`: the throughput of the account is exceeded. Nothing is applied.
    RequestLimitExceeded,
    /// Status 500, `InternalServerError`. Nothing is applied.
    InternalServerError,
    /// Status 503, `ServiceUnavailable`. Nothing is applied.
    ServiceUnavailable,
    /// The connection breaks before the request arrives. Nothing is applied.
    Disconnected,
    /// The request is applied, and the connection breaks before the answer arrives.
    AnswerLost,
    /// The request is applied, and the connection breaks in the body of the answer.
    AnswerCut,
    /// The request is applied, and one byte of the body of its answer is damaged.
    AnswerGarbled {
        /// Whether the checksum of the undamaged body arrives (`x-amz-crc32`), which shows the damage.
        checksum: bool,
    },
    /// The request is applied, and the body of its answer is replaced.
    AnswerReplaced {
        /// Makes the new body from this one.
        body: fn(&[u8]) -> Vec<u8>,
        /// Whether the checksum of the engine's body arrives (`x-amz-crc32`).
        checksum: bool,
    },
    /// This answer arrives instead of the engine's. Nothing is applied. For errors of DynamoDB, see [`Fault::refused`].
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The request is applied after this time.
    Delayed(Duration),
    /// The request is applied, and its answer arrives after this time.
    AnswerDelayed(Duration),
    /// The request does not arrive, and no answer comes. Without a time-out the operation waits forever. Nothing is applied.
    NoAnswer,
    /// These writes or keys of a batch are not applied, and are answered as `UnprocessedItems` or `UnprocessedKeys`. They are counted from
    /// 0, table by table in the order of the tables' names. A request that is not a batch is applied without a fault.
    Unprocessed(Vec<usize>),
}

impl Fault {
    /// Returns a fault that answers with this error of DynamoDB's API, by its name, and status 400. Nothing is applied.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::testing::{Fault, Faults};
    ///
    /// Faults::new().fail_next("TransactWriteItems", Fault::refused("TransactionInProgressException"));
    /// ```
    ///
    /// See [common errors](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html).
    #[must_use]
    pub fn refused(code: &str) -> Self {
        Self::Answer { status: 400, body: error_body(code) }
    }
}

fn error_body(code: &str) -> String {
    serde_json::json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "injected by the test" })
        .to_string()
}

/// Returns an error of DynamoDB as an answer.
pub(super) fn error(status: u16, code: &str) -> Result<HttpResponse, ConnectorError> {
    answer(status, error_body(code))
}

/// Returns an answer in DynamoDB's form, for an HTTP client of your own that replaces an engine.
///
/// # Errors
///
/// When `status` is not an HTTP status.
///
/// # Examples
///
/// ```
/// let answer = faraday::testing::answer(200, r#"{"TableNames":["users"]}"#)?;
/// assert_eq!(answer.headers().get("content-type"), Some("application/x-amz-json-1.0"));
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
///
/// See [the format of DynamoDB's answers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html).
pub fn answer(status: u16, body: impl Into<SdkBody>) -> Result<HttpResponse, ConnectorError> {
    let status = status.try_into().map_err(|error| ConnectorError::user(Box::new(error)))?;
    let mut response = HttpResponse::new(status, body.into());
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response.headers_mut().insert("x-amzn-requestid", "CANNED");
    Ok(response)
}

/// Returns the error of a broken connection.
pub(super) fn broken(when: &str) -> ConnectorError {
    let error = std::io::Error::new(std::io::ErrorKind::ConnectionReset, format!("connection reset {when}"));
    ConnectorError::io(Box::new(error))
}
