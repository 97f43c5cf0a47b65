//! The table, the time and the keys that a request is built for: [`Target`].

use std::time::SystemTime;

use crate::database::{Database, Destination};
use crate::error::Result;
use crate::schema::{AttributeEncryption, TableSchema};

/// The table, the time and the encryption keys of a request.
pub struct Target {
    /// The table's name with the database's prefix; empty for a request with no table or several tables.
    pub(crate) table: String,
    pub(crate) now: SystemTime,
    pub(crate) encryption: AttributeEncryption,
    /// Whether the request asks for the consumed capacity.
    pub(crate) metered: bool,
}

impl Target {
    pub(crate) fn on(schema: Option<&TableSchema>, database: &Database, metered: bool) -> Self {
        Self {
            table: schema.map(|schema| database.name_of(schema.table())).unwrap_or_default(),
            now: database.now(),
            encryption: AttributeEncryption::With(database.keys().clone()),
            metered,
        }
    }

    /// Creates the target of a part of a transaction, which may have its own table.
    pub(crate) fn of_part(schema: &TableSchema, table: Option<&str>, database: &Database) -> Self {
        let target = Self::on(Some(schema), database, false);
        Self { table: table.map_or(target.table, str::to_owned), ..target }
    }

    /// Creates the target for `explain`, which needs neither a database nor keys.
    pub(crate) fn shown(schema: &TableSchema, destination: &Destination) -> Self {
        let database = destination.database();
        Self {
            table: destination.name_of(schema.table()),
            now: database.map_or_else(SystemTime::now, Database::now),
            encryption: AttributeEncryption::Shown,
            metered: false,
        }
    }

    pub(crate) fn table_name(&self) -> Option<&str> {
        Some(self.table.as_str()).filter(|table| !table.is_empty())
    }

    /// Fails before anything is sent if the operation reads encrypted fields and the database has no keys.
    pub(crate) fn needs_keys(&self, encrypted: bool) -> Result<()> {
        match &self.encryption {
            AttributeEncryption::With(keys) if encrypted => Ok(keys.needed()?),
            _ => Ok(()),
        }
    }
}
