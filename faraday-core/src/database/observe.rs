//! Calls observers when a request or an operation has ended: [`Finished`], [`Database::with_observer`](crate::Database::with_observer).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::capacity::Capacity;
use crate::error::ErrorKind;

/// A request or an operation that has ended: see [`Database::with_observer`](crate::Database::with_observer).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Finished<'a> {
    /// Whether it is one request, or an operation with all its requests.
    pub scope: Scope,
    /// DynamoDB's name of the request or operation: `PutItem`.
    pub operation: &'static str,
    /// The table's whole name, if there is exactly one.
    pub table: Option<&'a str>,
    /// The index of a query or scan.
    pub index: Option<&'static str>,
    /// The time from the call to the end, with all attempts, pauses and waits for a rate limit.
    pub duration: Duration,
    /// The number of requests: 1 if the scope is a request.
    pub requests: u64,
    /// How often requests were sent, including the SDK's retries; 0 if nothing was sent.
    pub attempts: u64,
    /// The capacity units that the answers reported, including those of refused requests; `None` if no answer reported any.
    pub capacity: Option<&'a Capacity>,
    /// The total size of the requests' bodies in bytes. A request that is sent again counts once.
    pub sent_bytes: u64,
    /// The total size of the bodies of all answers, in bytes.
    pub received_bytes: u64,
    /// The id that DynamoDB gave the last request.
    pub request_id: Option<&'a str>,
    /// Why it failed; `None` if it succeeded, or was dropped.
    pub error: Option<ErrorKind>,
    /// Whether its future was dropped before it ended, for example because another branch of a `select!` was first.
    pub is_dropped: bool,
}

/// The scope of a [`Finished`]: one request, or a whole operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// One request, with the SDK's retries.
    Request,
    /// One operation with all its requests: one `.await`, or one page of a stream.
    Operation,
}

impl Finished<'_> {
    /// Whether it is one request.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.scope == Scope::Request
    }

    /// Whether it is an operation with all its requests.
    #[must_use]
    pub fn is_operation(&self) -> bool {
        self.scope == Scope::Operation
    }
}

type Observer = dyn Fn(&Finished<'_>) + Send + Sync;

/// The functions that are called when a request or an operation has ended.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<Observer>>);

impl Observers {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn call(&self, finished: &Finished<'_>) {
        self.0.iter().for_each(|observer| observer(finished));
    }

    pub(super) fn push(&mut self, observer: impl Fn(&Finished<'_>) + Send + Sync + 'static) {
        self.0.push(Arc::new(observer));
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} observers", self.0.len())
    }
}
