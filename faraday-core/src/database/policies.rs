//! The settings for all operations of a database: [`Policies`].

use std::time::Duration;

use super::observe::Observers;
use super::rate_limit::RateLimit;
use super::retry_policy::RetryPolicy;

/// The settings for all operations of a database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policies {
    /// The delay after which a read is sent a second time; `None` for never.
    pub(super) hedge: Option<Duration>,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) rate: Option<RateLimit>,
    pub(super) observers: Observers,
}

impl Policies {
    pub(crate) fn hedge(&self) -> Option<Duration> {
        self.hedge
    }

    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.retry
    }

    pub(crate) fn rate(&self) -> Option<&RateLimit> {
        self.rate.as_ref()
    }

    pub(crate) fn observers(&self) -> &Observers {
        &self.observers
    }
}
