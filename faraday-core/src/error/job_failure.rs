//! How far a job went that failed: [`JobProgress`], [`JobFailure`].

use std::fmt;
use std::time::Duration;

use super::Error;
use crate::database::Capacity;

/// How far a job is: see [`jobs`](crate::jobs).
///
/// A job that goes on at a checkpoint goes on counting items; requests, capacity and time are those of this run.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct JobProgress {
    /// Items that the job is done with: written, skipped and failed ones. Of a job that only reads, those that were read.
    pub items: u64,
    /// Items that were read.
    pub read: u64,
    /// Items that were written or deleted; in a dry run, those that would be.
    pub written: u64,
    /// Items that needed no write: their condition did not hold, they are as they should be already, or they are gone.
    pub skipped: u64,
    /// Items that could not be read, changed or written: see [`JobFailure::failures`].
    pub failed: u64,
    /// Requests, without the SDK's own retries.
    pub requests: u64,
    /// Capacity units, if the job is metered.
    pub capacity: Option<Capacity>,
    /// The time since the job began.
    pub elapsed: Duration,
}

/// How far a job went that failed, and the items that failed: see [`Error::job_failure`].
pub struct JobFailure {
    progress: JobProgress,
    failures: Vec<Error>,
}

impl JobFailure {
    pub(crate) fn new(progress: JobProgress, failures: Vec<Error>) -> Self {
        Self { progress, failures }
    }

    /// How far it went. Run again with the same checkpoint, it goes on there.
    #[must_use]
    pub fn progress(&self) -> &JobProgress {
        &self.progress
    }

    /// The errors of this run's items, in the order in which they were found, each with the item's
    /// [`key`](Error::item_key). A job goes on after an item's error if [`max_failures`](crate::jobs::DeleteAll::max_failures) allows it.
    #[must_use]
    pub fn failures(&self) -> &[Error] {
        &self.failures
    }
}

impl fmt::Debug for JobFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobFailure").field("progress", &self.progress).field("failures", &self.failures).finish()
    }
}
