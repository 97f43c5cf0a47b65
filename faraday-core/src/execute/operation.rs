//! Defines operations: [`Operation`] for users, [`Execute`] and [`SingleRequest`] for the operations of this crate.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::execution::Execution;
use super::explain::{Cost, Explain};
use super::request::Request;
use super::target::Target;
use crate::database::{Database, Destination, RateLimit, RetryPolicy};
use crate::error::{Error, Result};
use crate::schema::TableSchema;
use crate::transport::{Api, Reply, SdkConfig};

/// An operation on DynamoDB: `.await` runs it and returns its `Output`.
///
/// Every operation of this crate implements it; other types cannot.
pub trait Operation: Execute + 'static {
    /// Runs the operation on this database.
    #[must_use]
    fn on(mut self, database: &Database) -> Self {
        self.destination().set_database(database);
        self
    }

    /// Limits the duration of the operation: see [`Database::with_timeout`].
    #[must_use]
    fn timeout(mut self, time: Duration) -> Self {
        self.destination().limits_mut().set_timeout(time);
        self
    }

    /// Ends the operation at this moment.
    #[must_use]
    fn deadline(mut self, deadline: impl Into<Instant>) -> Self {
        self.destination().limits_mut().set_deadline(deadline.into());
        self
    }

    /// Sets how often, after which pauses and for how long requests are sent again.
    #[must_use]
    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.destination().limits_mut().set_retry(policy);
        self
    }

    /// Limits how fast requests are sent.
    #[must_use]
    fn rate_limit(mut self, limit: &RateLimit) -> Self {
        self.destination().limits_mut().set_rate(limit.clone());
        self
    }

    /// Changes the configuration of the SDK's client for the requests of this operation: the region, the endpoint, the credentials, the
    /// HTTP client, its time-outs, its retries, interceptors. Settings that `config` does not have stay as the client has them.
    ///
    /// It works for operations on items. Operations on tables and on change streams refuse it. The requests go through the SDK's typed
    /// operations, as with [`Codec::Map`](crate::database::Codec::Map).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String }
    /// use aws_sdk_dynamodb::config::{Config, retry::RetryConfig};
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let once = Config::builder().retry_config(RetryConfig::disabled());
    /// let ann = Table::<User>::get("ann").sdk_config(once).on(&db).await?;
    /// # assert!(ann.is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    #[must_use]
    fn sdk_config(mut self, config: aws_sdk_dynamodb::config::Builder) -> Self {
        self.destination().limits_mut().set_sdk_config(SdkConfig::new(config));
        self
    }

    /// Returns the consumed capacity and the request id with the result.
    fn metered(self) -> WithCapacity<Self> {
        WithCapacity(self)
    }

    /// Shows the request without sending it, with an estimate of its cost: [`Explain`].
    fn explain(self) -> Explain {
        self.explanation()
    }
}

/// The definition of an operation. `execute` does everything else.
///
/// An operation that is one request implements [`SingleRequest`] instead.
pub trait Execute: Sized + Send {
    /// The result.
    type Output: Send;

    /// Returns its name in DynamoDB's API: `Query`.
    #[doc(hidden)]
    fn name(&self) -> &'static str;

    /// Returns the schema of its table, if there is exactly one.
    #[doc(hidden)]
    fn schema(&self) -> Option<TableSchema>;

    /// Returns where it runs, as `on` sets it.
    #[doc(hidden)]
    fn destination(&mut self) -> &mut Destination;

    /// Returns the output if no request is needed, such as that of an empty batch.
    #[doc(hidden)]
    fn without_request(&self) -> Option<Self::Output> {
        None
    }

    /// Sends the requests and reads their answers.
    #[doc(hidden)]
    fn run(self, execution: &mut Execution) -> impl Future<Output = Result<Self::Output>> + Send;

    /// Returns the first request, with the estimated cost of all requests.
    #[doc(hidden)]
    fn explanation(self) -> Explain;
}

/// An operation that is one request on one table. It defines its API name, its request, how it reads the answer, and its cost.
pub(crate) trait SingleRequest: Sized + Send {
    type Output: Send;
    /// The state that reads the answer.
    type Reader: Send;

    const API: Api;

    fn schema() -> TableSchema;

    fn destination(&mut self) -> &mut Destination;

    /// Builds the request for this table and time, and the reader of its answer.
    fn request(self, target: &Target) -> Result<(Request, Self::Reader)>;

    /// Turns the answer into the output.
    fn finish(reader: Self::Reader, reply: Reply, execution: &mut Execution) -> Result<Self::Output>;

    /// Adds the details that the operation knows to the error of a refused request, or finds that the write was done. `sent` is the body
    /// of the request.
    fn failed(_: Self::Reader, error: Error, sent: &[u8], _: &Execution) -> Result<Self::Output> {
        let _ = sent;
        Err(error)
    }

    fn cost(&self) -> Cost;

    /// Sends the request and reads the answer.
    fn send(self, execution: &mut Execution) -> impl Future<Output = Result<Self::Output>> + Send {
        async move {
            let (request, reader) = self.request(&execution.target)?;
            let body = Bytes::from(request.body(&execution.target.table));
            match execution.send(Self::API, body.clone()).await {
                Ok(reply) => Self::finish(reader, reply, execution),
                Err(error) => Self::failed(reader, error, &body, execution),
            }
        }
    }

    fn show(mut self) -> Explain {
        let cost = self.cost();
        let target = Target::shown(&Self::schema(), self.destination());
        let request = self.request(&target).map(|(request, _)| request);
        Explain::new(Self::API.name(), &target.table, request, cost)
    }
}

/// An operation that returns its consumed capacity with its result: see [`Operation::metered`].
#[derive(Debug)]
#[must_use = "an operation does nothing until it is awaited"]
pub struct WithCapacity<O>(pub(crate) O);

impl<O: Execute> WithCapacity<O> {
    /// Runs the operation on this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.0.destination().set_database(database);
        self
    }
}

/// Shows an operation as its name and its table, without any value.
pub(crate) fn debug_operation(operation: &impl Execute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match operation.schema() {
        Some(schema) => write!(f, "{} {}", operation.name(), schema.table()),
        None => f.write_str(operation.name()),
    }
}
