//! The keys that one task owns, with their models and their last operations: [`Owned`].

use std::collections::{BTreeMap, VecDeque};

use super::items::{KEYS, Kept};
use super::possible::Possible;

/// The number of operations of a key that a violation shows.
const KEPT: usize = 20;

/// The keys of one kind.
pub(super) struct Owned<K> {
    keys: BTreeMap<u32, Key<K>>,
}

/// One key.
pub(super) struct Key<K> {
    pub(super) possible: Possible<K>,
    history: VecDeque<String>,
}

impl<K: Kept> Owned<K> {
    pub(super) fn new() -> Self {
        let key = || Key { possible: Possible::nothing(), history: VecDeque::with_capacity(KEPT) };
        Self { keys: (0..KEYS).map(|number| (number, key())).collect() }
    }

    pub(super) fn key(&mut self, number: u32) -> &mut Key<K> {
        self.keys.get_mut(&number).expect("a key of this task")
    }

    pub(super) fn possible(&self, number: u32) -> &Possible<K> {
        &self.keys[&number].possible
    }
}

impl<K> Key<K> {
    pub(super) fn note(&mut self, event: String) {
        if self.history.len() == KEPT {
            self.history.pop_front();
        }
        self.history.push_back(event);
    }

    /// Returns its last operations, one a line.
    pub(super) fn told(&self) -> String {
        self.history.iter().map(|event| format!("\n    {event}")).collect()
    }
}
