//! What became of each write of a batch: [`BatchFailure`].

use std::fmt;

use crate::database::Destination;
use crate::schema::PendingWrite;

/// Which writes of a failed batch were acknowledged, and which were not: see [`Error::batch_failure`](crate::Error::batch_failure).
///
/// Only acknowledged writes count as written. A write that counts as unwritten may have been done if its answer was lost or
/// late. Writing it again is safe for the item itself, but overwrites what others wrote in the meantime.
#[derive(Clone)]
pub struct BatchFailure {
    pub(crate) accepted: usize,
    /// Sorted by position.
    pub(crate) unwritten: Vec<PendingWrite>,
    /// Positions of writes that had no form in DynamoDB, sorted.
    pub(crate) invalid: Vec<usize>,
    pub(crate) send_settings: SendSettings,
}

impl BatchFailure {
    /// How many writes were acknowledged.
    #[must_use]
    pub fn written(&self) -> usize {
        self.accepted - self.unwritten.len() - self.invalid.len()
    }

    /// Which writes were not acknowledged: their positions in the order in which they were given, from 0.
    #[must_use]
    pub fn unwritten(&self) -> Vec<usize> {
        let mut positions: Vec<usize> = self.unwritten.iter().map(|write| write.position).collect();
        positions.extend(&self.invalid);
        positions.sort_unstable();
        positions
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

/// The settings with which the batch is sent again.
#[derive(Debug, Clone)]
pub(crate) struct SendSettings {
    pub(crate) concurrency: Option<usize>,
    pub(crate) destination: Destination,
}
