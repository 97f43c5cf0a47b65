//! Counts of operations and outcomes: [`Tally`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use faraday::testing::Fault;

use super::possible::Told;

/// Counts of operations and outcomes, which all tasks share.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Mutex<Counts>,
    operations: AtomicU64,
    faults: AtomicU64,
    requests: AtomicU64,
    tokens: AtomicU64,
    stopped: AtomicBool,
}

/// The counts by name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Operations by name.
    pub operations: BTreeMap<&'static str, u64>,
    /// Operations by what they reported about their write; reads by whether they failed.
    pub reports: BTreeMap<String, u64>,
    /// Faults by kind.
    pub faults: BTreeMap<String, u64>,
    /// Requests, including the attempts of the SDK.
    pub requests: u64,
}

impl Counts {
    /// Returns how many operations ended or were dropped.
    #[must_use]
    pub fn all_operations(&self) -> u64 {
        self.operations.values().sum()
    }

    /// Returns how many requests had a fault.
    #[must_use]
    pub fn all_faults(&self) -> u64 {
        self.faults.values().sum()
    }
}

impl Tally {
    pub(super) fn count(&self, name: &'static str, told: Told) {
        self.operations.fetch_add(1, Ordering::Relaxed);
        let report = match told {
            Told::Success => "success".to_owned(),
            Told::Dropped => "dropped".to_owned(),
            Told::Failed { refused: true, outcome } => format!("condition failed, {outcome:?}"),
            Told::Failed { outcome, .. } => format!("failed, {outcome:?}"),
        };
        let mut counts = self.counts();
        *counts.operations.entry(name).or_default() += 1;
        *counts.reports.entry(report).or_default() += 1;
    }

    /// Counts a request, and its fault if it has one. Each transaction leaves a token in the engine.
    pub(super) fn count_request(&self, operation: &str, fault: Option<&Fault>) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if operation == "TransactWriteItems" {
            self.tokens.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(fault) = fault {
            self.faults.fetch_add(1, Ordering::Relaxed);
            let name = format!("{fault:?}");
            let name = name.split([' ', '(']).next().unwrap_or_default().to_owned();
            *self.counts().faults.entry(name).or_default() += 1;
        }
    }

    pub(super) fn operations(&self) -> u64 {
        self.operations.load(Ordering::Relaxed)
    }

    pub(super) fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Returns how many requests had a token; the engine keeps a few less.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens.load(Ordering::Relaxed)
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn result(&self) -> Counts {
        Counts { requests: self.requests.load(Ordering::Relaxed), ..self.counts().clone() }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
