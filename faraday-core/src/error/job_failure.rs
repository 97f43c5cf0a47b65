//! How far a failed job went: [`JobProgress`], [`JobFailure`].

use std::fmt;
use std::time::Duration;

use super::Error;
use crate::database::Capacity;

/// The progress of a job: see [`jobs`](crate::jobs).
///
/// If a job continues from a checkpoint, its counts of items continue too; requests, capacity and time are those of this run.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct JobProgress {
    /// Items that the job has finished: written, skipped and failed ones. For a job that only reads: the items that were read.
    pub items: u64,
    /// Items that were read.
    pub read: u64,
    /// Items that were written or deleted; in a dry run, the items that would have been.
    pub written: u64,
    /// Items that needed no write: their condition did not hold, they were correct already, or they no longer exist.
    pub skipped: u64,
    /// Items that could not be read, changed or written, in this run and in earlier ones: see [`JobFailure::failures`].
    pub failed: u64,
    /// The number of requests, without the SDK's own retries.
    pub requests: u64,
    /// The consumed capacity, if the job is metered.
    pub capacity: Option<Capacity>,
    /// The time since the job began.
    pub elapsed: Duration,
}

/// How far a failed job went, and the items that failed: see [`Error::job_failure`].
pub struct JobFailure {
    progress: JobProgress,
    failures: Vec<Error>,
}

impl JobFailure {
    pub(crate) fn new(progress: JobProgress, failures: Vec<Error>) -> Self {
        Self { progress, failures }
    }

    /// Returns how far the job went. If you run it again with the same checkpoint, it continues from there.
    #[must_use]
    pub fn progress(&self) -> &JobProgress {
        &self.progress
    }

    /// Returns the errors of this run's items, in the order in which they were found, each with the item's [`key`](Error::item_key). A job
    /// continues after the error of an item if [`max_failures`](crate::jobs::DeleteAll::max_failures) allows it.
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
