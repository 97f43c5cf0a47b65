//! One task of the soak: [`Worker`]. It chooses operations, runs them, and compares what they report with its models.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use faraday::{Database, Error, ErrorKind, Result, error::Outcome};
use fastrand::Rng;

use super::items::{Entry, Kept, Note};
use super::owned::Owned;
use super::possible::{Effect, Possible, Told};
use super::settings::Settings;
use super::shared::Shared;
use super::tally::Tally;
use super::unique::Member;

/// The share of operations whose future is dropped before its end.
const DROPPED: f64 = 0.06;
/// The share of operations with a time-out so short that it may pass.
const HURRIED: f64 = 0.02;
/// If a key has more states than this, a read narrows them, so that the model stays exact.
const MANY: usize = 8;

/// A contradiction of the model, with everything needed to investigate it.
#[derive(Debug, Clone)]
pub struct Violation(pub(super) String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) type Checked<T = ()> = std::result::Result<T, Violation>;

/// How an operation ended.
pub(super) struct Ended<T> {
    pub(super) told: Told,
    pub(super) value: Option<T>,
    pub(super) error: Option<Error>,
}

pub(super) struct Worker {
    pub(super) id: u64,
    pub(super) owner: String,
    pub(super) member: Possible<Member>,
    pub(super) settings: Arc<Settings>,
    pub(super) rng: Rng,
    pub(super) shared: Arc<Shared>,
    pub(super) tally: Arc<Tally>,
    entries: Owned<Entry>,
    notes: Owned<Note>,
    database: Database,
    /// The last value that was written. No other write of this task has it.
    value: u64,
}

/// An item that a worker has models for.
pub(super) trait OwnedItem: Kept {
    fn owned(worker: &mut Worker) -> &mut Owned<Self>;
}

impl OwnedItem for Entry {
    fn owned(worker: &mut Worker) -> &mut Owned<Self> {
        &mut worker.entries
    }
}

impl OwnedItem for Note {
    fn owned(worker: &mut Worker) -> &mut Owned<Self> {
        &mut worker.notes
    }
}

impl Worker {
    pub(super) fn new(task: u32, settings: &Arc<Settings>, database: &Database, shared: &Arc<Shared>) -> Self {
        Self {
            id: task.into(),
            owner: format!("task-{task}"),
            member: Possible::nothing(),
            settings: Arc::clone(settings),
            rng: Rng::with_seed(settings.seed.wrapping_mul(1_000_003).wrapping_add(task.into())),
            shared: Arc::clone(shared),
            tally: Arc::clone(&shared.tally),
            entries: Owned::new(),
            notes: Owned::new(),
            database: database.clone(),
            value: 0,
        }
    }

    /// Returns the database of the next operation. Sometimes its time-out is so short that it may pass.
    pub(super) fn database(&mut self) -> Database {
        if self.rng.f64() < HURRIED {
            return self.database.with_timeout(Duration::from_millis(self.rng.u64(1..20)));
        }
        self.database.clone()
    }

    /// Returns the database without a time-out.
    pub(super) fn plain_database(&self) -> Database {
        self.database.clone()
    }

    pub(super) fn next_value(&mut self) -> u64 {
        self.value += 1;
        self.value
    }

    /// Whether several states of a key are possible.
    pub(super) fn is_open<K: OwnedItem>(&mut self, number: u32) -> bool {
        K::owned(self).possible(number).certain().is_none()
    }

    /// Returns the item of a key, if its state is known and it exists.
    pub(super) fn stored<K: OwnedItem>(&mut self, number: u32) -> Option<K> {
        K::owned(self).possible(number).certain().cloned().flatten()
    }

    /// Returns a value that may be stored, or one that was.
    pub(super) fn some_value<K: OwnedItem>(&mut self, number: u32) -> u64 {
        let stored = K::owned(self).possible(number).states().iter().flatten().map(Kept::value).next_back();
        if self.rng.u8(0..4) == 0 { self.value } else { stored.unwrap_or_default() }
    }

