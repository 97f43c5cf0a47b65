//! The shared state of the clones of one [`Faults`](super::Faults): [`State`].

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;

use super::fault::Fault;
use super::recorded_request::RecordedRequest;

pub(super) type Rule = Box<dyn FnMut(&RecordedRequest) -> Option<Fault> + Send>;

/// The shared state of the clones of one `Faults`.
#[derive(Default)]
pub(super) struct State {
    plan: Mutex<Plan>,
    /// Separate from the plan, so that a rule can look at the requests and add to the script.
    rule: Mutex<Option<Rule>>,
}

#[derive(Default)]
pub(super) struct Plan {
    pub(super) script: HashMap<String, VecDeque<Fault>>,
    pub(super) requests: VecDeque<RecordedRequest>,
    /// How many requests are kept; `None` for all.
    pub(super) most_kept: Option<usize>,
    pub(super) latency: Range<Duration>,
    pub(super) seed: Option<u64>,
    pub(super) rng: Option<Rng>,
    pub(super) in_flight: usize,
    pub(super) most_in_flight: usize,
}

/// The delay and the fault of one request.
pub(super) struct Suffering {
    pub(super) latency: Duration,
    pub(super) fault: Option<Fault>,
}

impl State {
    pub(super) fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rule(&self) -> MutexGuard<'_, Option<Rule>> {
        self.rule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request, takes its fault out of the script, and counts it as under way until the guard is dropped.
    pub(super) fn arrive(self: &Arc<Self>, request: RecordedRequest) -> (Suffering, UnderWay) {
        // Locked to the end, so that requests are recorded in the order in which their faults were chosen.
        let mut rule = self.rule();
        let scripted = self.plan().script.get_mut(&request.operation).and_then(VecDeque::pop_front);
        let fault = scripted.or_else(|| rule.as_mut().and_then(|rule| rule(&request)));
        let mut plan = self.plan();
        plan.record(request);
        plan.in_flight += 1;
        plan.most_in_flight = plan.most_in_flight.max(plan.in_flight);
        (Suffering { latency: plan.next_latency(), fault }, UnderWay(Arc::clone(self)))
    }
}

impl Plan {
    fn record(&mut self, request: RecordedRequest) {
        self.requests.push_back(request);
        if let Some(most) = self.most_kept {
            self.requests.drain(..self.requests.len().saturating_sub(most));
        }
    }

    fn next_latency(&mut self) -> Duration {
        let Range { start, end } = self.latency;
        let spread = u64::try_from(end.saturating_sub(start).as_nanos()).unwrap_or(u64::MAX);
        if spread == 0 {
            return start;
        }
        let seed = self.seed.unwrap_or_default();
        start + Duration::from_nanos(self.rng.get_or_insert_with(|| Rng::with_seed(seed)).u64(0..spread))
    }
}

/// Counts a request as under way until it is dropped.
pub(super) struct UnderWay(Arc<State>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.plan().in_flight -= 1;
    }
}

/// Shows the faults that have not happened. It does not show the requests, which hold stored values.
impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.plan();
        let mut debug = f.debug_struct("Faults");
        debug.field("script", &plan.script).field("requests", &plan.requests.len()).field("seed", &plan.seed);
        debug.finish_non_exhaustive()
    }
}
