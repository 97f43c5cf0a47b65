//! When a request is sent again: [`RetrySettings`].

use std::time::Duration;

/// When to stop sending a request again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetrySettings {
    /// How many attempts in a row may make no progress.
    pub(crate) max_attempts: u32,
    /// How long no progress may be made.
    pub(crate) timeout: Duration,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self { max_attempts: 10, timeout: Duration::from_secs(120) }
    }
}
