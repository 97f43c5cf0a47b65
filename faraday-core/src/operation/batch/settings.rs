//! The settings of a batch, and its progress.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::database::{Capacity, Database, Destination};
use crate::error::{Error, ErrorKind, Result, SendSettings};
use crate::execute::{Execution, Sender};
use crate::schema::PendingWrite;

/// The progress of a batch.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Writes that were acknowledged.
    pub items: u64,
    /// The bytes of those writes, as DynamoDB JSON.
    pub bytes: u64,
    /// Writes that had to be sent again.
    pub retries: u64,
    /// The consumed capacity, if the batch is metered.
    pub capacity: Option<Capacity>,
}

/// The function that is called with the progress.
pub(super) type ProgressCallback = Box<dyn FnMut(&Progress) + Send>;

/// The function that is called with writes that were acknowledged.
pub(super) type Acknowledged = Box<dyn FnMut(&[PendingWrite]) + Send>;

/// The function that is called with the position of a write that DynamoDB refused, and the error.
pub(super) type Refused = Box<dyn FnMut(usize, Error) + Send>;

/// The settings of a batch.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) concurrency: Option<usize>,
    pub(super) progress: Option<ProgressCallback>,
    /// Called before the progress callback.
    pub(super) acknowledged: Option<Acknowledged>,
    /// If it is set, a write that DynamoDB refuses does not fail the others of its request.
    pub(super) refused: Option<Refused>,
    pub(super) skip_invalid: bool,
    pub(super) destination: Destination,
    /// The table of all writes, if it replaces the one that their items declare.
    pub(super) on_table: Option<Arc<str>>,
    /// Positions of writes that an earlier batch may have done.
    pub(super) unknown: BTreeSet<usize>,
}

impl Settings {
    /// Returns the settings for sending the remaining writes again.
    pub(super) fn send_settings(&self, sender: &Sender) -> SendSettings {
        SendSettings { concurrency: self.concurrency, destination: sender.destination_later() }
    }

    pub(super) fn of(settings: SendSettings) -> Self {
        let SendSettings { concurrency, destination } = settings;
        Self { concurrency, destination, ..Self::default() }
    }

    /// Returns the error of a write that cannot be encoded.
    pub(super) fn refused(&self, (position, table, error): Invalid) -> Error {
        let found = self.destination.clone().find(None);
        let table = found.map_or_else(|_| self.name_of(table), |database| database.name_of(table));
        at(position, error.with_operation("BatchWriteItem", Some(&table)))
    }

    /// Returns the name of a declared table, as far as it is known before the batch runs.
    pub(super) fn name_of(&self, declared: &str) -> String {
        self.on_table.as_ref().map_or_else(|| self.destination.name_of(declared), ToString::to_string)
    }

    /// Continues in a database in which the declared table has the name from `on_table`. Fails if the writes declare several tables.
    pub(super) fn place(
        &mut self,
        execution: &mut Execution,
        tables: impl IntoIterator<Item = &'static str>,
    ) -> Result<()> {
        let mut database = execution.database().clone();
        if let Some(name) = &self.on_table {
            let mut tables = tables.into_iter();
            if let Some(declared) = tables.next() {
                if tables.any(|other| other != declared) {
                    let message = "`on_table` is for the writes of one table, and this batch has several: make one batch for \
                                   each table";
                    return Err(Error::new(ErrorKind::InvalidArgument, message));
                }
                database = database.renaming(declared, Arc::clone(name));
            }
        }
        self.destination = database.clone().into();
        execution.set_database(database);
        Ok(())
    }

    /// Returns the clock for the times of writes.
    pub(super) fn clock(&self) -> impl Fn() -> SystemTime + Send + use<> {
        let database = self.destination.clone().find(None).ok();
        move || database.as_ref().map_or_else(SystemTime::now, Database::now)
    }
}

/// The position of a write that cannot be sent, its table, and the error.
pub(super) type Invalid = (usize, &'static str, Error);

/// Adds the position of the write to an error.
pub(super) fn at(position: usize, error: Error) -> Error {
    let error = if error.part().is_some() { error } else { error.with_part(format!("item {position}")) };
    error.with_operation("BatchWriteItem", None)
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings")
    }
}
