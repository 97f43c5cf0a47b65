//! Sends the requests of one operation: [`Sender`].
//!
//! Every request passes through here for its time-out, its retries, its rate limits and its observers. Without any of them it goes
//! straight to the transport.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::consumption::{Told, capacity_of};
use super::report::{Outgoing, RequestReport};
use crate::database::{
    Database, Destination, Limits, RateLimit, Reservation, RetryPolicy, RetrySettings, Tally, Units,
};
use crate::error::{Error, ErrorKind, Result};
use crate::transport::{Api, Exchange, Reply};

/// Sends the requests of one operation. Requests that are sent at the same time use clones.
#[derive(Clone)]
pub(crate) struct Sender {
    database: Database,
    /// The limits that the operation sets.
    limits: Limits,
    /// When to give up, even during a request; `None` if only the client's time-outs apply.
    deadline: Option<Instant>,
    /// The index that a query or scan reads.
    index: Option<&'static str>,
    /// The totals of the requests, if somebody observes them.
    pub(super) tally: Option<Tally>,
    /// Whether the operation itself counts the attempts, so that the SDK makes only one of each request.
    counts_attempts: bool,
    /// Until when requests wait for a rate limit; `None` without a rate limit.
    waiting: Option<Arc<Waiting>>,
    /// Whether requests go straight to the transport.
    is_plain: bool,
}

/// When the last request that waits for a rate limit may be sent.
#[derive(Default)]
struct Waiting(Mutex<Option<Instant>>);

impl Sender {
    /// `tally` counts for the operation, if somebody observes it.
    pub(super) fn new(database: Database, limits: Limits, tally: Option<Tally>) -> Self {
        let deadline = limits.end(database.policies().timeout());
        let mut sender = Self {
            database,
            limits,
            deadline,
            index: None,
            tally,
            counts_attempts: false,
            waiting: None,
            is_plain: false,
        };
        let has_rate_limit = sender.rate_limits().next().is_some();
        sender.waiting = has_rate_limit.then(Arc::default);
        sender.is_plain = sender.has_nothing_set();
        sender
    }

