//! When to ask again.

use std::time::Duration;

use tokio::time::Instant;

const FIRST: Duration = Duration::from_millis(25);
const LONGEST: Duration = Duration::from_secs(5);

/// How long something is asked again that DynamoDB put off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// How often in a row without any progress.
    pub(crate) attempts: u32,
    /// How long in all.
    pub(crate) within: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 10, within: Duration::from_secs(120) }
    }
}

/// Exponential back-off with full jitter, so that many clients that were put off together do not come back together.
///
/// See [the AWS architecture blog](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
#[derive(Debug)]
pub(crate) struct Backoff {
    patience: Patience,
    start: Instant,
    attempt: u32,
    first: Duration,
    longest: Duration,
}

impl Backoff {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience, start: Instant::now(), attempt: 0, first: FIRST, longest: LONGEST }
    }

    /// With short pauses: for a race, where who loses waits for one answer to another and not for a service to recover.
    pub(crate) fn brief(patience: Patience) -> Self {
        Self { first: Duration::from_millis(5), longest: Duration::from_millis(100), ..Self::new(patience) }
    }

    /// Something was done: the next pause is short again.
    pub(crate) fn progress(&mut self) {
        self.attempt = 0;
    }

    /// How long to wait before the next attempt; `None` if it is time to give up.
    pub(crate) fn pause(&mut self) -> Option<Duration> {
        self.attempt += 1;
        if self.attempt >= self.patience.attempts {
            return None;
        }
        let longest = self.first.saturating_mul(1 << self.attempt.min(16).saturating_sub(1)).min(self.longest);
        let pause = longest.mul_f64(0.5 + fastrand::f64() / 2.0);
        (self.start.elapsed() + pause <= self.patience.within).then_some(pause)
    }
}
