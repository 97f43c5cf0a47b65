//! `Database::describe_stream`: a stream and its shards.

use std::future::IntoFuture;

use aws_sdk_dynamodbstreams::types::{StreamStatus, StreamViewType};

use super::source::Source;
use crate::database::Database;
use crate::execute::Running;
use crate::schema::StreamView;

impl Database {
    /// What a change stream is: whether it is enabled, what it holds, and all its shards.
    ///
    /// One request returns up to a hundred shards; this sends as many as are needed. DynamoDB answers ten a second.
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

/// A change stream: see [`Database::describe_stream`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamDescription {
    /// Its ARN.
    pub arn: String,
    /// The name of its table.
    pub table: String,
    /// Whether changes are written into it. A stream that was disabled can be read for 24 hours more.
    pub is_enabled: bool,
    /// What it holds of each change; `None` for a view that this version does not know.
    pub view: Option<StreamView>,
    /// Its shards, those that are closed too.
    pub shards: Vec<Shard>,
}

/// A part of a change stream: the changes of some items, in order. It is closed after some hours, or when it is split, and then has
/// children that go on.
///
/// See [Shard](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Shard.html).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shard {
    /// Its id.
    pub id: String,
    /// The id of the shard before it, which may be gone already.
    pub parent: Option<String>,
    /// The sequence number of its first change.
    pub first: Option<String>,
    /// The sequence number of its last change; `None` while it is open.
    pub last: Option<String>,
}

impl StreamDescription {
    pub(super) fn of(stream: aws_sdk_dynamodbstreams::types::StreamDescription) -> Self {
        let is_enabled = matches!(stream.stream_status, Some(StreamStatus::Enabled | StreamStatus::Enabling));
        let shards = stream.shards.unwrap_or_default().into_iter().filter_map(Shard::of).collect();
        Self {
            arn: stream.stream_arn.unwrap_or_default(),
            table: stream.table_name.unwrap_or_default(),
            is_enabled,
            view: stream.stream_view_type.as_ref().and_then(view),
            shards,
        }
    }
}

impl Shard {
    fn of(shard: aws_sdk_dynamodbstreams::types::Shard) -> Option<Self> {
        let (first, last) = match shard.sequence_number_range {
            Some(range) => (range.starting_sequence_number, range.ending_sequence_number),
            None => (None, None),
        };
        Some(Self { id: shard.shard_id?, parent: shard.parent_shard_id, first, last })
    }
}

fn view(view: &StreamViewType) -> Option<StreamView> {
    Some(match view {
        StreamViewType::KeysOnly => StreamView::KeysOnly,
        StreamViewType::NewImage => StreamView::NewImage,
        StreamViewType::OldImage => StreamView::OldImage,
        StreamViewType::NewAndOldImages => StreamView::NewAndOldImages,
        _ => return None,
    })
}
