//! Faults by a script, by a hook or at random, and the calls that arrived.

use std::fmt;
use std::iter::repeat_n;
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use serde_json::Value;

use super::{Call, StreamService};
use crate::control_plane::failure::Failure;

/// What happens to a request in place of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `ThrottlingException`; nothing is applied. The SDK retries it.
    Throttled,
    /// `LimitExceededException`; nothing is applied. The SDK takes it for throttling, and retries it.
    LimitExceeded,
    /// Status 500, `InternalServerError`; nothing is applied. The SDK retries it.
    InternalError,
    /// `ExpiredIteratorException`, as of `GetRecords`.
    ExpiredIterator,
    /// The request is applied, and the connection breaks before the reply arrives. The SDK retries it.
    LostAnswer,
    /// `TrimmedDataAccessException`, as of `GetRecords` and `GetShardIterator`.
    Trimmed,
    /// `AccessDeniedException`, for a role without the permission; nothing is applied.
    AccessDenied,
    /// `ResourceNotFoundException`; nothing is applied.
    NotFound,
    /// `TransactionConflictException`, for a write of an item that a transaction holds; nothing is applied.
    Conflict,
    /// The request is not applied, and no reply comes, however long the client waits.
    NoAnswer,
}

impl Fault {
    /// Returns the error; `None` if no reply comes.
    pub(super) fn failure(self) -> Option<Failure> {
        let code = match self {
            Self::Throttled => "ThrottlingException",
            Self::LimitExceeded => "LimitExceededException",
            Self::InternalError => "InternalServerError",
            Self::ExpiredIterator => "ExpiredIteratorException",
            Self::Trimmed => "TrimmedDataAccessException",
            Self::AccessDenied => "AccessDeniedException",
            Self::NotFound => "ResourceNotFoundException",
            Self::Conflict => "TransactionConflictException",
            Self::LostAnswer | Self::NoAnswer => return None,
        };
        Some(Failure::new(code, "injected by the test"))
    }

    /// The faults that may happen to requests of the operation.
    fn of(operation: &str) -> &'static [Self] {
        match operation {
            "GetRecords" => {
                &[Self::Throttled, Self::InternalError, Self::LostAnswer, Self::LimitExceeded, Self::ExpiredIterator]
            }
            "PutItem" | "UpdateItem" | "DeleteItem" => {
                &[Self::Throttled, Self::InternalError, Self::LostAnswer, Self::Conflict]
            }
            _ => &[Self::Throttled, Self::InternalError, Self::LostAnswer],
        }
    }
}

/// Faults at random.
#[derive(Debug)]
pub(super) struct Dice {
    rng: Rng,
    chance: f64,
}

impl Dice {
    fn roll(&mut self, operation: &str) -> Option<Fault> {
        let falls = self.rng.f64() < self.chance;
        let faults = Fault::of(operation);
        falls.then(|| faults.get(self.rng.usize(..faults.len())).copied()).flatten()
    }
}

/// The hook that runs before a request.
#[derive(Clone)]
pub(super) struct Hook(Arc<Mutex<Run>>);

type Run = dyn FnMut(&str, &Value) -> Option<Fault> + Send;

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").finish_non_exhaustive()
    }
}

impl StreamService {
    /// The next `times` requests of the operation get the fault, after those of earlier calls. Attempts count: a client of [`Self::client`]
    /// makes two if it retries the failure.
    pub fn fail_next(&self, operation: &str, times: usize, fault: Fault) -> &Self {
        let mut state = self.state();
        state.script.entry(operation.to_owned()).or_default().extend(repeat_n(fault, times));
        drop(state);
        self
    }

    /// Each request for which the script and the hook have no fault fails with this chance, from 0 to 1: with throttles, internal errors
    /// and lost replies; `GetRecords` also with exceeded limits and expired iterators, and writes of an item with conflicts. Requests to
    /// the engine fail too. A chance of 0 ends the faults.
    pub fn fail_at_random(&self, seed: u64, chance: f64) -> &Self {
        self.state().dice = Some(Dice { rng: Rng::with_seed(seed), chance });
        self
    }

    /// Runs the hook before every request. The hook may change the service. The request gets the fault that it returns, unless the script
    /// has one.
    pub fn on_call(&self, hook: impl FnMut(&str, &Value) -> Option<Fault> + Send + 'static) -> &Self {
        self.state().hook = Some(Hook(Arc::new(Mutex::new(hook))));
        self
    }

    /// Returns all requests so far, in order, one for each attempt.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Returns how many requests of the operation arrived.
    pub fn count(&self, operation: &str) -> usize {
        self.state().calls.iter().filter(|call| call.operation == operation).count()
    }

    /// Returns how many listings of the shards began: how many first pages were answered. An attempt that was throttled is none.
    pub fn listings(&self) -> usize {
        self.state().listings
    }

    /// Returns how many faults of [`Self::fail_next`] are left.
    pub fn pending(&self) -> usize {
        self.state().script.values().map(|faults| faults.len()).sum()
    }

    /// Forgets the calls, all faults and the hook; the stream and the settings stay.
    pub fn clear(&self) {
        let mut state = self.state();
        state.calls.clear();
        state.listings = 0;
        state.script.clear();
        state.hook = None;
        state.dice = None;
    }

    /// Records a request, runs the hook, and returns the request's fault.
    pub(super) fn arrive(&self, operation: &str, body: &Value) -> Option<Fault> {
        let hook = {
            let mut state = self.state();
            let at = state.stream.clock.elapsed();
            state.calls.push(Call { operation: operation.to_owned(), body: body.clone(), at });
            state.hook.clone()
        };
        // The service is not locked here, so that a hook can use it.
        let hooked = hook.and_then(|Hook(hook)| (hook.lock().unwrap())(operation, body));
        let mut state = self.state();
        let scripted = state.script.get_mut(operation).and_then(|faults| faults.pop_front());
        scripted.or(hooked).or_else(|| state.dice.as_mut().and_then(|dice| dice.roll(operation)))
    }
}
