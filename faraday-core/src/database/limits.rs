//! What limits one operation: [`Limits`].

use std::time::Duration;

use tokio::time::Instant;

use super::rate_limit::RateLimit;
use super::retry_policy::RetryPolicy;
use super::tally::Tally;
use crate::transport::SdkConfig;

/// What limits one operation: its time-out, its deadline, its policy of retries, its rate limit and its configuration of the
/// SDK, as far as they are set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits(Option<Box<Set>>);

/// Boxed, so that operations without limits stay small.
#[derive(Debug, Clone, Default)]
struct Set {
    timeout: Option<Duration>,
    deadline: Option<Instant>,
    retry: RetryPolicy,
    rate: Option<RateLimit>,
    /// What the SDK's client has otherwise for this operation.
    sdk_config: Option<SdkConfig>,
    /// The tally of the whole operation, if this is a part of one.
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

    /// Whether the operation has limits of its own.
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

    /// When an operation must end that begins now; `default` is the time-out of its database.
    pub(crate) fn end(&self, default: Option<Duration>) -> Option<Instant> {
        let set = self.0.as_deref();
        let timeout = set.and_then(|set| set.timeout).or(default);
        // A time-out beyond what the clock can count is none.
        let end = timeout.and_then(|time| Instant::now().checked_add(time));
        [end, set.and_then(|set| set.deadline)].into_iter().flatten().min()
    }

    /// The tally of the whole operation, if this is a part of one.
    pub(crate) fn whole(&self) -> Option<&Tally> {
        self.0.as_ref()?.whole.as_ref()
    }

    /// For a part of an operation, which must end when the operation must, and counts with it.
    pub(crate) fn for_part(mut self, end: Option<Instant>, whole: Option<&Tally>) -> Self {
        if end.is_some() || whole.is_some() || self.0.is_some() {
            let set = self.set();
            (set.timeout, set.deadline, set.whole) = (None, end, whole.cloned());
        }
        self
    }

    /// For an operation that is run again later: without the deadline, which may be over by then.
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
