//! Records what was written, and what a consumer saw of it.

use std::collections::{BTreeMap, BTreeSet};

/// A change, as it was written and as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub number: u128,
    pub id: String,
    pub old: Option<u64>,
    pub new: Option<u64>,
    pub expired: bool,
}

#[derive(Debug, Default)]
pub struct Ledger {
    written: BTreeMap<u128, Event>,
    /// How often each change was seen.
    seen: BTreeMap<u128, usize>,
    /// The changes before this number need not be seen.
    pub needed_from: u128,
    /// Changes that the stream no longer has.
    pub lost: BTreeSet<u128>,
}

impl Ledger {
    pub fn write(&mut self, event: Event) {
        self.written.insert(event.number, event);
    }

    pub fn written(&self) -> impl Iterator<Item = &Event> {
        self.written.values()
    }

    /// A consumer was given a change. It is one that was written, and all earlier ones of its key were seen to the end.
    pub fn given(&self, event: &Event) {
        assert_eq!(self.written.get(&event.number), Some(event), "a change that was not");
        let is_earlier = |other: &&Event| other.id == event.id && self.is_needed(other.number);
        let missed = self.written.range(..event.number).map(|(_, other)| other).filter(is_earlier);
        let missed: Vec<_> = missed.filter(|other| !self.seen.contains_key(&other.number)).collect();
        assert!(missed.is_empty(), "{event:?} came before {missed:?}");
    }

    /// The consumer is done with a change.
    pub fn seen(&mut self, event: &Event) {
        *self.seen.entry(event.number).or_default() += 1;
    }

    /// Takes back what was seen once, because the consumer goes on before it.
    pub fn unsee(&mut self, number: u128) {
        assert_eq!(self.seen.remove(&number), Some(1), "{number} was not seen once");
    }

    pub fn has_seen(&self, number: u128) -> bool {
        self.seen.contains_key(&number)
    }

    fn is_needed(&self, number: u128) -> bool {
        number >= self.needed_from && !self.lost.contains(&number)
    }

    /// What must be seen, and was not yet.
    pub fn missing(&self) -> Vec<&Event> {
        let is_missing = |event: &&Event| self.is_needed(event.number) && !self.seen.contains_key(&event.number);
        self.written.values().filter(is_missing).collect()
    }

    pub fn seen_more_than_once(&self) -> Vec<u128> {
        self.seen.iter().filter(|(_, times)| **times > 1).map(|(number, _)| *number).collect()
    }
}
