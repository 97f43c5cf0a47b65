//! Hedged reads: [`Database::with_hedged_reads`].

use std::time::Duration;

use super::Database;

impl Database {
    /// Returns this database with hedged reads: a read that has no answer after the delay is sent once more, and the first answer counts.
    /// With `None`, reads are sent once.
    ///
    /// A few requests take much longer than the others, because of the network or one server. A second request most likely meets neither
    /// problem, so that the slowest reads become faster. Choose a delay within which nearly all of your reads are answered, such as the
    /// 99th percentile that your program measures: then about one read in a hundred is sent twice.
    ///
    /// - Reads are `get`, `get_many`, `query`, `scan` and `transaction_get`. Each page of a query or scan, and each request of a
    ///   `get_many`, is hedged separately. Writes are never hedged.
    /// - A strongly consistent read stays strongly consistent: either answer has every write that was acknowledged before.
    /// - If one of the two requests fails, the operation waits for the other. If both fail, the error is that of the first. A request that
    ///   DynamoDB throttled or refused before the delay is not hedged.
    /// - Each of the two requests has the client's own retries and time-outs. If the operation is dropped, so are both.
    ///
    /// # Cost
    ///
    /// DynamoDB charges both requests. [`Metered`](crate::execute::Metered) reports the capacity, the request id and the number of
    /// requests only of the one whose answer was taken. The connection of the other is closed, because its answer is not read; a later
    /// request may have to open a new connection. A delay that is too short doubles the load of a table that is already slow.
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
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// use std::time::Duration;
    ///
    /// // For reads that somebody waits for; others stay on `db`.
    /// let quick = db.with_hedged_reads(Duration::from_millis(20));
    /// let ann = Table::<User>::get("ann").on(&quick).await?;
    /// # assert!(ann.is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [what reads cost](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html),
    /// [finding out why reads are slow](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingLatency.html)
    /// and [a report of 30 % less tail latency](https://aws.amazon.com/blogs/database/how-global-payments-inc-improved-their-tail-latency-using-request-hedging-with-amazon-dynamodb/).
    #[must_use]
    pub fn with_hedged_reads(&self, delay: impl Into<Option<Duration>>) -> Self {
        self.with_policies(|policies| policies.hedge = delay.into())
    }
}
