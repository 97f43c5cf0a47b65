//! Turns a request's target and body into an HTTP answer, as the engine's own server does.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::DynoxideError;

use super::dispatch::dispatch;
use super::store::Store;

/// Answers one request. If the engine fails, the answer is still one that a server could give.
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

/// Returns `PutItem` for `DynamoDB_20120810.PutItem`, and an empty name for the target of another service.
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
    // As long as the service's own ids, so that code that stores them is tested with the real length.
    headers.try_insert("x-amzn-requestid", format!("EMBEDDED{number:044}")).map_err(other)?;
    Ok(response)
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> ConnectorError {
    ConnectorError::other(Box::new(error), None)
}

/// Words the error as the service does for this operation.
///
/// Two variants exist only between the engine's operations and its server: a validation error that some operations wrap in another
/// message, and the failed condition of a PartiQL statement, whose answer has its own form.
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
