//! Errors as HTTP answers: a status, and a JSON object with a message.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use faraday::ErrorKind;
use serde::Serialize;

pub type Result<T> = std::result::Result<T, ApiError>;

/// Why a request was not done.
#[derive(Debug)]
pub enum ApiError {
    NoSuchTask,
    NoIdempotencyKey,
    OtherBodyForKey,
    Database(faraday::Error),
}

#[derive(Serialize)]
struct Body {
    error: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::NoSuchTask => (StatusCode::NOT_FOUND, "there is no such task".to_owned()),
            Self::NoIdempotencyKey => (StatusCode::BAD_REQUEST, "the header Idempotency-Key is missing".to_owned()),
            Self::OtherBodyForKey => {
                (StatusCode::UNPROCESSABLE_ENTITY, "this Idempotency-Key was used with another body".to_owned())
            }
            Self::Database(error) => answer(&error),
        };
        (status, Json(Body { error: message })).into_response()
    }
}

/// The message of a client's mistake is for the client. That of any other error is for those who run the service.
fn answer(error: &faraday::Error) -> (StatusCode, String) {
    let status = status(error);
    if status == StatusCode::BAD_REQUEST {
        return (status, error.to_string());
    }
    eprintln!("{status}: {error}");
    (status, status.canonical_reason().unwrap_or_default().to_owned())
}

fn status(error: &faraday::Error) -> StatusCode {
    match error.kind() {
        ErrorKind::InvalidArgument | ErrorKind::InvalidCursor | ErrorKind::Encode | ErrorKind::ItemTooLarge => {
            StatusCode::BAD_REQUEST
        }
        _ if error.is_condition_failed() || error.is_conflict() => StatusCode::CONFLICT,
        _ if error.is_throttled() => StatusCode::SERVICE_UNAVAILABLE,
        _ if error.is_unreachable() => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<faraday::Error> for ApiError {
    fn from(error: faraday::Error) -> Self {
        Self::Database(error)
    }
}
