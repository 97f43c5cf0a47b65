//! From a request's target and body to an HTTP answer: what the engine's own server does around its operations.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::DynoxideError;

use super::dispatch::dispatch;
use super::store::Store;

/// The answer to one request: always one that a server could give, whatever went wrong in the engine.
pub(super) fn answer(store: &Store, target: &str, body: &[u8], number: u64) -> Result<HttpResponse, ConnectorError> {
    let operation = operation(target);
    match dispatch(store, operation, body) {
        None => response(400, UNKNOWN_OPERATION.into(), number),
        Some(Ok(body)) => response(200, body.into(), number),
        Some(Err(error)) => {
            let error = as_sent(operation, error);
            response(error.status_code(), error.to_json().into(), number)
        }
    }
}

const UNKNOWN_OPERATION: &str = r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#;

/// `PutItem` of `DynamoDB_20120810.PutItem`, and nothing of another service's target.
fn operation(target: &str) -> &str {
    ["DynamoDB_20120810.", "DynamoDBStreams_20120810."]
        .iter()
        .find_map(|prefix| target.strip_prefix(prefix))
        .unwrap_or_default()
}

fn response(status: u16, body: SdkBody, number: u64) -> Result<HttpResponse, ConnectorError> {
    let sum = crc32fast::hash(body.bytes().unwrap_or_default());
    let status = StatusCode::try_from(status).map_err(other)?;
    let mut response = HttpResponse::new(status, body);
    let headers = response.headers_mut();
    headers.try_insert("content-type", "application/x-amz-json-1.0").map_err(other)?;
    headers.try_insert("x-amz-crc32", sum.to_string()).map_err(other)?;
    // As long as the service's own, so that code that stores it is tried with the real length.
    headers.try_insert("x-amzn-requestid", format!("EMBEDDED{number:044}")).map_err(other)?;
    Ok(response)
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> ConnectorError {
    ConnectorError::other(Box::new(error), None)
}

/// The error as the service words it for this operation.
///
/// Two variants exist only between the engine's operations and its server: a validation that some operations put into
/// an envelope, and the condition of a PartiQL statement, whose answer is written in a form of its own.
fn as_sent(operation: &str, error: DynoxideError) -> DynoxideError {
    match (operation, error) {
        ("PutItem" | "UpdateItem" | "DeleteItem", DynoxideError::EnvelopedValidation(message)) => {
            DynoxideError::ValidationException(format!("1 validation error detected: {message}"))
        }
        (_, DynoxideError::EnvelopedValidation(message)) => DynoxideError::ValidationException(message),
        ("ExecuteStatement", DynoxideError::ConditionalCheckFailedException(message, Some(item))) => {
            DynoxideError::StatementConditionalCheckFailed(message, item)
        }
        (_, error) => error,
    }
}
