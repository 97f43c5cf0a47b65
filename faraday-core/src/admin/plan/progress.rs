//! How far a plan is: [`StepProgress`].

use std::fmt;

use super::step::Step;

/// What a plan that is applied is doing: the argument of the callback of [`ApplyPlan::progress`](super::ApplyPlan::progress).
///
/// It prints as one line: ``step 2 of 3: create the index `by_status`: waiting: the index `by_status` is CREATING``.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StepProgress {
    /// The step.
    pub step: Step,
    /// Its number, from 1.
    pub number: usize,
    /// How many steps the plan has.
    pub of: usize,
    /// What it is at.
    pub state: StepState,
}

/// What a step is at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepState {
    /// Its request is sent.
    Started,
    /// It waits for this, and looks again after a pause.
    Waiting(String),
    /// It is done.
    Done,
    /// It was done before: by an earlier run, or by somebody else.
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
