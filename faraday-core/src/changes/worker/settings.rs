//! The settings of a worker, [`WorkerSettings`], and the state that its parts share, [`Context`].

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::held::{Held, Stop};
use super::store::LeaseStore;
use crate::changes::consumer::{Permits, Settings};
use crate::changes::decode::RecordDecoder;
use crate::changes::requests::Source;
use crate::error::{Error, ErrorKind, Result};

type ErrorHandler = Arc<dyn Fn(Error) -> Result<()> + Send + Sync>;

#[derive(Clone)]
pub(super) struct WorkerSettings {
    /// How long nobody may renew a lease before another worker takes it.
    pub(super) lease_duration: Duration,
    /// How often a position is saved while changes come.
    pub(super) checkpoint_every: Duration,
    /// Decides about changes that cannot be decoded, and about lost changes.
    pub(super) on_error: Option<ErrorHandler>,
}

impl WorkerSettings {
    pub(super) fn new() -> Self {
        let (lease_duration, checkpoint_every) = (Duration::from_secs(20), Duration::from_secs(1));
        Self { lease_duration, checkpoint_every, on_error: None }
    }

    /// # Errors
    ///
    /// When leases could not be renewed in time, or would never expire.
    pub(super) fn check(&self) -> Result<()> {
        let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(3_600));
        if (shortest..=longest).contains(&self.lease_duration) {
            return Ok(());
        }
        let message = format!("a lease lasts from 100 ms to an hour, not {:?}", self.lease_duration);
        Err(Error::new(ErrorKind::InvalidArgument, message))
    }

    /// How often leases are renewed and checked. A lease is kept even if three of four renewals are late.
    pub(super) fn interval(&self) -> Duration {
        self.lease_duration / 4
    }
}

/// The state that the parts of a worker share.
pub(super) struct Context<I> {
    pub(super) store: LeaseStore,
    pub(super) source: Source,
    pub(super) decoder: RecordDecoder<I>,
    pub(super) reading: Settings,
    pub(super) settings: WorkerSettings,
    pub(super) permits: Permits,
    held: Mutex<HashMap<String, Arc<Held>>>,
    /// Wakes the part that checks the leases.
    pub(super) wake: Notify,
    /// Whether leases are being taken. They must be given back.
    taking: AtomicBool,
    stopping: AtomicBool,
}

impl<I> Context<I> {
    pub(super) fn new(
        store: LeaseStore,
        source: Source,
        decoder: RecordDecoder<I>,
        reading: Settings,
        settings: WorkerSettings,
    ) -> Self {
        let (held, permits, wake) = (Mutex::default(), Permits::new(), Notify::new());
        let (taking, stopping) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { store, source, decoder, reading, settings, permits, held, wake, taking, stopping }
    }

    pub(super) fn is_taking(&self) -> bool {
        self.taking.load(Ordering::Relaxed)
    }

    pub(super) fn set_taking(&self, taking: bool) {
        self.taking.store(taking, Ordering::Relaxed);
    }

    /// Whether the worker takes no more leases.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Arc<Held>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn all_held(&self) -> Vec<Arc<Held>> {
        self.held().values().cloned().collect()
    }

    pub(super) fn holds(&self, shard: &str) -> bool {
        self.held().contains_key(shard)
    }

    pub(super) fn hold(&self, held: &Arc<Held>) {
        self.held().insert(held.shard.clone(), Arc::clone(held));
    }

    /// The shard is no longer read, unless it was taken again. Its children may begin, so the leases are checked.
    pub(super) fn let_go(&self, held: &Held) {
        self.held().retain(|_, other| other.shard != held.shard || other.epoch != held.epoch);
        self.wake.notify_one();
    }

    /// Ends the reading of all shards.
    pub(super) fn stop_all(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.all_held().iter().for_each(|held| held.stop(Stop::Release));
    }

    /// Asks the user whether to go on.
    pub(super) fn report(&self, error: Error) -> Result<()> {
        let error = self.source.in_context(error, "GetRecords");
        match &self.settings.on_error {
            Some(handler) => handler(error),
            None => Err(error),
        }
    }
}
