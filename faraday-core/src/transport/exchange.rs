//! Records the outcome of each attempt of one request: [`Exchange`].
//!
//! The SDK sends a request up to three times and reports only the last attempt. If the first attempt of a write was done and the second
//! was throttled, the SDK reports a throttled write. So the interceptors count what was sent and what was answered.

use std::io;
use std::iter::successors;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use aws_smithy_runtime_api::client::interceptors::context::Error as ContextError;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::retry::RetryConfig;
use serde::Deserialize;

use super::api::Api;
use super::body_check::check_body;
use super::sdk_config::SdkConfig;
use crate::error::{ErrorKind, Outcome};
use crate::value::debug_without_values;

/// One request with all its attempts, shared by its sender, its interceptor and its deserializer.
#[derive(Default)]
pub(crate) struct Exchange {
    /// The SDK's retries of this request, if they differ from the client's.
    retries: Option<RetryConfig>,
    /// The configuration of this request, if it differs from the client's.
    pub(super) sdk_config: Option<SdkConfig>,
    /// The current attempt was sent, and no answer says yet whether it was done.
    open: AtomicBool,
    /// An earlier attempt has no answer that says whether it was done.
    lost: AtomicBool,
    /// DynamoDB answered an attempt with a success.
    done: AtomicBool,
    /// DynamoDB answered an attempt with an error.
    refused: AtomicBool,
    attempts: AtomicU64,
    received: AtomicU64,
    /// Error answers that report a consumed capacity.
    charged: Mutex<Vec<Vec<u8>>>,
}

debug_without_values!(Exchange);

impl Exchange {
    /// Starts the record of a request with its own retries and configuration, if they are given.
    pub(crate) fn new(retries: Option<RetryConfig>, sdk_config: Option<SdkConfig>) -> Self {
        Self { retries, sdk_config, ..Self::default() }
    }

    /// Starts the record of a second sending of the same request.
    pub(super) fn again(&self) -> Self {
        Self::new(self.retries.clone(), self.sdk_config.clone())
    }

    /// Sets the request's own retries in its configuration.
    pub(super) fn configure(&self, state: &mut Layer) {
        if let Some(retries) = &self.retries {
            state.store_put(retries.clone());
        }
    }

    /// Records that an attempt is about to be sent.
    pub(super) fn attempt(&self) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
        if self.open.swap(true, Ordering::Relaxed) {
            self.lost.store(true, Ordering::Relaxed);
        }
    }

    /// Records an answer whose bytes all arrived.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not those that the service sent. The SDK then sends the request again, as after a lost answer.
    pub(super) fn answer(&self, response: &HttpResponse) -> Result<(), OrchestratorError<ContextError>> {
        let body = response.body().bytes().unwrap_or_default();
        self.received.fetch_add(body.len() as u64, Ordering::Relaxed);
        check_body(response).map_err(|error| OrchestratorError::response(Box::new(error)))?;
        let outcome = if response.status().is_success() {
            self.done.store(true, Ordering::Relaxed);
            Outcome::Done
        } else {
            self.refused.store(true, Ordering::Relaxed);
            self.keep_charged(body);
            outcome_of_refusal(response)
        };
        if outcome != Outcome::Unknown {
            self.open.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Records that an attempt ended without an answer. Without a connection, nothing was sent.
    pub(super) fn failed(&self, error: &OrchestratorError<ContextError>) {
        if error.as_connector_error().is_some_and(has_no_connection) {
            self.open.store(false, Ordering::Relaxed);
        }
    }

    fn keep_charged(&self, body: &[u8]) {
        const NAME: &[u8] = b"ConsumedCapacity";
        if body.windows(NAME.len()).any(|window| window == NAME) {
            self.charged.lock().unwrap_or_else(PoisonError::into_inner).push(body.to_vec());
        }
    }

    /// Whether the service answered an attempt with an error, such as a throttle.
    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Whether the service answered an attempt with a success.
    pub(super) fn is_done(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Whether an attempt before the last one has an unknown outcome.
    pub(crate) fn has_lost_attempt(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Returns the outcome of this request, which changes a table.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.is_done() {
            Outcome::Done
        } else if self.open.load(Ordering::Relaxed) || self.lost.load(Ordering::Relaxed) {
            Outcome::Unknown
        } else {
            Outcome::NotDone
        }
    }

    /// Returns the outcome of all writes of this request, as far as it is known without reading the answer.
    pub(crate) fn outcome_of(&self, api: Api) -> Outcome {
        match (self.outcome(), api) {
            _ if !api.is_write() => Outcome::NotDone,
            // The answer says which writes were not done.
            (Outcome::Done, Api::BatchWriteItem | Api::BatchWriteStatement) => Outcome::Unknown,
            (outcome, _) => outcome,
        }
    }

    /// How often the request was sent.
    pub(crate) fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Relaxed)
    }

    /// Returns the total size of the bodies of all answers, in bytes.
    pub(crate) fn received_bytes(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Takes the bodies of the error answers that report a consumed capacity.
    pub(crate) fn charged(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.charged.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the attempts of another request of the same operation: a hedged read sends two requests.
    pub(super) fn count(&self, other: &Self) {
        self.attempts.fetch_add(other.attempts(), Ordering::Relaxed);
        self.received.fetch_add(other.received_bytes(), Ordering::Relaxed);
    }
}

/// Whether no connection could be made: the address refused it, or the SDK's resolver found no address. Both happen before a byte is sent;
/// any other failure may happen after that.
fn has_no_connection(error: &ConnectorError) -> bool {
    let refused = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    successors(Some(error as &dyn std::error::Error), |error| error.source())
        .any(|error| error.is::<ResolveDnsError>() || error.downcast_ref().is_some_and(refused))
}

/// Returns the outcome of an attempt that was answered with an error.
fn outcome_of_refusal(response: &HttpResponse) -> Outcome {
    if response.status().is_server_error() {
        return Outcome::Unknown;
    }
    // An error answer without DynamoDB's error code comes from a proxy, which may have forwarded the request.
    named_error(response).map_or(Outcome::Unknown, ErrorKind::outcome_of_refusal)
}

/// Reads the name of the error from an answer, from the places where the SDK looks for it.
fn named_error(response: &HttpResponse) -> Option<ErrorKind> {
    #[derive(Deserialize)]
    struct Refusal {
        #[serde(rename = "__type")]
        name: Option<String>,
        code: Option<String>,
    }
    let body = || serde_json::from_slice::<Refusal>(response.body().bytes()?).ok();
    let header = response.headers().get("x-amzn-errortype").map(str::to_owned);
    let name = header.or_else(|| body().and_then(|refusal| refusal.code.or(refusal.name)))?;
    let name = name.split(':').next().unwrap_or_default();
    let name = name.rsplit('#').next().unwrap_or_default();
    (!name.is_empty()).then(|| ErrorKind::from_code(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> OrchestratorError<ContextError> {
        OrchestratorError::connector(ConnectorError::io(io::Error::from(io::ErrorKind::ConnectionRefused).into()))
    }

    #[test]
    fn a_refused_connection_says_nothing_of_an_attempt_before_it() {
        let exchange = Exchange::default();
        exchange.attempt();
        exchange.failed(&refused());
        exchange.attempt();
        exchange.failed(&refused());
        assert_eq!(exchange.outcome(), Outcome::NotDone);
        exchange.attempt(); // broke off
        exchange.attempt();
        exchange.failed(&refused());
        assert_eq!(exchange.outcome(), Outcome::Unknown);
    }
}
