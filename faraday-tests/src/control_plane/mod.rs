//! A control plane without items that is as slow and as strict as the service's: changes that the local engines make at once take time
//! here, and it refuses what the service refuses.
//!
//! Its rules come from AWS's documentation; each links its page if there is one.

mod attributes;
mod backups;
mod connector;
mod create;
mod describe;
mod encryption;
pub(crate) mod failure;
mod index;
mod moment;
mod refusal;
mod settings;
mod state;
mod stream;
mod table;
mod tables;
mod tags;
mod throughput;
mod time_to_live;
mod update;
mod update_indexes;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use serde_json::Value;

pub use refusal::Refusal;

use settings::Settings;
use state::{Hook, State};

/// An account with tables, in place of the service's; clones share it.
///
/// All its times are tokio's, so in a test with a paused clock they pass at once.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use faraday::Database;
/// use faraday_tests::control_plane::{ControlPlane, Refusal};
///
/// let plane = ControlPlane::new().creating_for(Duration::from_secs(10)).at_most_at_once(2);
/// let db = Database::new(plane.client());
/// plane.fail_next("CreateTable", 1, Refusal::LostAnswer);
/// // … and after `db` was used:
/// assert_eq!(plane.count("CreateTable"), 2);
/// ```
#[derive(Debug, Clone)]
pub struct ControlPlane {
    state: Arc<Mutex<State>>,
}

/// One received request; every attempt of the SDK is one.
#[derive(Debug, Clone)]
pub struct Request {
    /// DynamoDB's name of the operation: `CreateTable`.
    pub operation: String,
    /// The body.
    pub body: Value,
    /// When it arrived, from when the plane was made.
    pub at: Duration,
}

impl Default for ControlPlane {
    fn default() -> Self {
        Self::new()
    }
}

impl ControlPlane {
    /// Returns an account without tables.
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(State::new())) }
    }

    /// The next `times` requests of the operation get this refusal, after those of earlier calls. Attempts count: the SDK makes three if it
    /// retries the refusal.
    pub fn fail_next(&self, operation: &str, times: usize, refusal: Refusal) -> &Self {
        let mut state = self.state();
        state.script.entry(operation.to_owned()).or_default().extend(std::iter::repeat_n(refusal, times));
        drop(state);
        self
    }

    /// Runs the hook before every request of a client. The hook may change the plane. Its result is the refusal of requests for which
    /// [`Self::fail_next`] has none.
    pub fn on_call(&self, hook: impl FnMut(&str, &Value) -> Option<Refusal> + Send + 'static) -> &Self {
        self.state().hook = Some(Hook::new(hook));
        self
    }

    /// Applies a request of somebody else: it is not recorded, gets no fault, and runs no hook.
    ///
    /// # Errors
    ///
    /// Returns the code of the service's error.
    pub fn request(&self, operation: &str, body: &Value) -> Result<Value, String> {
        self.state().answer(operation, body).map_err(|failure| failure.code.to_owned())
    }

    /// Deletes the table at once; `false` if it does not exist.
    pub fn delete_table_now(&self, name: &str) -> bool {
        self.state().tables.remove(name).is_some()
    }

    /// Puts the table into this status for a while, as if somebody else had started a change.
    ///
    /// # Panics
    ///
    /// When there is no such table.
    pub fn busy_now(&self, name: &str, status: &'static str, duration: Duration) {
        let mut state = self.state();
        let moment = state.settled();
        state.tables.get_mut(name).expect("the table is there").begin(status, moment.after(duration));
    }

    /// Returns the service's time, for the clock of a database on this plane.
    pub fn time(&self) -> SystemTime {
        self.state().settled().time()
    }

    /// Returns the status of a table, without a request; `None` if it does not exist.
    pub fn status(&self, name: &str) -> Option<&'static str> {
        let mut state = self.state();
        state.settled();
        state.tables.get(name).map(|table| table.status())
    }

    /// Returns all requests so far, in order, one for each attempt.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Returns the bodies of one operation's requests.
    pub fn bodies(&self, operation: &str) -> Vec<Value> {
        let requests = self.requests().into_iter();
        requests.filter(|request| request.operation == operation).map(|request| request.body).collect()
    }

    /// Returns how many requests of the operation arrived.
    pub fn count(&self, operation: &str) -> usize {
        self.bodies(operation).len()
    }

    /// Returns how many refusals of [`Self::fail_next`] are left.
    pub fn pending(&self) -> usize {
        self.state().script.values().map(|refusals| refusals.len()).sum()
    }

    /// Forgets the requests, the refusals that are left and the hook; the tables stay.
    pub fn clear(&self) {
        let mut state = self.state();
        state.requests.clear();
        state.script.clear();
        state.hook = None;
    }

    fn set(self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.state().settings);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}
