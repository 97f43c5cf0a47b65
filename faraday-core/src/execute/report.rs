//! Reports of requests and operations, for observers: [`RequestReport`], [`OperationReport`].
//!
//! A report that is dropped before it is finished reports that its request or operation was dropped.

use std::future::Future;
use std::sync::Arc;

use tokio::time::Instant;

use super::consumption::Told;
use super::span;
use crate::database::{Database, Finished, Observers, Scope, Tally, Totals, Units};
use crate::error::{Error, ErrorKind};
use crate::transport::Exchange;

/// A request about to be sent.
pub(crate) struct Outgoing<'r> {
    /// DynamoDB's name of the operation.
    pub(crate) name: &'static str,
    pub(crate) table: Option<&'r str>,
    pub(crate) units: Units,
    pub(crate) bytes: usize,
    /// The least number of units that the request costs.
    pub(crate) least: f64,
}

/// One request that is under way.
pub(super) struct RequestReport<'r> {
    request: &'r Outgoing<'r>,
    index: Option<&'static str>,
    observers: &'r Observers,
    tally: Option<&'r Tally>,
    exchange: &'r Arc<Exchange>,
    begun: Instant,
    /// Whether everything was reported.
    is_over: bool,
}

impl<'r> RequestReport<'r> {
    pub(super) fn begin(
        request: &'r Outgoing<'r>,
        index: Option<&'static str>,
        observers: &'r Observers,
        tally: Option<&'r Tally>,
        exchange: &'r Arc<Exchange>,
    ) -> Self {
        Self { request, index, observers, tally, exchange, begun: Instant::now(), is_over: false }
    }

    pub(super) fn finish(mut self, told: Told, end: Result<(), ErrorKind>) {
        self.tell(told, end.err(), false);
    }

    fn tell(&mut self, told: Told, error: Option<ErrorKind>, is_dropped: bool) {
        self.is_over = true;
        let Outgoing { name, table, bytes, .. } = *self.request;
        let totals = Totals {
            requests: 1,
            attempts: self.exchange.attempts(),
            capacity: told.capacity,
            sent_bytes: bytes as u64,
            received_bytes: self.exchange.received_bytes(),
            request_id: told.request_id,
            index: self.index,
        };
        if let Some(tally) = self.tally {
            tally.add(&totals);
        }
        if !self.observers.is_empty() {
            self.observers.call(&finished(Scope::Request, name, table, &totals, self.begun, error, is_dropped));
        }
        span::request_is_over(name, totals.attempts, error);
    }
}

impl Drop for RequestReport<'_> {
    fn drop(&mut self) {
        if !self.is_over && !std::thread::panicking() {
            self.tell(Told::default(), None, true);
        }
    }
}

/// An operation that is under way.
pub(crate) struct OperationReport {
    operation: &'static str,
    table: Option<String>,
    database: Database,
    tally: Tally,
    begun: Instant,
    span: span::Span,
    is_over: bool,
}

impl OperationReport {
    /// Returns `None` if nobody observes the database.
    pub(super) fn begin(operation: &'static str, table: Option<&str>, database: &Database) -> Option<Self> {
        let span = span::Span::begin(operation, table);
        if database.policies().observers().is_empty() && !span.is_recorded() {
            return None;
        }
        Some(Self {
            operation,
            table: table.map(str::to_owned),
            database: database.clone(),
            tally: Tally::default(),
            begun: Instant::now(),
            span,
            is_over: false,
        })
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Runs an operation in its span, if somebody records spans.
    pub(crate) fn around<F: Future>(report: Option<&Self>, run: F) -> impl Future<Output = F::Output> + use<F> {
        span::Span::around(report.map(|report| &report.span), run)
    }

    pub(super) fn finish(mut self, end: Result<span::Counts, &Error>) {
        let (counts, error) = (end.as_ref().copied().unwrap_or_default(), end.err());
        self.tell(counts, error, false);
    }

    fn tell(&mut self, counts: span::Counts, error: Option<&Error>, is_dropped: bool) {
        self.is_over = true;
        let totals = self.tally.totals();
        let kind = error.map(Error::kind);
        let table = self.table.as_deref();
        let finished = finished(Scope::Operation, self.operation, table, &totals, self.begun, kind, is_dropped);
        self.database.policies().observers().call(&finished);
        self.span.end(&finished, counts, error);
    }
}

impl Drop for OperationReport {
    fn drop(&mut self) {
        if !self.is_over && !std::thread::panicking() {
            self.tell(span::Counts::default(), None, true);
        }
    }
}

fn finished<'a>(
    scope: Scope,
    operation: &'static str,
    table: Option<&'a str>,
    totals: &'a Totals,
    begun: Instant,
    error: Option<ErrorKind>,
    is_dropped: bool,
) -> Finished<'a> {
    Finished {
        scope,
        operation,
        table,
        index: totals.index,
        duration: begun.elapsed(),
        requests: totals.requests,
        attempts: totals.attempts,
        capacity: totals.capacity.as_ref(),
        sent_bytes: totals.sent_bytes,
        received_bytes: totals.received_bytes,
        request_id: totals.request_id.as_deref(),
        error,
        is_dropped,
    }
}
