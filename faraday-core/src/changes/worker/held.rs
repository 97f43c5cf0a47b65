//! A lease that this worker holds: [`Held`].

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A lease that this worker holds, shared by the part that renews it and the part that reads the shard.
pub(super) struct Held {
    pub(super) shard: String,
    pub(super) epoch: u64,
    state: Mutex<State>,
    changed: Notify,
}

struct State {
    /// No other worker takes the lease before this time, because it was renewed.
    valid_until: Instant,
    stop: Option<Stop>,
}

/// Why the shard is no longer read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// The worker lost the lease.
    Lost,
    /// Another worker requested it.
    HandOver(String),
    /// The worker stops.
    Release,
}

impl Held {
    pub(super) fn new(shard: String, epoch: u64, valid_until: Instant) -> Self {
        Self { shard, epoch, state: Mutex::new(State { valid_until, stop: None }), changed: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that a request which began at `start` renewed the lease.
    pub(super) fn renewed(&self, start: Instant, duration: Duration) {
        let mut state = self.state();
        state.valid_until = state.valid_until.max(start + duration);
    }

    /// Ends the reading. A lost lease replaces any other reason.
    pub(super) fn stop(&self, stop: Stop) {
        let mut state = self.state();
        if state.stop.is_none() || stop == Stop::Lost {
            state.stop = Some(stop);
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Returns why the reading must end now, if it must. A lease that was not renewed in time counts as lost.
    pub(super) fn stopped(&self) -> Option<Stop> {
        let state = self.state();
        match &state.stop {
            Some(stop) => Some(stop.clone()),
            None if Instant::now() >= state.valid_until => Some(Stop::Lost),
            None => None,
        }
    }

    /// Waits until the reading must end.
    pub(super) async fn until_stopped(&self) -> Stop {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // So that no wake-up between the check and the wait is missed.
            changed.as_mut().enable();
            if let Some(stop) = self.stopped() {
                return stop;
            }
            let valid_until = self.state().valid_until;
            let _ = tokio::time::timeout_at(valid_until, changed).await;
        }
    }

    /// Whether another worker may have the lease.
    pub(super) fn is_lost(&self) -> bool {
        self.has_expired() || self.state().stop == Some(Stop::Lost)
    }

    /// Whether the lease was not renewed in time.
    pub(super) fn has_expired(&self) -> bool {
        Instant::now() >= self.state().valid_until
    }
}
