//! The position of an import: [`Tracker`], [`Saver`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::lines::Line;
use super::position::{ImportPosition, Saved};
use crate::error::{Error, ErrorKind, JobProgress, Result};
use crate::jobs::checkpoint_store::SharedStore;
use crate::operation::Progress;
use crate::schema::PendingWrite;

/// How long a job runs until it saves its position again.
const SAVED_EVERY: Duration = Duration::from_secs(1);

/// The position of an import; clones share it.
#[derive(Clone)]
pub(super) struct Tracker(Arc<Mutex<State>>);

struct State {
    /// The position after the last line that was read.
    read: ImportPosition,
    /// The positions before the lines that are not done yet, by line number.
    outstanding: BTreeMap<usize, ImportPosition>,
    progress: JobProgress,
    failures: Vec<Error>,
    begun: Instant,
}

impl Tracker {
    pub(super) fn new(position: ImportPosition) -> Self {
        let progress = position.progress();
        let (outstanding, failures) = (BTreeMap::new(), Vec::new());
        Self(Arc::new(Mutex::new(State { read: position, outstanding, progress, failures, begun: Instant::now() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a line that was read. Returns its number, from 1, if it is not empty.
    pub(super) fn read(&self, line: &Line) -> Option<usize> {
        let mut state = self.state();
        let before = state.read;
        state.read.lines += 1;
        state.read.bytes += line.bytes;
        if line.text.trim_ascii().is_empty() {
            return None;
        }
        state.read.items += 1;
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
    pub(super) fn failed(&self, number: usize, error: Error, most: u64) -> Result<()> {
        let mut state = self.state();
        state.progress.failed += 1;
        if state.failures.len() as u64 >= most {
            return Err(error);
        }
        state.failures.push(error);
        state.outstanding.remove(&number);
        state.read.failed += 1;
        state.progress.items += 1;
        Ok(())
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
        state.outstanding.first_key_value().map_or(state.read, |(_, before)| *before)
    }

    /// Returns the progress at the end, and the errors of lines that were left out.
    pub(super) fn finish(&self) -> (JobProgress, Vec<Error>) {
        let mut state = self.state();
        state.progress.elapsed = state.begun.elapsed();
        (state.progress.clone(), std::mem::take(&mut state.failures))
    }
}

/// Saves the position from time to time.
pub(super) struct Saver {
    pub(super) store: Option<SharedStore>,
    pub(super) tracker: Tracker,
    pub(super) saved_at: Instant,
}

impl Saver {
    pub(super) async fn save_if_due(&mut self) -> Result<()> {
        if self.store.is_some() && self.saved_at.elapsed() >= SAVED_EVERY {
            self.save(false).await?;
        }
        Ok(())
    }

    pub(super) async fn save(&mut self, ended: bool) -> Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        let text = serde_json::to_string(&Saved { import: self.tracker.position(), ended });
        let text = text.map_err(|error| Error::caused(ErrorKind::Other, error))?;
        store.save(&text).await?;
        self.saved_at = Instant::now();
        Ok(())
    }
}
