//! The position of an import: [`Tracker`], [`Saver`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::lines::Line;
use super::position::{Checkpoint, ImportPosition};
use crate::error::{Error, JobProgress, Result};
use crate::operation::Progress;
use crate::schema::PendingWrite;

/// How long a job runs until it saves its position again.
const SAVED_EVERY: Duration = Duration::from_secs(1);

/// The position of an import; clones share it.
#[derive(Clone)]
pub(super) struct Tracker(Arc<Mutex<State>>);

struct State {
    /// The position after the last line that was read. Its failed lines are those of earlier runs.
    read: ImportPosition,
    /// The positions before the lines that are not done yet, by line number.
    outstanding: BTreeMap<usize, ImportPosition>,
    progress: JobProgress,
    /// The errors of lines that are left out, by line number.
    failures: BTreeMap<usize, Error>,
    /// The highest number of lines that may be left out.
    max_failures: u64,
    /// The error of a line that was one too many, if DynamoDB refused it.
    stop: Option<Error>,
    /// Whether a line that DynamoDB refused may have been written by an earlier request without an answer.
    has_unknown: bool,
    begun: Instant,
}

impl Tracker {
    pub(super) fn new(position: ImportPosition, max_failures: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            read: position,
            outstanding: BTreeMap::new(),
            progress: position.progress(),
            failures: BTreeMap::new(),
            max_failures,
            stop: None,
            has_unknown: false,
            begun: Instant::now(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a line that was read. Returns its number, from 1, if it is not empty.
    pub(super) fn read(&self, line: &mut Line) -> Option<usize> {
        let mut state = self.state();
        let before = state.read;
        state.read.pass(line);
        if line.is_empty() {
            return None;
        }
        state.progress.read += 1;
        let number = usize::try_from(state.read.lines).unwrap_or(usize::MAX);
        state.outstanding.insert(number, before);
        Some(number)
    }

    /// Returns the number of lines that were read.
    pub(super) fn lines(&self) -> u64 {
        self.state().read.lines
    }

    /// Keeps the error of a line that is left out; fails if there are too many.
    pub(super) fn failed(&self, number: usize, error: Error) -> Result<()> {
        let error = error.with_part(format!("line {number}"));
        let mut state = self.state();
        state.progress.failed += 1;
        if state.failures.len() as u64 >= state.max_failures {
            return Err(error);
        }
        state.failures.insert(number, error);
        state.outstanding.remove(&number);
        state.progress.items += 1;
        Ok(())
    }

    /// Keeps the error of a line that DynamoDB refused. If there are too many, no more lines are read.
    pub(super) fn refused(&self, number: usize, error: Error) {
        self.state().has_unknown |= error.is_outcome_unknown();
        if let Err(error) = self.failed(number, error) {
            self.state().stop.get_or_insert(error);
        }
    }

    /// Takes the error for which no more lines are read.
    pub(super) fn take_stop(&self) -> Option<Error> {
        self.state().stop.take()
    }

    /// Counts writes that were acknowledged.
    pub(super) fn acknowledged(&self, writes: &[PendingWrite]) {
        let mut state = self.state();
        for write in writes {
            state.outstanding.remove(&write.position);
        }
        let written = writes.len() as u64;
        state.progress.items += written;
        state.progress.written += written;
    }

    /// Returns the progress after a reply.
    pub(super) fn answered(&self, batch: &Progress) -> JobProgress {
        let mut state = self.state();
        state.progress.requests += 1;
        state.progress.capacity.clone_from(&batch.capacity);
        state.progress.elapsed = state.begun.elapsed();
        state.progress.clone()
    }

    /// Returns the position before the first line that is not done.
    pub(super) fn position(&self) -> ImportPosition {
        let state = self.state();
        let mut position = state.outstanding.first_key_value().map_or(state.read, |(_, before)| *before);
        // Counted now, because DynamoDB may refuse a line after later ones were read.
        let last = usize::try_from(position.lines).unwrap_or(usize::MAX);
        position.failed += state.failures.range(..=last).count() as u64;
        position
    }

    /// Whether a refused line may have been written.
    pub(super) fn has_unknown(&self) -> bool {
        self.state().has_unknown
    }

    /// Returns the progress at the end, and the errors of lines that were left out.
    pub(super) fn finish(&self) -> (JobProgress, Vec<Error>) {
        let mut state = self.state();
        state.progress.elapsed = state.begun.elapsed();
        (state.progress.clone(), std::mem::take(&mut state.failures).into_values().collect())
    }
}

/// Saves the position from time to time.
pub(super) struct Saver {
    pub(super) checkpoint: Option<Arc<Checkpoint>>,
    pub(super) tracker: Tracker,
    pub(super) saved_at: Instant,
}

impl Saver {
    pub(super) async fn save_if_due(&mut self) -> Result<()> {
        if self.saved_at.elapsed() >= SAVED_EVERY {
            self.save().await?;
        }
        Ok(())
    }

    pub(super) async fn save(&mut self) -> Result<()> {
        let Some(checkpoint) = &self.checkpoint else { return Ok(()) };
        checkpoint.save(self.tracker.position()).await?;
        self.saved_at = Instant::now();
        Ok(())
    }
}
