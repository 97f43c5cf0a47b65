//! What became of the attempts of one request: [`Exchange`].
//!
//! The SDK sends a request up to three times and reports the last attempt only. A write whose first attempt was done, and
//! whose second was throttled, would count as throttled. So the interceptors count what was sent and what was answered.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use aws_smithy_runtime_api::client::interceptors::context::Error as ContextError;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::retry::RetryConfig;

use super::body_check::check_body;

/// One request with all its attempts, shared by its sender, its interceptor and its deserializer.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    /// The SDK's retries of this request, if they differ from the client's.
    retries: Option<RetryConfig>,
    /// An attempt was sent and has no answer yet.
    open: AtomicBool,
    /// An attempt before the current one was never answered.
    lost: AtomicBool,
    /// An attempt was answered, and not with a success.
    refused: AtomicBool,
    attempts: AtomicU64,
    received: AtomicU64,
    /// Answers that refused the request and tell a consumed capacity.
    charged: Mutex<Vec<Vec<u8>>>,
}

impl Exchange {
    /// A request with retries of its own.
    pub(crate) fn with_retries(retries: Option<RetryConfig>) -> Self {
        Self { retries, ..Self::default() }
    }

    /// The same request, to be sent a second time.
    pub(super) fn again(&self) -> Self {
        Self::with_retries(self.retries.clone())
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

    /// Records an answer that arrived with all its bytes.
    ///
    /// A failure inside the service is an answer, but it does not say whether a write was done.
    ///
    /// # Errors
    ///
    /// When the bytes are not those that the service sent. The SDK then sends the request again, as after a lost answer.
    pub(super) fn answer(&self, response: &HttpResponse) -> Result<(), OrchestratorError<ContextError>> {
        let body = response.body().bytes().unwrap_or_default();
        self.received.fetch_add(body.len() as u64, Ordering::Relaxed);
        check_body(response).map_err(|error| OrchestratorError::response(Box::new(error)))?;
        if !response.status().is_success() {
            self.refused.store(true, Ordering::Relaxed);
            self.keep_charged(body);
        }
        if !response.status().is_server_error() {
            self.open.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    fn keep_charged(&self, body: &[u8]) {
        const NAME: &[u8] = b"ConsumedCapacity";
        if body.windows(NAME.len()).any(|window| window == NAME) {
            self.charged.lock().unwrap_or_else(PoisonError::into_inner).push(body.to_vec());
        }
    }

    /// Whether the service answered an attempt with an error: it throttled it, say.
    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Whether DynamoDB may have done what was asked without that its answer arrived.
    pub(crate) fn may_be_done(&self) -> bool {
        self.open.load(Ordering::Relaxed) || self.lost.load(Ordering::Relaxed)
    }

    /// How often the request was sent.
    pub(crate) fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Relaxed)
    }

    /// The bytes of the bodies of all answers.
    pub(crate) fn received_bytes(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// The bodies of the answers that refused the request and tell a consumed capacity.
    pub(crate) fn charged(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.charged.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts the attempts of another request of the same operation with this one: a hedged read is two.
    pub(super) fn count(&self, other: &Self) {
        self.attempts.fetch_add(other.attempts(), Ordering::Relaxed);
        self.received.fetch_add(other.received_bytes(), Ordering::Relaxed);
    }
}
