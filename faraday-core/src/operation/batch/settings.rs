//! The settings of a batch, and its progress.

use std::fmt;
use std::time::SystemTime;

use crate::database::Database;
use crate::database::RetrySettings;
use crate::error::{Error, SendSettings};
use crate::execute::Capacity;

/// The progress of a batch.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Writes that were acknowledged.
    pub items: u64,
    /// Their bytes, as DynamoDB JSON.
    pub bytes: u64,
    /// Writes that had to be sent again.
    pub retries: u64,
    /// Capacity units, if it is metered.
    pub capacity: Option<Capacity>,
}

/// The function that is called with the progress.
pub(super) type ProgressCallback = Box<dyn FnMut(&Progress) + Send>;

/// The settings of a batch.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) retry: RetrySettings,
    pub(super) concurrency: Option<usize>,
    pub(super) progress: Option<ProgressCallback>,
    pub(super) skip_invalid: bool,
    pub(super) database: Option<Database>,
}

impl Settings {
    pub(super) fn send_settings(&self) -> SendSettings {
        let Self { retry, concurrency, database, .. } = self;
        SendSettings { retry: *retry, concurrency: *concurrency, database: database.clone() }
    }

    pub(super) fn of(settings: SendSettings) -> Self {
        let SendSettings { retry, concurrency, database } = settings;
        Self { retry, concurrency, database, ..Self::default() }
    }

    /// The error of a write that cannot be encoded.
    pub(super) fn refused(&self, (position, table, error): Invalid) -> Error {
        let database = Database::find(self.database.clone()).ok();
        let table = database.map_or_else(|| table.to_owned(), |database| database.table_name(table));
        at(position, error.with_operation("BatchWriteItem", Some(&table)))
    }

    /// The clock for the times of writes.
    pub(super) fn clock(&self) -> impl Fn() -> SystemTime + Send + use<> {
        let database = Database::find(self.database.clone()).ok();
        move || database.as_ref().map_or_else(SystemTime::now, Database::now)
    }
}

/// A write that cannot be sent, of this table, and why.
pub(super) type Invalid = (usize, &'static str, Error);

/// An error of the write at this position.
pub(super) fn at(position: usize, error: Error) -> Error {
    error.with_part(format!("item {position}")).with_operation("BatchWriteItem", None)
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings")
    }
}
