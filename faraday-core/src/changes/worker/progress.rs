//! How far a shard was handled, and how far that is kept: [`Progress`].

use std::time::Duration;

use tokio::time::Instant;

use crate::changes::consumer::Position;

pub(super) struct Progress {
    pub(super) handled: Position,
    /// What the lease has.
    pub(super) saved: Position,
    /// When it was kept, or that was tried.
    tried_at: Instant,
}

impl Progress {
    pub(super) fn new(position: Position) -> Self {
        Self { handled: position.clone(), saved: position, tried_at: Instant::now() }
    }

    pub(super) fn is_unsaved(&self) -> bool {
        self.handled != self.saved
    }

    /// Whether it is time to keep it.
    pub(super) fn is_due(&self, every: Duration) -> bool {
        self.is_unsaved() && self.tried_at.elapsed() >= every
    }

    pub(super) fn saved(&mut self, position: Position) {
        (self.saved, self.tried_at) = (position, Instant::now());
    }

    /// Notes that it could not be kept: not every change that follows shall try again.
    pub(super) fn put_off(&mut self) {
        self.tried_at = Instant::now();
    }
}
