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
    /// How long without any progress.
    pub(crate) within: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 10, within: Duration::from_secs(120) }
    }
}

/// Exponential back-off with jitter, so that many clients that were put off together do not come back together.
///
/// See [the AWS architecture blog](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
#[derive(Debug)]
pub(crate) struct Backoff {
    patience: Patience,
    start: Instant,
    attempt: u32,
    /// How often the pause doubled.
    doubled: u32,
    first: Duration,
    longest: Duration,
}

impl Backoff {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { patience, start: Instant::now(), attempt: 0, doubled: 0, first: FIRST, longest: LONGEST }
    }

    /// With short pauses: for a race, where who loses waits for one answer to another and not for a service to recover.
    pub(crate) fn brief(patience: Patience) -> Self {
        Self { first: Duration::from_millis(5), longest: Duration::from_millis(100), ..Self::new(patience) }
    }

    /// Something was done: patience begins anew, and if it was most of what was asked, the next pause is short again. If it
    /// was less, more is asked than is given, and pauses go on growing.
    pub(crate) fn progress(&mut self, most: bool) {
        self.attempt = 0;
        self.start = Instant::now();
        if most {
            self.doubled = 0;
        }
    }

    /// Something is asked for, after a time in which nothing was: patience begins now, if nothing was put off.
    pub(crate) fn begin(&mut self) {
        if self.attempt == 0 {
            self.start = Instant::now();
        }
    }

    /// When it is time to give up if nothing is done until then; `None` if that is never.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.start.checked_add(self.patience.within)
    }

    /// How long to wait before the next attempt; `None` if it is time to give up.
    pub(crate) fn pause(&mut self) -> Option<Duration> {
        self.attempt += 1;
        if self.attempt >= self.patience.attempts {
            return None;
        }
        let longest = self.first.saturating_mul(1 << self.doubled.min(16)).min(self.longest);
        self.doubled += 1;
        let pause = longest.mul_f64(0.5 + fastrand::f64() / 2.0);
        (self.start.elapsed() + pause <= self.patience.within).then_some(pause)
    }
}

/// The pauses that all requests of one operation share: what befalls several that are under way together is one attempt.
#[derive(Debug)]
pub(crate) struct Pace {
    backoff: Backoff,
    round: u32,
    not_before: Option<Instant>,
}

impl Pace {
    pub(crate) fn new(patience: Patience) -> Self {
        Self { backoff: Backoff::new(patience), round: 0, not_before: None }
    }

    /// To be kept with a request that is sent now.
    pub(crate) fn round(&self) -> u32 {
        self.round
    }

    /// So many of so many were put off.
    pub(crate) fn answered(&mut self, put_off: usize, sent: usize) {
        if put_off < sent {
            self.backoff.progress(put_off * 2 <= sent);
        }
    }

    /// See [`Backoff::begin`].
    pub(crate) fn begin(&mut self) {
        self.backoff.begin();
    }

    /// Whether it is time to give up.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline().is_some_and(|end| end <= Instant::now())
    }

    /// See [`Backoff::deadline`].
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.backoff.deadline()
    }

    /// A request of this round was put off, in whole or in part; whether to go on.
    pub(crate) fn put_off(&mut self, round: u32) -> bool {
        if round < self.round {
            // It was under way when the pause began.
            return true;
        }
        let Some(pause) = self.backoff.pause() else { return false };
        self.round += 1;
        self.not_before = Some(Instant::now() + pause);
        true
    }

    /// Until when nothing is to be sent.
    pub(crate) fn pause(&mut self) -> Option<Instant> {
        self.not_before = self.not_before.filter(|time| *time > Instant::now());
        self.not_before
    }
}