    /// Runs an operation, or drops it before its end.
    pub(super) async fn run<T, O>(&mut self, name: &'static str, operation: O) -> Checked<Ended<T>>
    where
        O: IntoFuture<Output = Result<T>, IntoFuture: Send>,
    {
        let polls = if self.rng.f64() < DROPPED { self.rng.u32(1..7) } else { u32::MAX };
        self.end(name, stopped_after(polls, operation.into_future()).await)
    }

    /// Runs an operation to its end.
    pub(super) async fn run_whole<T, O>(&mut self, name: &'static str, operation: O) -> Checked<Ended<T>>
    where
        O: IntoFuture<Output = Result<T>, IntoFuture: Send>,
    {
        let ended = operation.into_future().await;
        self.end(name, Some(ended))
    }

    fn end<T>(&mut self, name: &'static str, ended: Option<Result<T>>) -> Checked<Ended<T>> {
        let (told, value, error) = match ended {
            None => (Told::Dropped, None, None),
            Some(Ok(value)) => (Told::Success, Some(value), None),
            Some(Err(error)) if is_expected(error.kind()) => {
                let refused = error.is_condition_failed() || error.is_version_conflict();
                (Told::Failed { outcome: self.settings.sabotaged(error.outcome()), refused }, None, Some(error))
            }
            Some(Err(error)) => {
                return Err(self.violation(&format!("{name} failed as no fault explains: {error:?}")));
            }
        };
        self.tally.count(name, told);
        Ok(Ended { told, value, error })
    }

    /// Runs an operation that only reads, and returns its result if it ended.
    pub(super) async fn look<T, O>(&mut self, name: &'static str, operation: O) -> Checked<Option<T>>
    where
        O: IntoFuture<Output = Result<T>, IntoFuture: Send>,
    {
        let ended = self.run(name, operation).await?;
        match ended.error {
            Some(error) if error.outcome() != Outcome::NotDone => {
                Err(self.violation(&format!("{name} only reads, and its outcome is {:?}", error.outcome())))
            }
            _ => Ok(ended.value),
        }
    }

    /// Records a write of a key in its model.
    pub(super) async fn wrote<K: OwnedItem>(
        &mut self,
        number: u32,
        what: &str,
        told: Told,
        effect: Effect<'_, K>,
    ) -> Checked {
        let key = K::owned(self).key(number);
        key.note(format!("{what}: {told:?}"));
        let before = key.possible.clone();
        if !key.possible.write(told, &effect) {
            key.possible = before.clone();
            return Err(self.violation_of::<K>(number, &format!("no state of {before:?} explains {what}: {told:?}")));
        }
        drop(effect);
        if K::owned(self).possible(number).states().len() > MANY { self.settle::<K>(number).await } else { Ok(()) }
    }

    /// Compares the result of a read with a key's model. Only a consistent read narrows the model.
    pub(super) fn saw<K: OwnedItem>(
        &mut self,
        number: u32,
        what: &str,
        consistent: bool,
        agrees: impl Fn(Option<&K>) -> bool,
    ) -> Checked {
        let key = K::owned(self).key(number);
        let before = key.possible.clone();
        key.note(format!("{what} of {} states", before.states().len()));
        let mut narrowed = before.clone();
        if !narrowed.read(|state| agrees(state.as_ref())) {
            return Err(self.violation_of::<K>(number, &format!("{what}, and possible was {before:?}")));
        }
        if consistent {
            key.possible = narrowed;
        }
        Ok(())
    }

    pub(super) fn violation(&self, text: &str) -> Violation {
        Violation(format!("seed {}, {}: {text}", self.settings.seed, self.owner))
    }

    pub(super) fn violation_of<K: OwnedItem>(&mut self, number: u32, text: &str) -> Violation {
        let history = K::owned(self).key(number).told();
        self.violation(&format!("{} {number}: {text}\n  the last operations of this key:{history}", K::KIND))
    }
}

/// Whether faults and conditions explain an error of this kind.
fn is_expected(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConditionalCheckFailed
            | ErrorKind::InternalServerError
            | ErrorKind::ProvisionedThroughputExceeded
            | ErrorKind::Timeout
            | ErrorKind::TransactionCanceled
            | ErrorKind::TransactionConflict
            | ErrorKind::Unprocessed
            | ErrorKind::Unreachable
            | ErrorKind::VersionConflict
    )
}

/// Runs a future until it is ready or was polled this often; then drops it, and returns `None`.
async fn stopped_after<F: Future>(polls: u32, future: F) -> Option<F::Output> {
    let mut future: Pin<Box<F>> = Box::pin(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        let polled = future.as_mut().poll(context).map(Some);
        left = left.saturating_sub(1);
        if polled.is_pending() && left == 0 { std::task::Poll::Ready(None) } else { polled }
    })
    .await
}
