//! The progress of a plan: [`StepProgress`].

use std::fmt;

use super::step::Step;

/// The progress of a plan that is applied: the argument of the callback of [`ApplyPlan::progress`](super::ApplyPlan::progress).
///
/// It prints as one line: ``step 2 of 3: create the index `by_status`: waiting: the index `by_status` is CREATING``.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StepProgress {
    /// The step.
    pub step: Step,
    /// Its number, from 1.
    pub number: usize,
    /// The number of steps in the plan.
    pub of: usize,
    /// The state of the step.
    pub state: StepState,
}

/// The state of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepState {
    /// Its request is sent.
    Started,
    /// It waits for this, and checks again after a pause.
    Waiting(String),
    /// It is done.
    Done,
    /// An earlier run or somebody else has done it.
    AlreadyDone,
}

impl fmt::Display for StepProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {} of {}: {}: {}", self.number, self.of, self.step.description(), self.state)
    }
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started => f.write_str("started"),
            Self::Waiting(what) => write!(f, "waiting: {what}"),
            Self::Done => f.write_str("done"),
            Self::AlreadyDone => f.write_str("was done before"),
        }
    }
}
