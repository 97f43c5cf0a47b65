//! The result of an operation with its consumed capacity: [`Metered`].

use std::ops::Deref;

use crate::database::Capacity;

/// The result of an operation, with its consumed capacity, its counts and its request id.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metered<T> {
    /// The result.
    pub value: T,
    /// The consumed capacity, summed over all requests; `None` if the engine does not report it.
    pub capacity: Option<Capacity>,
    /// The id that DynamoDB gave the last request.
    pub request_id: Option<String>,
    /// The number of requests, without the SDK's own retries.
    pub requests: u64,
    /// The number of items that passed the filter, for a query or scan.
    pub count: u64,
    /// The number of items that DynamoDB read before the filter, for a query or scan.
    pub scanned_count: u64,
}

impl<T> Metered<T> {
    pub(crate) fn none(value: T) -> Self {
        Self { value, capacity: None, request_id: None, requests: 0, count: 0, scanned_count: 0 }
    }

    /// Adds the consumed capacity and the counts of other requests.
    pub(crate) fn add(&mut self, other: &Metered<()>) {
        self.requests = self.requests.saturating_add(other.requests);
        self.count = self.count.saturating_add(other.count);
        self.scanned_count = self.scanned_count.saturating_add(other.scanned_count);
        if let Some(capacity) = &other.capacity {
            self.capacity.get_or_insert_default().add(capacity);
        }
        if other.request_id.is_some() {
            self.request_id.clone_from(&other.request_id);
        }
    }

    /// Replaces the result.
    pub(crate) fn map<U>(self, value: impl FnOnce(T) -> U) -> Metered<U> {
        Metered {
            value: value(self.value),
            capacity: self.capacity,
            request_id: self.request_id,
            requests: self.requests,
            count: self.count,
            scanned_count: self.scanned_count,
        }
    }
}

impl<T> Deref for Metered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
