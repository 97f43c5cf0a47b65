//! The outcome of each write of a failed batch: [`BatchFailure`].

use std::collections::BTreeSet;
use std::fmt;

use super::Outcome;
use crate::database::Destination;
use crate::schema::PendingWrite;

/// Which writes of a failed batch were acknowledged, and which were not: see [`Error::batch_failure`](crate::Error::batch_failure).
///
/// Only acknowledged writes count as written. An unwritten write may have been done if its answer was lost or late:
/// [`outcome`](BatchFailure::outcome) tells you which. It is safe for the item itself to write it again, but that overwrites the changes
/// that others made in the meantime.
#[derive(Clone)]
pub struct BatchFailure {
    pub(crate) accepted: usize,
    /// Sorted by position.
    pub(crate) unwritten: Vec<PendingWrite>,
    /// Positions of writes that have no form in DynamoDB, sorted.
    pub(crate) invalid: Vec<usize>,
    /// Positions of unwritten writes that may have been done.
    pub(crate) unknown: BTreeSet<usize>,
    pub(crate) send_settings: SendSettings,
}

impl BatchFailure {
    /// Returns how many writes were acknowledged.
    #[must_use]
    pub fn written(&self) -> usize {
        self.accepted - self.unwritten.len() - self.invalid.len()
    }

    /// Returns the positions of the writes that were not acknowledged, counted from 0 in the order in which they were given.
    #[must_use]
    pub fn unwritten(&self) -> Vec<usize> {
        let mut positions: Vec<usize> = self.unwritten.iter().map(|write| write.position).collect();
        positions.extend(&self.invalid);
        positions.sort_unstable();
        positions
    }

    /// Returns the outcome of the write at this position: [`Done`](Outcome::Done) if it was acknowledged, [`Unknown`](Outcome::Unknown) if
    /// a request with it was sent and no answer shows whether it was done, and otherwise [`NotDone`](Outcome::NotDone). A position that
    /// the batch does not have is not done.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Error, error::Outcome};
    ///
    /// /// The positions of the writes that must be read before they are written again.
    /// fn to_look_at(error: &Error) -> Vec<usize> {
    ///     let Some(failure) = error.batch_failure() else { return Vec::new() };
    ///     let unwritten = failure.unwritten().into_iter();
    ///     unwritten.filter(|position| failure.outcome(*position) == Outcome::Unknown).collect()
    /// }
    /// # fn check(error: &Error) -> Vec<usize> { to_look_at(error) }
    /// ```
    #[must_use]
    pub fn outcome(&self, position: usize) -> Outcome {
        if self.is_written(position) {
            Outcome::Done
        } else if self.unknown.contains(&position) {
            Outcome::Unknown
        } else {
            Outcome::NotDone
        }
    }

    /// Returns the outcome of all writes of the batch together.
    pub(crate) fn outcome_of_all(&self) -> Outcome {
        let written = (self.written() > 0).then_some(Outcome::Done);
        let unwritten = self.unwritten().into_iter().map(|position| self.outcome(position));
        written.into_iter().chain(unwritten).reduce(Outcome::and).unwrap_or(Outcome::NotDone)
    }

    /// Whether the write at this position was acknowledged.
    #[must_use]
    pub fn is_written(&self, position: usize) -> bool {
        position < self.accepted
            && self.invalid.binary_search(&position).is_err()
            && self.unwritten.binary_search_by_key(&position, |write| write.position).is_err()
    }
}

/// Shows positions, not the items.
impl fmt::Debug for BatchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchFailure")
            .field("written", &self.written())
            .field("unwritten", &self.unwritten())
            .finish_non_exhaustive()
    }
}

/// The settings for sending the batch again.
#[derive(Debug, Clone)]
pub(crate) struct SendSettings {
    pub(crate) concurrency: Option<usize>,
    pub(crate) destination: Destination,
}
