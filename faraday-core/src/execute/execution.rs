//! One run of an operation: [`Execution`].
//!
//! It does once what every operation needs: it finds the database, names the table (`Target`), sends (`Sender`), adds context to errors,
//! counts consumed capacity, and calls observers.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::metered::Metered;
use super::report::OperationReport;
use super::sender::Sender;
use super::span::Counts;
use super::target::Target;
use super::written::Written;
use crate::database::{Capacity, Database, Destination, RetrySettings};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::TableSchema;
use crate::transport::{Api, Reply};

/// One run of an operation: where it runs, and what it has consumed so far.
pub struct Execution {
    operation: &'static str,
    pub(crate) sender: Sender,
    pub(crate) target: Target,
    /// What was consumed so far.
    pub(crate) consumed: Metered<()>,
    /// The outcome of the writes so far.
    pub(crate) written: Written,
    /// `None` if nobody observes the operation, or if it is a part of another operation.
    report: Option<Box<OperationReport>>,
    /// Whether the operation is one request, and ends with it.
    pub(super) is_one_request: bool,
}

impl Execution {
    /// Finds the database, and the name of the table in it.
    pub(crate) fn begin(
        operation: &'static str,
        schema: Option<&TableSchema>,
        destination: Destination,
        metered: bool,
    ) -> Result<Self> {
        let declared = schema.map(TableSchema::table);
        let limits = destination.limits().clone();
        let database = destination.find(declared).map_err(|error| error.with_operation(operation, None))?;
        let mut target = Target::on(schema, &database, metered);
        if let Some(message) = database.unusable() {
            let error = Error::new(ErrorKind::InvalidArgument, message);
            return Err(error.with_operation(operation, target.table_name()));
        }
        let report = match limits.whole() {
            Some(_) => None,
            None => OperationReport::begin(operation, target.table_name(), &database).map(Box::new),
        };
        let tally = limits.whole().or(report.as_ref().map(|report| report.tally())).cloned();
        let sender = Sender::new(database, limits, tally);
        target.metered |= sender.asks_capacity();
        let (consumed, written) = (Metered::none(()), Written::default());
        Ok(Self { operation, sender, target, consumed, written, report, is_one_request: false })
    }

    /// Begins an operation that is one request, outside of an [`Execute`](super::Execute): observers are called for it when its request
    /// has ended.
    pub(crate) fn of_one_request(
        operation: &'static str,
        schema: Option<&TableSchema>,
        database: &Database,
    ) -> Result<Self> {
        let execution = Self::begin(operation, schema, database.clone().into(), false)?;
        Ok(Self { is_one_request: true, ..execution })
    }

    /// Takes the report of the operation while it runs; `None` if nobody observes it.
    pub(crate) fn report(&mut self) -> Option<Box<OperationReport>> {
        self.report.take()
    }

    /// Adds context to an error, and calls the observers with the result.
    pub(crate) fn finish<T>(&self, report: Option<Box<OperationReport>>, ended: Result<T>) -> Result<T> {
        let ended = ended.map_err(|error| self.with_context(error));
        if let Some(report) = report {
            let counts = Counts { count: self.consumed.count, scanned_count: self.consumed.scanned_count };
            report.finish(ended.as_ref().map(|_| counts));
        }
        ended
    }

    pub(crate) fn database(&self) -> &Database {
        self.sender.database()
    }

    /// Continues in this database, in which tables have other names for this operation.
    pub(crate) fn set_database(&mut self, database: Database) {
        self.sender.set_database(database);
    }

    /// Sets the time after which the operation gives up, even during a request, unless it has its own time-out.
    pub(crate) fn give_up_after(&mut self, default: Duration) {
        if self.sender.deadline().is_none() {
            self.sender.give_up_at(Instant::now().checked_add(default));
        }
    }

    /// Sends a request on the operation's table, or on no table, and counts it.
    pub(crate) async fn send(&mut self, api: Api, body: impl Into<Bytes>) -> Result<Reply> {
        self.consumed.requests += 1;
        let sent = self.sender.send(api, self.target.table_name(), body.into()).await;
        let mut reply = if api.is_write() { self.written.record(sent) } else { sent }?;
        self.consumed.request_id = reply.request_id.take();
        Ok(reply)
    }

    /// Returns the settings of a loop that sends the same request again: see [`Sender::count_attempts`].
    pub(crate) fn count_attempts(&mut self, default: RetrySettings) -> RetrySettings {
        self.sender.count_attempts(default)
    }

    /// Adds capacity that an answer reports.
    pub(crate) fn record_capacity(&mut self, capacity: Option<&Capacity>) {
        if let Some(capacity) = capacity {
            self.consumed.capacity.get_or_insert_default().add(capacity);
        }
    }

    /// Adds the operation and the table to an error that does not name them yet, and sets the outcome of the writes.
    pub(crate) fn with_context(&self, error: Error) -> Error {
        self.written.judge(error).with_operation(self.operation, self.target.table_name())
    }
}
