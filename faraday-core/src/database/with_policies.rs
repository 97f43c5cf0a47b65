//! Sets the policies of a database, and returns databases with other policies.

use std::sync::Arc;
use std::time::Duration;

use super::observe::Finished;
use super::policies::Policies;
use super::rate_limit::RateLimit;
use super::retry_policy::RetryPolicy;
use super::{Database, DatabaseBuilder};

impl DatabaseBuilder {
    /// Sets how often, after which pauses and for how long requests are sent again: see [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policies.retry = policy;
        self
    }

    /// Limits how fast requests are sent: see [`RateLimit`].
    pub fn rate_limit(mut self, limit: &RateLimit) -> Self {
        self.policies.rate = Some(limit.clone());
        self
    }

    /// Calls this function when a request or an operation has ended: see [`Database::with_observer`].
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

    /// Sets the time-out of every operation that has none of its own: see [`Database::with_timeout`].
    pub fn timeout(mut self, time: Duration) -> Self {
        self.policies.timeout = Some(time);
        self
    }
}

impl Database {
    /// Returns this database with another retry policy: see [`RetryPolicy`]. Values that the policy does not set stay as they are.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_policies(|policies| policies.retry = policy.or(policies.retry))
    }

    /// Returns this database with a limit on how fast requests are sent: see [`RateLimit`]. With `None`, they are not limited.
    #[must_use]
    pub fn with_rate_limit<'l>(&self, limit: impl Into<Option<&'l RateLimit>>) -> Self {
        self.with_policies(|policies| policies.rate = limit.into().cloned())
    }

    /// Returns this database with one more observer: a function that is called once for each request and each operation that has ended.
    ///
    /// Use it for metrics and logs. An operation of one request, such as `get`, calls it twice: for the request
    /// ([`Scope::Request`](super::Scope::Request)), and for the operation ([`Scope::Operation`](super::Scope::Operation)). Count only one
    /// of the two. A request that the SDK sends again counts once, with its attempts; a request that this crate sends again (of a batch or
    /// a transaction) is another request. The observer sees no part of an item.
    ///
    /// The function runs in the task of the operation and delays it, so it should do little. The requests of an observed database ask for
    /// the consumed capacity, which costs nothing.
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
    ///         log.lock()
    ///             .unwrap()
    ///             .push((finished.operation, finished.capacity.map(|capacity| capacity.total)));
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

    /// Returns this database with a time-out for each operation that has no `timeout` of its own.
    ///
    /// The time is that of the whole operation: all its requests and attempts, the pauses between them, and waits for a rate limit. When
    /// it has passed, the current request is dropped, and the error is a [`Timeout`](crate::ErrorKind::Timeout);
    /// [`Error::outcome`](crate::Error::outcome) says whether a write may have been done. In a stream, each page has this time. With
    /// `None`, only the client's time-outs apply, and those that [`RetryPolicy`] lists.
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

    /// Returns this database with changed policies.
    pub(super) fn with_policies(&self, change: impl FnOnce(&mut Policies)) -> Self {
        let mut database = self.clone();
        change(Arc::make_mut(&mut database.policies));
        database
    }
}
