use std::sync::Arc;

use super::Database;
use super::limits::Limits;
use crate::error::Result;

/// Where an operation runs, and within which limits, as far as its `on`, `on_table`, `timeout` and the like say it.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    database: Option<Database>,
    /// The table, in place of the one that the items declare.
    table: Option<Arc<str>>,
    limits: Limits,
}

impl Destination {
    pub(crate) fn new(database: Database, limits: Limits) -> Self {
        Self { database: Some(database), table: None, limits }
    }

    pub(crate) fn set_database(&mut self, database: &Database) {
        self.database = Some(database.clone());
    }

    pub(crate) fn set_table(&mut self, name: impl Into<String>) {
        self.table = Some(name.into().into());
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn limits_mut(&mut self) -> &mut Limits {
        &mut self.limits
    }

    /// The database and the limits, which this destination then has no more.
    pub(crate) fn take(&mut self) -> Self {
        Self { database: self.database.take(), table: None, limits: std::mem::take(&mut self.limits) }
    }

    pub(crate) fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    pub(crate) fn table(&self) -> Option<&Arc<str>> {
        self.table.as_ref()
    }

    /// The database, in which the declared table has the name that was given.
    pub(crate) fn find(self, declared: Option<&str>) -> Result<Database> {
        let database = Database::find(self.database)?;
        Ok(match (self.table, declared) {
            (Some(name), Some(declared)) => database.renaming(declared, name),
            _ => database,
        })
    }

    /// The name of a declared table, as far as it is known before the operation runs.
    pub(crate) fn name_of(&self, declared: &str) -> String {
        match (&self.table, &self.database) {
            (Some(name), _) => name.to_string(),
            (None, Some(database)) => database.name_of(declared),
            (None, None) => declared.to_owned(),
        }
    }
}

impl From<Database> for Destination {
    fn from(database: Database) -> Self {
        Self::new(database, Limits::default())
    }
}
