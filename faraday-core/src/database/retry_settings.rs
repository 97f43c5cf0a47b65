//! When a request is sent again: [`RetrySettings`].

use std::time::Duration;

/// When to stop sending a request again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetrySettings {
    /// Give up after this many attempts in a row without progress.
    pub(crate) max_attempts: u32,
    /// Give up after this time without progress.
    pub(crate) timeout: Duration,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self { max_attempts: 10, timeout: Duration::from_secs(120) }
    }
}
