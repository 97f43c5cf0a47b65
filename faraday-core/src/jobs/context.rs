//! The state that the segments of a job share: progress, failures and settings of requests: [`Context`].

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::item_error::is_of_item;
use super::position::Counts;
use super::settings::{JobSettings, ProgressCallback};
use crate::database::{Destination, RetrySettings};
use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::execute::{Backoff, Execute, Execution, Metered, OperationReport, Sender, SingleRequest};

/// The result for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Written,
    /// It needed no write, or was deleted.
    Skipped,
}

/// The state that the segments of a job share.
pub(super) struct Context {
    sender: Sender,
    metered: bool,
    pub(super) dry_run: bool,
    /// The highest number of requests of a segment at the same time.
    pub(super) concurrency: usize,
    max_failures: u64,
    begun: Instant,
    state: Mutex<State>,
}

struct State {
    progress: JobProgress,
    callback: Option<ProgressCallback>,
    consumed: Metered<()>,
    failures: Vec<Error>,
}

impl Context {
    pub(super) fn new(settings: &mut JobSettings, counts: Counts, segments: usize, execution: &Execution) -> Self {
        let Counts { read, written, skipped, failed } = counts;
        let items = written + skipped + failed;
        let progress = JobProgress { items, read, written, skipped, failed, ..JobProgress::default() };
        let (callback, consumed, failures) = (settings.progress.take(), Metered::none(()), Vec::new());
        Self {
            sender: execution.sender.clone(),
            metered: execution.target.metered,
            dry_run: settings.dry_run,
            concurrency: settings.concurrency.div_ceil(segments.max(1)),
            max_failures: settings.max_failures,
            begun: Instant::now(),
            state: Mutex::new(State { progress, callback, consumed, failures }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the progress, and reports it.
    fn tell(&self, change: impl FnOnce(&mut JobProgress)) {
        let mut state = self.state();
        let State { progress, callback, .. } = &mut *state;
        change(progress);
        progress.elapsed = self.begun.elapsed();
        if let Some(callback) = callback {
            callback(progress);
        }
    }

    pub(super) fn read(&self, items: u64) {
        self.state().progress.read += items;
    }

    /// Counts items of a job that only reads.
    pub(super) fn counted(&self, items: u64) {
        self.tell(|progress| (progress.read, progress.items) = (progress.read + items, progress.items + items));
    }

    pub(super) fn written(&self, items: u64) {
        self.tell(|progress| (progress.written, progress.items) = (progress.written + items, progress.items + items));
    }

    fn skipped(&self) {
        self.tell(|progress| (progress.skipped, progress.items) = (progress.skipped + 1, progress.items + 1));
    }

    /// Records the error of an item. Returns whether the job goes on.
    fn failed(&self, error: Error) -> bool {
        let mut state = self.state();
        state.failures.push(error);
        let go_on = state.failures.len() as u64 <= self.max_failures;
        drop(state);
        self.tell(|progress| (progress.failed, progress.items) = (progress.failed + 1, progress.items + 1));
        go_on
    }

    pub(super) fn has_failures(&self) -> bool {
        !self.state().failures.is_empty()
    }

    /// Returns the error for items that failed.
    pub(super) fn items_failed(&self) -> Error {
        let state = self.state();
        let kind = state.failures.first().map_or(ErrorKind::Other, Error::kind);
        let first = state.failures.first().map(ToString::to_string).unwrap_or_default();
        let failed = state.failures.len();
        let items = if failed == 1 { "item" } else { "items" };
        Error::new(kind, format!("{failed} {items} failed: see `Error::job_failure`; the first: {first}"))
    }

    pub(super) fn consume(&self, consumed: &Metered<()>) {
        let mut state = self.state();
        state.progress.requests += consumed.requests;
        if let Some(capacity) = &consumed.capacity {
            state.progress.capacity.get_or_insert_default().add(capacity);
        }
        state.consumed.add(consumed);
    }

    /// Returns the progress, the consumption and the failures, at the end.
    pub(super) fn end(&self) -> (JobProgress, Metered<()>, Vec<Error>) {
        let mut state = self.state();
        state.progress.elapsed = self.begun.elapsed();
        let consumed = std::mem::replace(&mut state.consumed, Metered::none(()));
        (state.progress.clone(), consumed, std::mem::take(&mut state.failures))
    }

    /// Returns the destination of requests that the job itself sends again.
    pub(super) fn destination(&self) -> Destination {
        self.sender.destination_of_repeated()
    }

    pub(super) fn backoff(&self, default: RetrySettings) -> Backoff {
        Backoff::new(self.sender.loop_settings(default))
    }

    /// Runs an operation that itself sends requests again.
    pub(super) async fn run<O: Execute>(&self, operation: O) -> Result<O::Output> {
        self.run_at(operation, self.sender.destination()).await
    }

    /// Runs an operation of one request once.
    pub(super) async fn run_once<O: Execute>(&self, operation: O) -> Result<O::Output> {
        self.run_at(operation, self.destination()).await
    }

    /// Runs an operation of one request until it succeeds, or fails with anything except a throttle, a conflict or a failure of the
    /// service. If it may have been done, it is run again only if it `may_repeat`.
    pub(super) async fn run_patiently<O: Execute>(
        &self,
        operation: impl Fn() -> Result<O>,
        may_repeat: bool,
    ) -> Result<O::Output> {
        let mut backoff = self.backoff(RetrySettings::BATCH);
        let mut unknown = false;
        loop {
            let error = match self.run_once(operation()?).await {
                Ok(output) => return Ok(output),
                Err(error) => error,
            };
            unknown |= error.is_outcome_unknown();
            let again = error.is_conflict() || error.may_succeed_later();
            let again = again && (may_repeat || !unknown);
            let Some(pause) = backoff.pause().filter(|_| again) else {
                return Err(error.with_outcome_unknown(unknown));
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Builds the request of an operation, and does not send it.
    pub(super) fn build<O: SingleRequest>(&self, operation: O) -> Result<()> {
        let part = Execution::begin(O::API.name(), Some(&O::schema()), self.destination(), self.metered)?;
        part.finish(None, operation.request(&part.target).map(drop))
    }

    async fn run_at<O: Execute>(&self, mut operation: O, destination: Destination) -> Result<O::Output> {
        let mut part = Execution::begin(operation.name(), operation.schema().as_ref(), destination, self.metered)?;
        *operation.destination() = Destination::default();
        let report = part.report();
        let ended = OperationReport::around(report.as_deref(), Box::pin(operation.run(&mut part))).await;
        let ended = part.finish(report, ended);
        self.consume(&part.consumed);
        ended
    }

    /// Calls `write` for each item of a page, several at once. After an error that ends the job, it waits for those under way, to learn
    /// their outcomes.
    pub(super) async fn each<T, F>(&self, rows: Vec<T>, write: impl Fn(T) -> F) -> Result<Counts>
    where
        F: Future<Output = Result<Done>>,
    {
        let (mut rows, mut under_way) = (rows.into_iter(), FuturesUnordered::new());
        let (mut counts, mut stop) = (Counts::default(), None::<Error>);
        loop {
            while stop.is_none()
                && under_way.len() < self.concurrency
                && let Some(row) = rows.next()
            {
                under_way.push(write(row));
            }
            match under_way.next().await {
                None => return stop.map_or(Ok(counts), Err),
                Some(Ok(Done::Written)) => {
                    counts.written += 1;
                    self.written(1);
                }
                Some(Ok(Done::Skipped)) => {
                    counts.skipped += 1;
                    self.skipped();
                }
                Some(Err(error)) if is_of_item(&error) => {
                    counts.failed += 1;
                    if !self.failed(error) {
                        stop = Some(stop.unwrap_or_else(|| self.items_failed()));
                    }
                }
                Some(Err(error)) => stop = Some(more_serious(stop, error)),
            }
        }
    }
}

/// Returns the first of two errors, with the outcome of both.
pub(super) fn more_serious(first: Option<Error>, second: Error) -> Error {
    let Some(first) = first else { return second };
    let unknown = second.is_outcome_unknown();
    first.with_outcome_unknown(unknown)
}
