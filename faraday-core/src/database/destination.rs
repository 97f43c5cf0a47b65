use std::sync::Arc;

use super::Database;
use super::limits::Limits;
use crate::error::Result;

/// Where an operation runs and within which limits, as set by its `on`, `on_table`, `timeout` and similar methods.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    database: Option<Database>,
    /// The table's name, if it replaces the one that the items declare.
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

    /// Moves the database and the limits out of this destination.
    pub(crate) fn take(&mut self) -> Self {
        Self { database: self.database.take(), table: None, limits: std::mem::take(&mut self.limits) }
    }

    pub(crate) fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    pub(crate) fn table(&self) -> Option<&Arc<str>> {
        self.table.as_ref()
    }

    /// Finds the database, and renames the declared table if `on_table` gave it a name.
    pub(crate) fn find(self, declared: Option<&str>) -> Result<Database> {
        let database = Database::find(self.database)?;
        Ok(match (self.table, declared) {
            (Some(name), Some(declared)) => database.renaming(declared, name),
            _ => database,
        })
    }

    /// Returns the name of a declared table on the database that the operation uses, if there is one already.
    pub(crate) fn resolved_name_of(&self, declared: &str) -> String {
        let found = self.clone().find(Some(declared));
        found.map_or_else(|_| self.name_of(declared), |database| database.name_of(declared))
    }

    /// Returns the name of a declared table, as far as it is known before the operation runs.
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