    fn has_nothing_set(&self) -> bool {
        let policies = self.database.policies();
        self.deadline.is_none()
            && self.tally.is_none()
            && self.retry() == RetryPolicy::default()
            && !self.has_sdk_config()
            && self.rate_limits().next().is_none()
            && policies.observers().is_empty()
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// Whether the operation has its own configuration of the SDK.
    pub(super) fn has_sdk_config(&self) -> bool {
        self.limits.sdk_config().is_some()
    }

    pub(super) fn set_database(&mut self, database: Database) {
        self.database = database;
    }

    /// Gives up at this time, unless it must give up earlier.
    pub(crate) fn give_up_at(&mut self, end: Option<Instant>) {
        self.deadline = [self.deadline, end].into_iter().flatten().min();
        self.is_plain = self.has_nothing_set();
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Sets the index of the following requests.
    pub(crate) fn on_index(&mut self, index: Option<&'static str>) {
        self.index = index;
    }

    /// Returns the retry policy: that of the operation, completed by that of the database.
    fn retry(&self) -> RetryPolicy {
        self.limits.retry().or(self.database.policies().retry())
    }

    /// Returns the settings of a loop that sends requests again, based on these defaults. From now on the loop counts the attempts that
    /// the policy allows, so that the SDK makes only one of each request.
    pub(crate) fn count_attempts(&mut self, default: RetrySettings) -> RetrySettings {
        self.counts_attempts = true;
        self.loop_settings(default)
    }

    /// Returns the settings of a loop that does not send the same request again but another one.
    pub(crate) fn loop_settings(&self, default: RetrySettings) -> RetrySettings {
        let settings = RetrySettings { end: self.deadline, ..self.retry().settings(default) };
        match self.deadline {
            // The time-out of the operation replaces the default.
            Some(_) if self.retry().time().is_none() => RetrySettings { timeout: Duration::MAX, ..settings },
            _ => settings,
        }
    }

    /// Returns the destination of a part of this operation.
    pub(crate) fn destination(&self) -> Destination {
        Destination::new(self.database.clone(), self.limits.clone().for_part(self.deadline, self.tally.as_ref()))
    }

    /// Returns the destination of a part that this operation sends again itself. The operation counts the attempts that a policy allows,
    /// so that the SDK makes only one of each request.
    pub(crate) fn destination_of_repeated(&self) -> Destination {
        let mut destination = self.destination();
        if self.retry().counts_attempts() {
            destination.limits_mut().set_retry(RetryPolicy::new().max_attempts(1));
        }
        destination
    }

    /// Returns the destination of this operation's next page.
    pub(crate) fn destination_again(&self) -> Destination {
        Destination::new(self.database.clone(), self.limits.clone())
    }

    /// Returns the destination of the rest of this operation, which may run later.
    pub(crate) fn destination_later(&self) -> Destination {
        Destination::new(self.database.clone(), self.limits.clone().for_later())
    }

    /// Whether requests ask for the consumed capacity.
    pub(crate) fn asks_capacity(&self) -> bool {
        self.tally.is_some() || self.rate_limits().next().is_some() || !self.database.policies().observers().is_empty()
    }

    /// Returns until when requests wait for a rate limit, if any does.
    pub(crate) fn waits_until(&self) -> Option<Instant> {
        self.waiting.as_deref().and_then(Waiting::until)
    }

    /// Creates the record of a request that is about to be sent.
    pub(crate) fn exchange(&self) -> Arc<Exchange> {
        if self.is_plain {
            return Arc::default();
        }
        let client = self.database.client().config().retry_config();
        let retry = if self.counts_attempts && self.retry().counts_attempts() {
            self.retry().max_attempts(1)
        } else {
            self.retry()
        };
        Arc::new(Exchange::new(retry.for_sdk(client), self.limits.sdk_config().cloned()))
    }

    /// Sends a request that reads or writes items.
    pub(crate) async fn send(&self, api: Api, table: Option<&str>, body: Bytes) -> Result<Reply> {
        self.send_recorded(api, table, body, 1, &self.exchange()).await
    }

    /// Sends a request on this many items. `exchange` records its attempts, so that the outcome is known even if this future is dropped.
    pub(crate) async fn send_recorded(
        &self,
        api: Api,
        table: Option<&str>,
        body: Bytes,
        items: usize,
        exchange: &Arc<Exchange>,
    ) -> Result<Reply> {
        let sent = if self.is_plain {
            self.transmit(api, table, body, exchange).await
        } else {
            // Boxed, so that the futures of operations without limits stay small.
            Box::pin(self.send_within_limits(api, table, body, items, exchange)).await
        };
        sent.map_err(|error| error.with_operation(api.name(), table))
    }

    async fn send_within_limits(
        &self,
        api: Api,
        table: Option<&str>,
        body: Bytes,
        items: usize,
        exchange: &Arc<Exchange>,
    ) -> Result<Reply> {
        // Reading an item costs at least half a unit; writing one costs at least one.
        let (units, each) = if api.is_write() { (Units::Write, 1.0) } else { (Units::Read, 0.5) };
        let least = u32::try_from(items).map_or(f64::MAX, f64::from) * each;
        let request = Outgoing { name: api.name(), table, units, bytes: body.len(), least };
        let told = |reply: &Reply| Told {
            capacity: self.asks_capacity().then(|| capacity_of(reply.bytes())).flatten(),
            request_id: reply.request_id.clone(),
        };
        let sent = self.watch(request, exchange, self.transmit(api, table, body, exchange), told).await;
        sent.map_err(|error| if api.is_write() { error.with_outcome(exchange.outcome_of(api)) } else { error })
    }

    /// Passes a request to the transport.
    async fn transmit(&self, api: Api, table: Option<&str>, body: Bytes, exchange: &Arc<Exchange>) -> Result<Reply> {
        let transport = self.database.transport();
        match self.database.policies().hedge().filter(|_| !api.is_write()) {
            None => transport.send(api, table, body, exchange).await,
            // Boxed, so that the futures of operations that are not hedged stay small.
            Some(delay) => Box::pin(transport.send_hedged(api, table, body, delay, exchange)).await,
        }
    }

    /// Sends a request within the limits, and reports the result to the observers. `told` reads the metadata of the answer for them.
    pub(crate) async fn watch<T>(
        &self,
        request: Outgoing<'_>,
        exchange: &Arc<Exchange>,
        send: impl Future<Output = Result<T>>,
        told: impl FnOnce(&T) -> Told,
    ) -> Result<T> {
        let observers = self.database.policies().observers();
        let report = RequestReport::begin(&request, self.index, observers, self.tally.as_ref(), exchange);
        let places = match self.place(&request).await {
            Ok(places) => places,
            Err(error) => {
                report.finish(Told::default(), Err(error.kind()));
                return Err(error);
            }
        };
        let sent = match self.end_of_request() {
            None => send.await,
            Some(end) => before(end, send).await,
        };
        let mut told = sent.as_ref().map_or_else(Told::of, told);
        for refusal in exchange.charged() {
            told.add(capacity_of(&refusal));
        }
        let consumed = told.capacity.as_ref().map(|capacity| capacity.total);
        places.into_iter().for_each(|place| place.settle(consumed));
        report.finish(told, sent.as_ref().map(|_| ()).map_err(Error::kind));
        sent
    }

    /// Returns when to give up a request that is sent now.
    fn end_of_request(&self) -> Option<Instant> {
        let time = self.retry().time().filter(|_| !self.counts_attempts);
        [time.and_then(|time| Instant::now().checked_add(time)), self.deadline].into_iter().flatten().min()
    }

    fn rate_limits(&self) -> impl Iterator<Item = &RateLimit> {
        [self.limits.rate(), self.database.policies().rate()].into_iter().flatten()
    }

    /// Waits until the rate limits allow the request.
    async fn place(&self, request: &Outgoing<'_>) -> Result<Vec<Reservation>> {
        let mut places = Vec::new();
        for limit in self.rate_limits() {
            places.push(limit.reserve(request.units, request.least)?);
        }
        loop {
            let now = Instant::now();
            let Some(until) = places.iter().map(|place| place.until).max().filter(|until| *until > now) else {
                return Ok(places);
            };
            if self.deadline.is_some_and(|deadline| until >= deadline) {
                places.into_iter().for_each(Reservation::give_back);
                let message = "the rate limit allows no request before the operation's time-out: nothing was sent";
                return Err(Error::new(ErrorKind::Timeout, message));
            }
            self.waiting.iter().for_each(|waiting| waiting.note(until));
            sleep_until(until).await;
            for place in &mut places {
                place.is_put_back();
            }
        }
    }
}

impl Waiting {
    fn note(&self, until: Instant) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *last = (*last).max(Some(until));
    }

    fn until(&self) -> Option<Instant> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives up at the deadline. A write that was already sent may be done or not: its exchange records that.
async fn before<T>(end: Instant, request: impl Future<Output = Result<T>>) -> Result<T> {
    let late = |_| Err(Error::new(ErrorKind::Timeout, "no answer within the operation's time-out"));
    timeout_at(end, request).await.unwrap_or_else(late)
}
