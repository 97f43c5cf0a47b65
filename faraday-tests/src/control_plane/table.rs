use std::collections::BTreeMap;

use serde_json::Value;
use tokio::time::Instant;

use super::attributes::key_attributes;
use super::backups::Backups;
use super::encryption::Encryption;
use super::index::Index;
use super::moment::over;
use super::stream::Stream;
use super::tags::Tags;
use super::throughput::Throughput;
use super::time_to_live::TimeToLive;

/// A table without items.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) created: Instant,
    /// The time from which `DescribeTable` finds it.
    pub(super) seen: Instant,
    /// The change that is under way; `None` if the table is active.
    pub(super) busy: Option<Busy>,
    pub(super) key_schema: Value,
    /// Types by attribute name.
    pub(super) definitions: BTreeMap<String, String>,
    pub(super) billing: Billing,
    pub(super) throughput: Throughput,
    pub(super) globals: Vec<Index>,
    /// The local indexes as in the request.
    pub(super) locals: Vec<Value>,
    pub(super) stream: Stream,
    pub(super) encryption: Encryption,
    pub(super) class: Class,
    pub(super) protected: bool,
    pub(super) time_to_live: TimeToLive,
    pub(super) backups: Backups,
    pub(super) tags: Tags,
}

/// A status other than `ACTIVE`, and its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Busy {
    pub(super) status: &'static str,
    pub(super) until: Instant,
}

/// How the table is billed.
#[derive(Debug, Clone, Default)]
pub(super) struct Billing {
    pub(super) on_demand: bool,
    /// When it was last set to on demand, at its creation or later.
    pub(super) last_on_demand: Option<Instant>,
    /// When it was changed to on demand.
    pub(super) switches: Vec<Instant>,
}

/// The table's class.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// `None` if no request ever named the class: then it is `STANDARD`.
    pub(super) name: Option<String>,
    pub(super) changes: Vec<Instant>,
}

impl Table {
    pub(super) fn status(&self) -> &'static str {
        self.busy.map_or("ACTIVE", |busy| busy.status)
    }

    pub(super) fn is_active(&self) -> bool {
        self.busy.is_none()
    }

    pub(super) fn begin(&mut self, status: &'static str, until: Instant) {
        self.busy = Some(Busy { status, until });
    }

    pub(super) fn index(&mut self, name: &str) -> Option<&mut Index> {
        self.globals.iter_mut().find(|index| index.name == name)
    }

    /// The attributes that the keys of the table and of its indexes use.
    pub(super) fn used_attributes(&self) -> Vec<&str> {
        let schemas = [&self.key_schema].into_iter();
        let schemas = schemas.chain(self.locals.iter().map(|local| &local["KeySchema"]));
        let schemas = schemas.chain(self.globals.iter().map(|global| &global.key_schema));
        schemas.flat_map(key_attributes).collect()
    }

    /// Updates the table to the current time; `false` if it is gone.
    pub(super) fn settle(&mut self, now: Instant) -> bool {
        if let Some(busy) = self.busy.filter(|busy| busy.until <= now) {
            self.busy = None;
            if busy.status == "DELETING" {
                return false;
            }
        }
        self.globals.retain_mut(|index| index.settle(now));
        self.throughput.settle(now);
        self.encryption.settle(now);
        self.time_to_live.settle(now);
        self.forget_unused_definitions();
        true
    }

    /// Removes the definitions of attributes that are no longer keys.
    fn forget_unused_definitions(&mut self) {
        let used: Vec<String> = self.used_attributes().into_iter().map(str::to_owned).collect();
        self.definitions.retain(|name, _| used.contains(name));
    }
}

impl Class {
    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("STANDARD")
    }
}

/// Removes a time that has passed.
pub(super) fn settle(until: &mut Option<Instant>, now: Instant) {
    if over(*until, now) {
        *until = None;
    }
}
