//! The settings of a soak: [`Settings`].

use std::time::Duration;

use faraday::error::Outcome;
use faraday::testing::{Fault, FaultRates, RecordedRequest};
use fastrand::Rng;

/// When a soak ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// After this time.
    Time(Duration),
    /// After this many operations of all tasks together.
    Operations(u64),
}

/// A fault that the soak must find. It shows that the soak can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// Reports an unknown outcome as not done.
    UnknownIsNotDone,
    /// Replies to some puts as if they were done, although they were not.
    LostWrites,
    /// Replies to some gets as if there were no item.
    LostReads,
}

/// The settings of a soak.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The seed of all random choices: of operations, values and faults.
    pub seed: u64,
    /// When it ends.
    pub length: Length,
    /// The number of tasks. With one task on a runtime of one thread whose clock is paused, the same seed gives the same run.
    pub tasks: u32,
    /// The chance of a fault for one request, from 0 to 1.
    pub faults: f64,
    /// Whether there are transactions. Each leaves a token in the embedded engine for ten minutes; without transactions, memory is flat.
    pub transactions: bool,
    /// The interval between printed lines; `None` prints none.
    pub progress: Option<Duration>,
    /// A fault that must be found.
    pub sabotage: Option<Sabotage>,
}

impl Settings {
    /// 64 tasks under 10 % faults.
    #[must_use]
    pub fn new(seed: u64, length: Length) -> Self {
        Self { seed, length, tasks: 64, faults: 0.1, transactions: true, progress: None, sabotage: None }
    }

    /// Returns the outcome, unless it is sabotaged.
    pub(super) fn sabotaged(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Unknown if self.sabotage == Some(Sabotage::UnknownIsNotDone) => Outcome::NotDone,
            outcome => outcome,
        }
    }

    /// Returns the rule for the faults of requests.
    pub(super) fn rule(&self) -> impl FnMut(&RecordedRequest) -> Option<Fault> + Send + 'static {
        let mut chance = FaultRates::all(self.faults).seeded(self.seed);
        let (mut rng, sabotage) = (Rng::with_seed(self.seed), self.sabotage);
        move |request| {
            let answer = |body: &str| Some(Fault::Answer { status: 200, body: body.to_owned() });
            match (sabotage, request.operation.as_str()) {
                (Some(Sabotage::LostWrites), "PutItem") if rng.f64() < 0.05 => answer("{}"),
                (Some(Sabotage::LostReads), "GetItem") if rng.f64() < 0.05 => answer("{}"),
                _ => chance(request),
            }
        }
    }
}
