use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::failure::{Failure, Outcome, beyond_limit, not_found};
use super::moment::Moment;
use super::settings::Settings;
use super::table::Table;
use super::{Refusal, Request, attributes};

/// The state of a plane.
#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) tables: BTreeMap<String, Table>,
    pub(super) script: HashMap<String, VecDeque<Refusal>>,
    pub(super) hook: Option<Hook>,
    pub(super) requests: Vec<Request>,
    start: Instant,
    /// The number of tables made so far, so that two tables with the same name differ.
    pub(super) made: u64,
}

/// The hook that runs before a request.
#[derive(Clone)]
pub(super) struct Hook(Arc<Mutex<Run>>);

type Run = dyn FnMut(&str, &Value) -> Option<Refusal> + Send;

type Operation = fn(&mut State, &Value, &Moment) -> Outcome;

/// The known operations.
const OPERATIONS: &[(&str, Operation)] = &[
    ("CreateTable", State::create_table),
    ("DescribeTable", State::describe_table),
    ("UpdateTable", State::update_table),
    ("DeleteTable", State::delete_table),
    ("ListTables", State::list_tables),
    ("UpdateTimeToLive", State::update_time_to_live),
    ("DescribeTimeToLive", State::describe_time_to_live),
    ("UpdateContinuousBackups", State::update_continuous_backups),
    ("DescribeContinuousBackups", State::describe_continuous_backups),
    ("TagResource", State::tag_resource),
    ("UntagResource", State::untag_resource),
    ("ListTagsOfResource", State::list_tags_of_resource),
];

impl State {
    pub(super) fn new() -> Self {
        Self {
            settings: Settings::default(),
            tables: BTreeMap::new(),
            script: HashMap::new(),
            hook: None,
            requests: Vec::new(),
            start: Instant::now(),
            made: 0,
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Updates every table to the current time.
    pub(super) fn settled(&mut self) -> Moment {
        let moment = Moment { now: Instant::now(), start: self.start, settings: self.settings };
        self.tables.retain(|_, table| table.settle(moment.now));
        moment
    }

    pub(super) fn answer(&mut self, operation: &str, body: &Value) -> Outcome {
        let moment = self.settled();
        match OPERATIONS.iter().find(|(name, _)| *name == operation) {
            Some((_, apply)) => apply(self, body, &moment),
            None => Err(Failure::new("UnknownOperationException", format!("the control plane has no {operation}"))),
        }
    }

    /// The table that a request names.
    pub(super) fn table(&mut self, body: &Value) -> Outcome<&mut Table> {
        let name = attributes::table_name(body)?;
        self.tables.get_mut(&name).ok_or_else(|| not_found(&format!("Table: {name} not found")))
    }

    /// Fails if one more change would exceed the account's quota: 500 at the service.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
    pub(super) fn room_for_one_more(&self) -> Outcome<()> {
        let busy = self.tables.values().filter(|table| !table.is_active()).count();
        let limit = self.settings.at_once;
        if busy < limit {
            return Ok(());
        }
        Err(beyond_limit(format!("Only {limit} tables can be created, updated, or deleted simultaneously")))
    }
}

impl Hook {
    pub(super) fn new(hook: impl FnMut(&str, &Value) -> Option<Refusal> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(hook)))
    }

    pub(super) fn run(&self, operation: &str, body: &Value) -> Option<Refusal> {
        let mut hook = self.0.lock().unwrap();
        hook(operation, body)
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").finish_non_exhaustive()
    }
}
