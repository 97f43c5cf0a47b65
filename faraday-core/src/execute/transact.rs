//! Operations as parts of a transaction: [`Write`] and [`Read`].

use std::fmt;
use std::sync::Arc;

use super::expired::Expiry;
use super::request::Request;
use super::rows::Rows;
use super::target::Target;
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{ExpectedVersion, Identity, Item, TableSchema};

/// An operation that may be part of a [`transaction`](crate::transaction): a put, update or delete that returns no item, or
/// a check.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a transaction",
    label = "expected a put, update, delete or check that gives nothing back",
    note = "a transaction returns no items: leave `returning_old`, `returning_new` and the like out; read with `transaction_get`"
)]
pub trait Write {
    /// Erases the type, so that a `Vec` can hold different operations.
    fn into_write(self) -> TransactWrite;
}

/// Builds the request when the table and the time are known.
type MakeRequest = Box<dyn FnOnce(&Target) -> Result<Request> + Send>;

/// One write of a transaction, on any table.
pub struct TransactWrite {
    /// DynamoDB's name of the write: `Put`, `Update`, `Delete`, `ConditionCheck`.
    pub(crate) role: &'static str,
    pub(crate) schema: TableSchema,
    /// The table's name, if it replaces the one that the item declares.
    pub(crate) table: Option<Arc<str>>,
    /// The item that is written; `None` if its key cannot be encoded. Building the request then reports why.
    pub(crate) identity: Option<Identity>,
    pub(crate) version: Option<ExpectedVersion>,
    /// Whether this write's condition asks for the current schema version.
    pub(crate) checks_schema_version: bool,
    /// The unique attributes that this write guards.
    pub(crate) guarded: Option<&'static [&'static str]>,
    pub(crate) request: MakeRequest,
}

impl TransactWrite {
    /// Creates the write. If the operation has its own database or limits, building the request fails; it may have its own table.
    pub(crate) fn new<I: Item>(
        role: &'static str,
        identity: Option<Identity>,
        destination: &Destination,
        request: impl FnOnce(&Target) -> Result<Request> + Send + 'static,
    ) -> Self {
        let refused = on_whole(destination, "the transaction");
        let request = move |target: &Target| refused.and_then(|()| request(target));
        let table = destination.table().cloned();
        let (version, checks_schema_version, guarded) = (None, false, None);
        let (schema, request) = (I::SCHEMA, Box::new(request));
        Self { role, schema, table, identity, version, checks_schema_version, guarded, request }
    }

    /// Checks or changes the request after it is built.
    pub(crate) fn and_then(self, then: impl FnOnce(Request) -> Result<Request> + Send + 'static) -> Self {
        let request = self.request;
        Self { request: Box::new(move |target| request(target).and_then(then)), ..self }
    }

    /// Guards these unique attributes.
    pub(crate) fn guarding(self, fields: &'static [&'static str]) -> Self {
        Self { guarded: Some(fields), ..self }
    }

    /// Expects the stored item to have this version, and to be of the current schema version.
    pub(crate) fn checked(self, version: Option<ExpectedVersion>, checks_schema_version: bool) -> Self {
        Self { version, checks_schema_version, ..self }
    }
}

/// Refuses an operation that is part of a `whole` and has its own database or limits: it would run on the wrong database, and its time-out
/// would not apply. It may have its own table.
pub(crate) fn on_whole(destination: &Destination, whole: &str) -> Result<()> {
    let message = if destination.database().is_some() {
        format!("it has a database of its own: call `on` on {whole} instead")
    } else if destination.limits().is_set() {
        format!("it has a time-out, a deadline, retries or a rate limit of its own: set them on {whole} instead")
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::InvalidArgument, message))
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

/// A read that may be part of a [`transaction_get`](crate::transaction_get): a get without `consistent`, because transactional
/// reads are always serializable.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a transaction",
    label = "expected a `get`",
    note = "reads in a transaction are serializable by themselves: leave `.consistent()` out"
)]
pub trait Read {
    /// How its rows are decoded.
    type Rows: Rows;

    #[doc(hidden)]
    fn into_read(self) -> (TransactRead, Self::Rows);
}

/// One read of a transaction, on any table.
pub struct TransactRead {
    pub(crate) schema: TableSchema,
    /// The table's name, if it replaces the one that the item declares.
    pub(crate) table: Option<Arc<str>>,
    /// Whether it reads encrypted attributes.
    pub(crate) encrypted: bool,
    /// Set if expired items are left out.
    pub(crate) expiry: Option<Expiry>,
    /// The item that is read; see [`TransactWrite`].
    pub(crate) identity: Option<Identity>,
    pub(crate) request: Box<dyn FnOnce() -> Result<Request> + Send>,
}

impl TransactRead {
    pub(crate) fn new<I: Item>(
        identity: Option<Identity>,
        encrypted: bool,
        destination: &Destination,
        request: impl FnOnce() -> Result<Request> + Send + 'static,
    ) -> Self {
        let refused = on_whole(destination, "the transaction");
        let table = destination.table().cloned();
        let request = move || refused.and_then(|()| request());
        Self { schema: I::SCHEMA, table, encrypted, expiry: None, identity, request: Box::new(request) }
    }
}

impl fmt::Debug for TransactRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get {}", self.schema.table())
    }
}
