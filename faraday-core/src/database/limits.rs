//! The limits of one operation: [`Limits`].

use std::time::Duration;

use tokio::time::Instant;

use super::rate_limit::RateLimit;
use super::retry_policy::RetryPolicy;
use super::tally::Tally;
use crate::transport::SdkConfig;

/// The limits that one operation sets: its time-out, deadline, retry policy, rate limit and SDK configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits(Option<Box<Set>>);

/// Boxed, so that operations without limits stay small.
#[derive(Debug, Clone, Default)]
struct Set {
    timeout: Option<Duration>,
    deadline: Option<Instant>,
    retry: RetryPolicy,
    rate: Option<RateLimit>,
    /// The settings in which this operation differs from the SDK client's configuration.
    sdk_config: Option<SdkConfig>,
    /// The tally of the whole operation, if this is one part of it.
    whole: Option<Tally>,
}

impl Limits {
    pub(crate) fn set_timeout(&mut self, time: Duration) {
        self.set().timeout = Some(time);
    }

    pub(crate) fn set_deadline(&mut self, deadline: Instant) {
        self.set().deadline = Some(deadline);
    }

    pub(crate) fn set_retry(&mut self, policy: RetryPolicy) {
        let set = self.set();
        set.retry = policy.or(set.retry);
    }

    pub(crate) fn set_rate(&mut self, rate: RateLimit) {
        self.set().rate = Some(rate);
    }

    pub(crate) fn set_sdk_config(&mut self, config: SdkConfig) {
        self.set().sdk_config = Some(config);
    }

    pub(crate) fn sdk_config(&self) -> Option<&SdkConfig> {
        self.0.as_ref()?.sdk_config.as_ref()
    }

    /// Whether the operation sets its own limits.
    pub(crate) fn is_set(&self) -> bool {
        let own = |set: &Set| {
            set.timeout.is_some()
                || set.deadline.is_some()
                || set.retry != RetryPolicy::default()
                || set.rate.is_some()
                || set.sdk_config.is_some()
        };
        self.0.as_deref().is_some_and(own)
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.0.as_ref().map(|set| set.retry).unwrap_or_default()
    }

    pub(crate) fn rate(&self) -> Option<&RateLimit> {
        self.0.as_ref()?.rate.as_ref()
    }

    /// Returns when an operation that begins now must end; `default` is the time-out of its database.
    pub(crate) fn end(&self, default: Option<Duration>) -> Option<Instant> {
        let set = self.0.as_deref();
        let timeout = set.and_then(|set| set.timeout).or(default);
        // A time-out that the clock cannot represent counts as none.
        let end = timeout.and_then(|time| Instant::now().checked_add(time));
        [end, set.and_then(|set| set.deadline)].into_iter().flatten().min()
    }

    /// Returns the tally of the whole operation, if this is one part of it.
    pub(crate) fn whole(&self) -> Option<&Tally> {
        self.0.as_ref()?.whole.as_ref()
    }

    /// Limits a part of an operation: it must end when the operation must, and its requests count for the operation.
    pub(crate) fn for_part(mut self, end: Option<Instant>, whole: Option<&Tally>) -> Self {
        if end.is_some() || whole.is_some() || self.0.is_some() {
            let set = self.set();
            (set.timeout, set.deadline, set.whole) = (None, end, whole.cloned());
        }
        self
    }

    /// Limits an operation that runs again later: without the deadline, which may have passed by then.
    pub(crate) fn for_later(mut self) -> Self {
        if let Some(set) = &mut self.0 {
            (set.deadline, set.whole) = (None, None);
        }
        self
    }

    fn set(&mut self) -> &mut Set {
        self.0.get_or_insert_default()
    }
}
