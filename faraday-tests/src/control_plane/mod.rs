//! A control plane that is as slow and as strict as the service's, without items: what the local engines answer at once
//! takes its time here, and is refused where the service refuses it.
//!
//! Its rules come from AWS's documentation; each names its page where there is one.

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

/// An account with tables in place of the service's; clones share it.
///
/// All its times are tokio's, so that they pass at once in a test with a paused clock.
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
/// // … and after a use of `db`:
/// assert_eq!(plane.count("CreateTable"), 2);
/// ```
#[derive(Debug, Clone)]
pub struct ControlPlane {
    state: Arc<Mutex<State>>,
}

/// One request as it arrived, which is once for every attempt of the SDK.
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
    /// An account without tables.
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(State::new())) }
    }

    /// The next `times` requests of the operation are answered so, after those of earlier calls. Attempts count: the SDK
    /// makes three of a request whose refusal it retries.
    pub fn fail_next(&self, operation: &str, times: usize, refusal: Refusal) -> &Self {
        let mut state = self.state();
        state.script.entry(operation.to_owned()).or_default().extend(std::iter::repeat_n(refusal, times));
        drop(state);
        self
    }

    /// This runs before every request that a client sends, and may change the plane; what it returns is the answer to
    /// requests that [`Self::fail_next`] has none for.
    pub fn on_call(&self, hook: impl FnMut(&str, &Value) -> Option<Refusal> + Send + 'static) -> &Self {
        self.state().hook = Some(Hook::new(hook));
        self
    }

    /// Applies a request of somebody else: it is not recorded, suffers no fault, and runs no hook.
    ///
    /// # Errors
    ///
    /// The code of the error that the service would answer.
    pub fn request(&self, operation: &str, body: &Value) -> Result<Value, String> {
        self.state().answer(operation, body).map_err(|failure| failure.code.to_owned())
    }

    /// The table is gone at once; `false` if it was not there.
    pub fn delete_table_now(&self, name: &str) -> bool {
        self.state().tables.remove(name).is_some()
    }

    /// The table is in this status for a while, as if somebody else had begun something.
    ///
    /// # Panics
    ///
    /// When there is no such table.
    pub fn busy_now(&self, name: &str, status: &'static str, duration: Duration) {
        let mut state = self.state();
        let moment = state.settled();
        state.tables.get_mut(name).expect("the table is there").begin(status, moment.after(duration));
    }

    /// The service's time, for the clock of a database on this plane.
    pub fn time(&self) -> SystemTime {
        self.state().settled().time()
    }

    /// The status of a table, without a request; `None` if it is not there.
    pub fn status(&self, name: &str) -> Option<&'static str> {
        let mut state = self.state();
        state.settled();
        state.tables.get(name).map(|table| table.status())
    }

    /// All requests so far, in order; a retried request is there once for each attempt.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// The bodies of one operation's requests.
    pub fn bodies(&self, operation: &str) -> Vec<Value> {
        let requests = self.requests().into_iter();
        requests.filter(|request| request.operation == operation).map(|request| request.body).collect()
    }

    /// How many requests of the operation arrived.
    pub fn count(&self, operation: &str) -> usize {
        self.bodies(operation).len()
    }

    /// How many refusals of [`Self::fail_next`] have not happened yet.
    pub fn pending(&self) -> usize {
        self.state().script.values().map(|refusals| refusals.len()).sum()
    }

    /// Forgets the requests, the refusals that have not happened and the hook; the tables stay.
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
