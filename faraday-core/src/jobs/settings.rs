//! The settings of all jobs: [`JobSettings`], and the macro that makes a struct a job.

use super::checkpoint_store::SharedStore;
use crate::database::Destination;
use crate::error::JobProgress;

/// The function that is called with the progress of a job.
pub(crate) type ProgressCallback = Box<dyn FnMut(&JobProgress) + Send>;

/// The default number of requests at the same time.
const CONCURRENCY: usize = 8;

/// The settings of all jobs.
pub(super) struct JobSettings {
    pub(super) progress: Option<ProgressCallback>,
    pub(super) store: Option<SharedStore>,
    pub(super) concurrency: usize,
    pub(super) max_failures: u64,
    pub(super) dry_run: bool,
    pub(super) destination: Destination,
}

impl JobSettings {
    /// Uses the destination of the query or scan, unless the job gets another.
    pub(super) fn new(destination: Destination) -> Self {
        let (progress, store) = (None, None);
        Self { progress, store, concurrency: CONCURRENCY, max_failures: 0, dry_run: false, destination }
    }
}

/// Implements the methods of all jobs and `Execute` for a struct with the fields `source` and `settings` and the methods `work` and
/// `output`. `$bound` is what the items must be besides.
macro_rules! job {
    ($name:ident $(: $bound:ident)?, $job:literal, $output:ty) => {
        impl<I: Item $(+ $bound)?, S: ItemSource<I>> $name<I, S> {
            /// Calls this function with the progress so far, after each item, or after each request of a batch.
            pub fn progress(mut self, tell: impl FnMut(&JobProgress) + Send + 'static) -> Self {
                self.settings.progress = Some(Box::new(tell));
                self
            }

            /// Saves the position in this store, and goes on at the saved one.
            ///
            /// It is saved at most once a second, and when the job ends. After a crash the job does again the items of the last second, and
            /// of the page that each segment was at. Once the job has ended, it does nothing if you run it again. Another job, or a query or
            /// scan with another filter, refuses the checkpoint: see [`CheckpointStore`].
            pub fn checkpoint(mut self, store: impl CheckpointStore) -> Self {
                self.settings.store = Some(shared(store));
                self
            }

            /// Sets the number of requests at the same time; 8 by default. It also limits the number of segments of a parallel scan that
            /// are worked on at the same time.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.settings.concurrency = requests.max(1);
                self
            }
        }

        impl<I: Item $(+ $bound)?, S: ItemSource<I>> Execute for $name<I, S> {
            type Output = $output;

            fn name(&self) -> &'static str {
                self.source.api_name()
            }

            fn schema(&self) -> Option<TableSchema> {
                Some(I::SCHEMA)
            }

            fn destination(&mut self) -> &mut Destination {
                &mut self.settings.destination
            }

            async fn run(self, execution: &mut Execution) -> Result<$output> {
                let (source, work, settings) = self.into_parts()?;
                let progress = run_job($job, source, work, settings, execution).await?;
                Ok(Self::output(progress))
            }

            fn explanation(self) -> Explain {
                let destination = self.settings.destination.clone();
                let parts = self.into_parts();
                explain_job(parts, destination, I::SCHEMA)
            }
        }

        operation!([I: Item $(+ $bound)?, S: ItemSource<I>] $name<I, S>);
        on_table!([I: Item $(+ $bound)?, S: ItemSource<I>] $name<I, S>);
    };
}
pub(super) use job;

/// Adds the methods of jobs that write.
macro_rules! writing_job {
    ($name:ident) => {
        impl<I: Item, S: ItemSource<I>> $name<I, S> {
            /// Goes on after up to this many items that fail; by default the first one ends the job.
            ///
            /// The job's error has their errors at the end, each with the item's key:
            /// [`JobFailure::failures`](crate::jobs::JobFailure::failures). If the job goes on at a checkpoint after a failed item, it does
            /// not try that item again, and its end is an error that says how many items failed in earlier runs. An error that concerns
            /// all items, like a missing table or a throttle that does not end, ends the job at once.
            pub fn max_failures(mut self, items: u64) -> Self {
                self.settings.max_failures = items;
                self
            }

            /// Writes nothing, and counts the items that would be written. Neither reads nor saves the checkpoint.
            ///
            /// An item that fails before its write is sent fails in a dry run too. The conditions of `update_all`, `delete_all` and
            /// `remove_all` are not checked, because DynamoDB checks them when it writes. An item for which one does not hold counts as
            /// written here, and as skipped when the job runs. For an exact number, give the query the same condition as a `filter`.
            pub fn dry_run(mut self) -> Self {
                self.settings.dry_run = true;
                self
            }
        }
    };
}
pub(super) use writing_job;
