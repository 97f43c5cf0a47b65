//! The policies of a database: how they are set, and how another database has them otherwise.

use std::sync::Arc;
use std::time::Duration;

use super::observe::Finished;
use super::policies::Policies;
use super::rate_limit::RateLimit;
use super::retry_policy::RetryPolicy;
use super::{Database, DatabaseBuilder};

impl DatabaseBuilder {
    /// How often, after which pauses and for how long requests are sent again: see [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policies.retry = policy;
        self
    }

    /// Limits how fast requests are sent: see [`RateLimit`].
    pub fn rate_limit(mut self, limit: &RateLimit) -> Self {
        self.policies.rate = Some(limit.clone());
        self
    }

    /// Calls this function when a request or an operation is over: see [`Database::with_observer`].
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// let db = faraday::Database::builder(client)
    ///     .observe(|finished| println!("{} took {:?}", finished.operation, finished.duration))
    ///     .build();
    /// ```
    pub fn observe(mut self, observer: impl Fn(&Finished<'_>) + Send + Sync + 'static) -> Self {
        self.policies.observers.push(observer);
        self
    }

    /// The time-out of every operation that has none of its own: see [`Database::with_timeout`].
    pub fn timeout(mut self, time: Duration) -> Self {
        self.policies.timeout = Some(time);
        self
    }
}

impl Database {
    /// The same database with another policy of retries: see [`RetryPolicy`]. What the policy does not set is as in this database.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_policies(|policies| policies.retry = policy.or(policies.retry))
    }

    /// The same database, whose requests are sent no faster than the limit: see [`RateLimit`]. With `None`, they are not limited.
    #[must_use]
    pub fn with_rate_limit<'l>(&self, limit: impl Into<Option<&'l RateLimit>>) -> Self {
        self.with_policies(|policies| policies.rate = limit.into().cloned())
    }

    /// The same database, which calls this function when a request or an operation is over, once for each. Functions that it has
    /// already are called as well.
    ///
    /// For metrics and logs. An operation of one request, `get` for one, calls it twice: for the request
    /// ([`Scope::Request`](super::Scope::Request)), and for the operation ([`Scope::Operation`](super::Scope::Operation)). Count one of the two. A request that is
    /// sent again by the SDK counts once, with its attempts; one that this crate sends again (of a batch, a transaction) is
    /// another request. No part of an item is shown to it.
    ///
    /// The function runs in the task of the operation and delays it: it should do little. The answers of an observed database tell
    /// the consumed capacity, which is asked for with each request and costs nothing.
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
    /// use std::sync::{Arc, Mutex};
    ///
    /// let seen = Arc::new(Mutex::new(Vec::new()));
    /// let log = Arc::clone(&seen);
    /// let db = Database::embedded()?.with_observer(move |finished| {
    ///     if finished.is_operation() {
    ///         log.lock().unwrap().push((finished.operation, finished.capacity.map(|capacity| capacity.total)));
    ///     }
    /// });
    /// Table::<User>::create().on(&db).await?;
    /// Table::<User>::put(&User { id: "ann".into() }).on(&db).await?;
    /// assert_eq!(*seen.lock().unwrap(), [("CreateTable", None), ("PutItem", Some(1.0))]);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ReturnConsumedCapacity](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
    #[must_use]
    pub fn with_observer(&self, observer: impl Fn(&Finished<'_>) + Send + Sync + 'static) -> Self {
        self.with_policies(|policies| policies.observers.push(observer))
    }

    /// The same database, each of whose operations ends after this time, unless it has a `timeout` of its own.
    ///
    /// The time is that of the whole operation: all its requests and attempts, the pauses between them, and what a rate limit
    /// makes it wait. When it is over, a request that is under way is dropped, and the error is a
    /// [`Timeout`](crate::ErrorKind::Timeout); [`Error::outcome`](crate::Error::outcome) says whether a write may have been done.
    /// A stream of pages has the time for each page. With `None` only the client's time-outs hold, and those that
    /// [`RetryPolicy`] lists.
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
    /// use std::time::Duration;
    ///
    /// let db = Database::embedded()?.with_timeout(Duration::from_secs(2));
    /// # Table::<User>::create().on(&db).await?;
    /// let ann = Table::<User>::get("ann").on(&db).await?;
    /// let ben = Table::<User>::get("ben").timeout(Duration::from_millis(300)).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [the SDK's own time-outs](https://docs.aws.amazon.com/sdk-for-rust/latest/dg/timeouts.html).
    #[must_use]
    pub fn with_timeout(&self, time: impl Into<Option<Duration>>) -> Self {
        self.with_policies(|policies| policies.timeout = time.into())
    }

    pub(crate) fn policies(&self) -> &Policies {
        &self.policies
    }

    /// The same database with other policies.
    pub(super) fn with_policies(&self, change: impl FnOnce(&mut Policies)) -> Self {
        let mut database = self.clone();
        change(Arc::make_mut(&mut database.policies));
        database
    }
}
