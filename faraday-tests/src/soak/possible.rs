//! The model of one key: the set of its possible states, [`Possible`].
//!
//! While everything is known there is one state. A write with an unknown outcome leaves several, until a consistent read narrows them.

use std::fmt;

use faraday::error::Outcome;

/// How often the SDK sends a request.
const ATTEMPTS: usize = 3;

/// The report of an operation about its write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Told {
    Success,
    Failed {
        outcome: Outcome,
        /// Whether DynamoDB refused it because its condition does not hold.
        refused: bool,
    },
    /// The future was dropped before its end.
    Dropped,
}

type Apply<'e, S> = Box<dyn Fn(&Option<S>) -> Option<Option<S>> + Send + Sync + 'e>;
type Fits<'e, S> = Box<dyn Fn(&Option<S>, &Option<S>) -> bool + Send + Sync + 'e>;

/// The effect of a write on a state: the next state, or `None` if its condition does not hold.
pub(super) struct Effect<'e, S> {
    apply: Apply<'e, S>,
    /// The highest number of times that it may be done: each attempt of the SDK repeats a write without a token.
    times: usize,
    /// Whether its result fits the states before and after it.
    fits: Fits<'e, S>,
}

impl<'e, S> Effect<'e, S> {
    pub(super) fn new(apply: impl Fn(&Option<S>) -> Option<Option<S>> + Send + Sync + 'e) -> Self {
        Self { apply: Box::new(apply), times: ATTEMPTS, fits: Box::new(|_, _| true) }
    }

    /// Returns the state after this one; `None` if its condition does not hold.
    pub(super) fn of(&self, state: &Option<S>) -> Option<Option<S>> {
        (self.apply)(state)
    }

    /// Limits it to one time.
    pub(super) fn once(self) -> Self {
        Self { times: 1, ..self }
    }

    /// Checks the result of a success against the state before or after it.
    pub(super) fn fitting(self, fits: impl Fn(&Option<S>, &Option<S>) -> bool + Send + Sync + 'e) -> Self {
        Self { fits: Box::new(fits), ..self }
    }
}

/// The possible states.
#[derive(Clone)]
pub(super) struct Possible<S> {
    states: Vec<Option<S>>,
}

impl<S: Clone + PartialEq> Possible<S> {
    /// Nothing is stored.
    pub(super) fn nothing() -> Self {
        Self { states: vec![None] }
    }

    pub(super) fn states(&self) -> &[Option<S>] {
        &self.states
    }

    /// Returns the only possible state, if there is one.
    pub(super) fn certain(&self) -> Option<&Option<S>> {
        if let [state] = self.states.as_slice() { Some(state) } else { None }
    }

    /// Keeps the states that fit a consistent read; `false` if there is none.
    pub(super) fn read(&mut self, agrees: impl Fn(&Option<S>) -> bool) -> bool {
        self.states.retain(agrees);
        !self.states.is_empty()
    }

    /// Computes the states after a write; `false` if its report contradicts all of them.
    pub(super) fn write(&mut self, told: Told, effect: &Effect<'_, S>) -> bool {
        let holds = |state: &Option<S>| (effect.apply)(state).is_some();
        self.states = match told {
            Told::Success | Told::Failed { outcome: Outcome::Done, .. } => {
                let before = self.after_up_to(effect.times - 1, effect);
                let after = before.iter().filter_map(|state| Some((state, (effect.apply)(state)?)));
                after.filter(|(before, after)| (effect.fits)(before, after)).map(|(_, after)| after).collect()
            }
            Told::Failed { outcome: Outcome::NotDone, refused } => {
                self.states.iter().filter(|state| !refused || !holds(state)).cloned().collect()
            }
            // The last attempt was refused; an earlier one may have been done.
            Told::Failed { refused: true, .. } => {
                let after = self.after_up_to(effect.times.min(ATTEMPTS - 1), effect);
                after.into_iter().filter(|state| !holds(state)).collect()
            }
            Told::Failed { .. } | Told::Dropped => self.after_up_to(effect.times, effect),
        };
        self.unite();
        !self.states.is_empty()
    }

    /// Returns the states after the write was done 0 to `times` times.
    fn after_up_to(&self, times: usize, effect: &Effect<'_, S>) -> Vec<Option<S>> {
        let (mut all, mut last) = (self.states.clone(), self.states.clone());
        for _ in 0..times {
            last = last.iter().filter_map(|state| (effect.apply)(state)).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    fn unite(&mut self) {
        let mut states: Vec<Option<S>> = Vec::new();
        for state in self.states.drain(..) {
            if !states.contains(&state) {
                states.push(state);
            }
        }
        self.states = states;
    }
}

impl<S: fmt::Debug> fmt::Debug for Possible<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.states.iter().map(|state| state.as_ref().map_or("nothing".into(), |s| format!("{s:?}"))))
            .finish()
    }
}
