//! `Database::describe_stream`: describes a stream and its shards.

use std::future::IntoFuture;

use super::description::StreamDescription;
use super::source::Source;
use crate::database::Database;
use crate::execute::Running;

impl Database {
    /// Describes a change stream: whether it is enabled, its view, and all its shards.
    ///
    /// One request returns up to 100 shards; this sends as many requests as needed. DynamoDB allows ten a second.
    ///
    /// # Errors
    ///
    /// When there is no such stream, or a request fails.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Item)]
    /// #[faraday(table = "orders", stream = new_and_old_images)]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// Table::<Order>::create().on(&db).await?;
    /// Table::<Order>::put(&Order { id: 7 }).on(&db).await?;
    ///
    /// let stream = db.streams().of_table("orders").try_next().await?.expect("the table has a stream");
    /// for shard in db.describe_stream(&stream.arn).await?.shards {
    ///     let iterator = db.shard_iterator(&stream.arn, &shard.id).await?;
    ///     let page = Table::<Order>::records(iterator).on(&db).await?;
    ///     for change in page.changes {
    ///         assert_eq!(change?.new().map(|order| order.id), Some(7));
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DescribeStream](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html).
    pub fn describe_stream(&self, arn: impl Into<String>) -> DescribeStream {
        DescribeStream(Source { database: self.clone(), table: None, arn: arn.into() })
    }
}

/// Describes a stream: see [`Database::describe_stream`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct DescribeStream(Source);

impl std::fmt::Debug for DescribeStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DescribeStream")
    }
}

impl IntoFuture for DescribeStream {
    type Output = crate::Result<StreamDescription>;
    type IntoFuture = Running<'static, StreamDescription>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.0.describe().await })
    }
}
