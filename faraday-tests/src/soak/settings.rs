//! What a soak does: [`Settings`].

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
    /// An outcome that is unknown is called not done.
    UnknownIsNotDone,
    /// The answer to some puts says that they were done, and they were not.
    LostWrites,
    /// The answer to some gets says that there is no item.
    LostReads,
}

/// What a soak does.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The seed of all choices: of operations, values and faults.
    pub seed: u64,
    /// When it ends.
    pub length: Length,
    /// How many tasks run at once. With one task on a runtime of one thread whose clock is paused, the same seed gives the same run.
    pub tasks: u32,
    /// How likely a fault is for one request, from 0 to 1.
    pub faults: f64,
    /// Whether there are transactions. Each leaves a token in the embedded engine for ten minutes; without them, memory is flat.
    pub transactions: bool,
    /// Prints a line in this interval; `None` for none.
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

    /// The outcome, unless that is sabotaged.
    pub(super) fn sabotaged(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Unknown if self.sabotage == Some(Sabotage::UnknownIsNotDone) => Outcome::NotDone,
            outcome => outcome,
        }
    }

    /// The faults of requests.
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
