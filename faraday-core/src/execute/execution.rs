//! One run of an operation: [`Execution`].
//!
//! Everything that holds for all operations is done here once: finding the database, naming the table (`Target`), sending
//! (`send`), adding context to errors, and counting what was consumed.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

use super::capacity::{Capacity, Metered};
use super::target::Target;
use super::written::Written;
use crate::database::{Database, Destination};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::TableSchema;
use crate::transport::{Api, Exchange, Reply, TableChange};

/// One run of an operation: where it runs, and what it has consumed so far.
pub struct Execution {
    operation: &'static str,
    pub(crate) database: Database,
    pub(crate) target: Target,
    /// What was consumed so far.
    pub(crate) consumed: Metered<()>,
    /// When to give up, even if a request is under way; `None` if only the client's time-outs hold.
    pub(crate) deadline: Option<Instant>,
    /// What became of the writes so far.
    pub(crate) written: Written,
}

impl Execution {
    /// Finds the database and names the table.
    pub(crate) fn begin(
        operation: &'static str,
        schema: Option<&TableSchema>,
        destination: Destination,
        metered: bool,
    ) -> Result<Self> {
        let declared = schema.map(TableSchema::table);
        let database = destination.find(declared).map_err(|error| error.with_operation(operation, None))?;
        let target = Target::on(schema, &database, metered);
        if let Some(message) = database.unusable() {
            let error = Error::new(ErrorKind::InvalidArgument, message);
            return Err(error.with_operation(operation, target.table_name()));
        }
        Ok(Self {
            operation,
            database,
            target,
            consumed: Metered::none(()),
            deadline: None,
            written: Written::default(),
        })
    }

    /// Gives up after this time, even if a request is under way.
    pub(crate) fn give_up_after(&mut self, time: Duration) {
        self.deadline = Instant::now().checked_add(time);
    }

    /// Sends a request on the table of the operation, or on none, and counts it.
    pub(crate) async fn send(&mut self, api: Api, body: impl Into<Bytes>) -> Result<Reply> {
        self.consumed.requests += 1;
        let exchange = Arc::default();
        let request = send_recorded(&self.database, api, self.target.table_name(), body.into(), &exchange);
        let sent = match self.deadline {
            None => request.await,
            Some(deadline) => Box::pin(before(deadline, api, request, &exchange)).await,
        };
        let mut reply = if api.is_write() { self.written.record(sent) } else { sent }?;
        self.consumed.request_id = reply.request_id.take();
        Ok(reply)
    }

    /// Sends a typed operation of the SDK on the table, and counts it.
    pub(crate) async fn call<O, E, F>(&mut self, api: &'static str, call: impl FnOnce(&Client, &str) -> F) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        O: aws_sdk_dynamodb::operation::RequestId,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        self.consumed.requests += 1;
        let table = &self.target.table;
        let sent = self.database.transport().call(|client| call(client, table)).await;
        self.called(api, sent)
    }

    /// Sends a typed operation of the SDK that changes the table, and counts it.
    pub(crate) async fn change<O, E, F>(
        &mut self,
        api: &'static str,
        call: impl FnOnce(&Client, &str, TableChange) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        O: aws_sdk_dynamodb::operation::RequestId,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        self.consumed.requests += 1;
        let table = &self.target.table;
        let sent = self.database.transport().change(|client, watched| call(client, table, watched)).await;
        let sent = self.written.record(sent);
        self.called(api, sent)
    }

    /// Keeps the id of a request that was sent, and names the operation in its error.
    fn called<O: aws_sdk_dynamodb::operation::RequestId>(&mut self, api: &'static str, sent: Result<O>) -> Result<O> {
        let (output, request_id) = match sent {
            Ok(output) => {
                let request_id = output.request_id().map(str::to_owned);
                (Ok(output), request_id)
            }
            Err(error) => {
                let request_id = error.request_id().map(str::to_owned);
                (Err(error.with_operation(api, self.target.table_name())), request_id)
            }
        };
        self.consumed.request_id = request_id;
        output
    }

    /// Adds capacity that an answer reports.
    pub(crate) fn record_capacity(&mut self, capacity: Option<&Capacity>) {
        if let Some(capacity) = capacity {
            self.consumed.capacity.get_or_insert_default().add(capacity);
        }
    }

    /// Names the operation and the table in an error that does not name them yet, and says what became of the writes.
    pub(crate) fn with_context(&self, error: Error) -> Error {
        self.written.judge(error).with_operation(self.operation, self.target.table_name())
    }
}

/// Gives up at the deadline. A write that was sent until then may be done or not.
async fn before(
    deadline: Instant,
    api: Api,
    request: impl Future<Output = Result<Reply>>,
    exchange: &Exchange,
) -> Result<Reply> {
    timeout_at(deadline, request).await.unwrap_or_else(|_| {
        let error = Error::new(ErrorKind::Timeout, "no answer within the operation's time-out");
        Err(if api.is_write() { error.with_outcome(exchange.outcome_of(api)) } else { error })
    })
}

/// Sends one request.
pub(crate) async fn send(database: &Database, api: Api, table: Option<&str>, body: Bytes) -> Result<Reply> {
    send_recorded(database, api, table, body, &Arc::default()).await
}

/// The same; what becomes of the attempts of a write is recorded in `exchange`. Every request of faraday that reads or writes
/// items passes here.
pub(crate) async fn send_recorded(
    database: &Database,
    api: Api,
    table: Option<&str>,
    body: Bytes,
    exchange: &Arc<Exchange>,
) -> Result<Reply> {
    let transport = database.transport();
    let sent = match database.hedge_delay().filter(|_| !api.is_write()) {
        None => transport.send_recorded(api, table, body, exchange).await,
        // Boxed, so that the futures of operations that are not hedged stay small.
        Some(delay) => Box::pin(transport.send_hedged(api, table, body, delay)).await,
    };
    sent.map_err(|error| error.with_operation(api.name(), table))
}
