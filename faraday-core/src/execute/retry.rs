//! Runs the retry policy: how often, and after which pauses, a throttled or unprocessed request is sent again.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::execution::Execution;
use super::span::retrying;
use crate::database::RetrySettings;
use crate::error::{Error, Result};
use crate::transport::{Api, Reply};

/// Exponential back-off with jitter, so that clients that were throttled at the same time do not retry at the same time.
///
/// See [the AWS architecture blog](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
#[derive(Debug)]
pub(crate) struct Backoff {
    settings: RetrySettings,
    start: Instant,
    attempt: u32,
    /// How many times the pause was doubled.
    doubled: u32,
}

impl Backoff {
    pub(crate) fn new(settings: RetrySettings) -> Self {
        Self { settings, start: Instant::now(), attempt: 0, doubled: 0 }
    }

    /// Records progress: attempts and time-out start again. If most of a request was processed (`most`), the next pause is short again.
    /// Otherwise the load is too high, and the pauses continue to grow.
    pub(crate) fn progress(&mut self, most: bool) {
        self.attempt = 0;
        self.start = Instant::now();
        if most {
            self.doubled = 0;
        }
    }

    /// Starts the time-out now, unless a retry is under way: an idle source must not use up the time.
    pub(crate) fn begin(&mut self) {
        if self.attempt == 0 {
            self.start = Instant::now();
        }
    }

    /// Returns when to give up if there is no progress until then; `None` for never.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let RetrySettings { timeout, end, .. } = self.settings;
        [self.start.checked_add(timeout), end].into_iter().flatten().min()
    }

    /// Returns how long to wait before the next attempt; `None` to give up.
    pub(crate) fn pause(&mut self) -> Option<Duration> {
        let RetrySettings { max_attempts, timeout, first_pause, longest_pause, jitter, end } = self.settings;
        self.attempt = self.attempt.saturating_add(1);
        if self.attempt >= max_attempts {
            return None;
        }
        let longest = first_pause.saturating_mul(1 << self.doubled.min(16)).min(longest_pause);
        self.doubled += 1;
        let pause = longest.mul_f64(1.0 - jitter * fastrand::f64());
        let in_time = end.is_none_or(|end| Instant::now() + pause < end);
        (in_time && self.start.elapsed().saturating_add(pause) <= timeout).then_some(pause)
    }
}

/// The pauses that all requests of one operation share. Requests that are under way at the same time count as one attempt.
#[derive(Debug)]
pub(crate) struct Pace {
    backoff: Backoff,
    round: u32,
    not_before: Option<Instant>,
}

impl Pace {
    pub(crate) fn new(settings: RetrySettings) -> Self {
        Self { backoff: Backoff::new(settings), round: 0, not_before: None }
    }

    /// Returns the current round, to be kept with a request that is sent now.
    pub(crate) fn round(&self) -> u32 {
        self.round
    }

    /// Records that `put_off` of `sent` parts were throttled or not processed.
    pub(crate) fn answered(&mut self, put_off: usize, sent: usize) {
        if put_off < sent {
            self.backoff.progress(put_off * 2 <= sent);
        }
    }

    /// See [`Backoff::begin`].
    pub(crate) fn begin(&mut self) {
        self.backoff.begin();
    }

    /// See [`Backoff::deadline`].
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.backoff.deadline()
    }

    /// Returns when the operation must end; `None` for never.
    pub(crate) fn end(&self) -> Option<Instant> {
        self.backoff.settings.end
    }

    /// Returns when to give up, if requests waited for a rate limit until `waited_until`.
    pub(crate) fn deadline_from(&self, waited_until: Instant) -> Option<Instant> {
        let quiet = waited_until.checked_add(self.backoff.settings.timeout);
        [quiet, self.end()].into_iter().flatten().min()
    }

    /// Records that a request of this round was throttled or partly unprocessed. Returns whether to continue.
    pub(crate) fn put_off(&mut self, round: u32) -> bool {
        if round < self.round {
            // It was under way when the pause began, so it counts with the request that began the pause.
            return true;
        }
        let Some(pause) = self.backoff.pause() else { return false };
        self.round += 1;
        self.not_before = Some(Instant::now() + pause);
        true
    }

    /// Returns when the current pause ends.
    pub(crate) fn pause(&mut self) -> Option<Instant> {
        self.not_before = self.not_before.filter(|time| *time > Instant::now());
        self.not_before
    }
}

/// Sends a request until the answer is not a throttle, a conflict or a failure of the service, or until the settings or the execution's
/// deadline end the attempts.
///
/// Once an attempt may have written, a later refusal does not show that nothing was written, unless `settles` accepts it.
pub(crate) async fn send_with_retries(
    execution: &mut Execution,
    api: Api,
    body: &Bytes,
    settings: RetrySettings,
    settles: fn(&Error) -> bool,
) -> Result<Reply> {
    let mut backoff = Backoff::new(settings);
    let mut unknown = false;
    loop {
        let error = match execution.send(api, body.clone()).await {
            Ok(reply) => return Ok(reply),
            Err(error) if settles(&error) => return Err(error.with_outcome_known()),
            Err(error) => error,
        };
        unknown |= error.is_outcome_unknown();
        let again = error.is_conflict() || error.may_succeed_later();
        let Some(pause) = backoff.pause().filter(|_| again) else { return Err(error.with_outcome_unknown(unknown)) };
        retrying(api.name(), &error, pause);
        tokio::time::sleep(pause).await;
    }
}
