//! Adds up the requests of one operation: [`Tally`].

use std::sync::{Arc, Mutex, PoisonError};

use super::capacity::Capacity;

/// The totals of the requests of one operation, shared by all senders of that operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally(Arc<Mutex<Totals>>);

/// The sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals {
    pub(crate) requests: u64,
    pub(crate) attempts: u64,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) sent_bytes: u64,
    pub(crate) received_bytes: u64,
    /// The id of the last request that has one.
    pub(crate) request_id: Option<String>,
    pub(crate) index: Option<&'static str>,
}

impl Totals {
    /// Adds the totals of one or more other requests.
    pub(crate) fn add(&mut self, other: &Self) {
        self.requests = self.requests.saturating_add(other.requests);
        self.attempts = self.attempts.saturating_add(other.attempts);
        self.sent_bytes = self.sent_bytes.saturating_add(other.sent_bytes);
        self.received_bytes = self.received_bytes.saturating_add(other.received_bytes);
        if let Some(capacity) = &other.capacity {
            self.capacity.get_or_insert_default().add(capacity);
        }
        if other.request_id.is_some() {
            self.request_id.clone_from(&other.request_id);
        }
        self.index = other.index.or(self.index);
    }
}

impl Tally {
    pub(crate) fn add(&self, request: &Totals) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).add(request);
    }

    /// Returns the totals so far.
    pub(crate) fn totals(&self) -> Totals {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
