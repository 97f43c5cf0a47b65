//! A time limit for each HTTP request.

use std::convert::Infallible;
use std::time::Instant;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::AppState;

/// The moment by which a request must be answered. A handler hands it to each of its operations, so that several of them together
/// take no longer than one may.
///
/// A layer that drops the handler's future would also end the request in time. But then nobody learns whether a write was done: the error
/// of an operation says it.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Instant);

impl FromRequestParts<AppState> for Deadline {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        // By tokio's clock, which the time limits of operations use too: a test with a paused clock advances it.
        let now = tokio::time::Instant::now();
        Ok(Self((now + state.timeout).into_std()))
    }
}
