//! What became of the attempts of one request: [`Exchange`].
//!
//! The SDK sends a request up to three times and reports the last attempt only. A write whose first attempt was done, and
//! whose second was throttled, would count as throttled. So the interceptors count what was sent and what was answered.

use std::sync::atomic::{AtomicBool, Ordering};

use aws_smithy_runtime_api::client::interceptors::context::Error as ContextError;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};

use super::body_check::check_body;

/// One request with all its attempts, shared by its sender, its interceptor and its deserializer.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    /// An attempt was sent and has no answer yet.
    open: AtomicBool,
    /// An attempt before the current one was never answered.
    lost: AtomicBool,
    /// An attempt was answered, and not with a success.
    refused: AtomicBool,
}

impl Exchange {
    /// Records that an attempt is about to be sent.
    pub(super) fn attempt(&self) {
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
        check_body(response).map_err(|error| OrchestratorError::response(Box::new(error)))?;
        if !response.status().is_success() {
            self.refused.store(true, Ordering::Relaxed);
        }
        if !response.status().is_server_error() {
            self.open.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Whether the service answered an attempt with an error: it throttled it, say.
    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Whether DynamoDB may have done what was asked without that its answer arrived.
    pub(super) fn may_be_done(&self) -> bool {
        self.open.load(Ordering::Relaxed) || self.lost.load(Ordering::Relaxed)
    }
}
