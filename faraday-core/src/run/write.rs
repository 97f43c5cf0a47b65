//! A write as a part of a transaction, and what every write is told of its table.

use std::fmt;
use std::time::SystemTime;

use super::identity::Identity;
use super::request::Request;
use super::rows::Rows;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Item, Sealing, TableSchema};

/// Where and when a write happens.
pub(crate) struct Target {
    pub(crate) table: String,
    pub(crate) now: SystemTime,
    pub(crate) sealing: Sealing,
}

impl Target {
    pub(crate) fn of<I: Item>(database: &Database) -> Self {
        Self::on(&I::SCHEMA, database)
    }

    pub(crate) fn on(schema: &TableSchema, database: &Database) -> Self {
        let sealing = Sealing::With(database.keys().clone());
        Self { table: database.table_name(schema.table()), now: database.now(), sealing }
    }

    /// For a reader's eyes, where there need not be a database.
    pub(crate) fn shown(schema: &TableSchema, database: Option<&Database>) -> Self {
        let shown = |database| Self { sealing: Sealing::Shown, ..Self::on(schema, database) };
        let nowhere = || Self { table: schema.table().to_owned(), now: SystemTime::now(), sealing: Sealing::Shown };
        database.map_or_else(nowhere, shown)
    }
}

/// An operation that may stand in a [`transaction`](crate::transaction): a put, an update or a delete that gives nothing
/// back, or a check.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a transaction",
    label = "expected a put, update, delete or check that gives nothing back",
    note = "a transaction gives no items back: leave `returning_old`, `returning_new` and the like out; read with `transaction_get`"
)]
pub trait Write {
    /// The operation without its type, to be put into a `Vec` with others.
    fn into_write(self) -> TransactWrite;
}

/// One write of a transaction, of any item's table.
pub struct TransactWrite {
    /// As DynamoDB names it: `Put`, `Update`, `Delete`, `ConditionCheck`.
    pub(crate) role: &'static str,
    pub(crate) schema: TableSchema,
    /// Which item it is of; `None` if its key has no form in DynamoDB, which its request tells.
    pub(crate) identity: Option<Identity>,
    /// The attribute with the version that it is checked to be of.
    pub(crate) version: Option<(&'static str, u64)>,
    pub(crate) request: Box<dyn FnOnce(Target) -> Result<Request> + Send>,
}

impl TransactWrite {
    /// `own`: it was told a database by itself.
    pub(crate) fn new<I: Item>(
        role: &'static str,
        identity: Option<Identity>,
        own: bool,
        request: impl FnOnce(Target) -> Result<Request> + Send + 'static,
    ) -> Self {
        let refused = if own { Err(own_database()) } else { Ok(()) };
        let request = move |target| refused.and_then(|()| request(target));
        Self { role, schema: I::SCHEMA, identity, version: None, request: Box::new(request) }
    }

    /// Of an operation that is checked to be of this version.
    pub(crate) fn checked<I: Item>(self, version: Option<u64>) -> Self {
        Self { version: I::MANAGED.version().zip(version), ..self }
    }
}

/// All operations of a transaction go to its database, so that one with another would go to the wrong one.
fn own_database() -> Error {
    let message = "it has a database of its own: give that to the transaction instead, by its `on`";
    Error::new(ErrorKind::InvalidArgument, message)
}

impl Write for TransactWrite {
    fn into_write(self) -> Self {
        self
    }
}

impl fmt::Debug for TransactWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.role, self.schema.table())
    }
}

/// A read that may stand in a [`transaction_get`](crate::transaction_get): a get that is not consistent, which a
/// transaction is by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a transaction",
    label = "expected a `get`",
    note = "reads in a transaction are serializable by themselves: leave `.consistent()` out"
)]
pub trait Read {
    /// How it reads its row.
    type Rows: Rows;

    #[doc(hidden)]
    fn into_read(self) -> (TransactRead, Self::Rows);
}

/// One read of a transaction, of any item's table.
pub struct TransactRead {
    pub(crate) schema: TableSchema,
    /// Whether what is encrypted is read.
    pub(crate) encrypted: bool,
    /// As of a [`TransactWrite`].
    pub(crate) identity: Option<Identity>,
    pub(crate) request: Box<dyn FnOnce(String) -> Result<Request> + Send>,
}

impl TransactRead {
    pub(crate) fn new<I: Item>(
        identity: Option<Identity>,
        encrypted: bool,
        own: bool,
        request: impl FnOnce(String) -> Result<Request> + Send + 'static,
    ) -> Self {
        let refused = if own { Err(own_database()) } else { Ok(()) };
        let request = move |table| refused.and_then(|()| request(table));
        Self { schema: I::SCHEMA, encrypted, identity, request: Box::new(request) }
    }
}

impl fmt::Debug for TransactRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get {}", self.schema.table())
    }
}
