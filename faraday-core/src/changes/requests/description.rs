//! The description of a change stream: [`StreamDescription`] and its [`Shard`]s.

use aws_sdk_dynamodbstreams::types::{StreamStatus, StreamViewType};

use crate::schema::StreamView;

/// A change stream: see [`Database::describe_stream`](crate::Database::describe_stream).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamDescription {
    /// Its ARN.
    pub arn: String,
    /// The name of its table.
    pub table: String,
    /// Whether changes are written into it. A disabled stream can be read for 24 more hours.
    pub is_enabled: bool,
    /// The images that it holds of each change; `None` for a view that this version does not know.
    pub view: Option<StreamView>,
    /// Its shards, including closed ones.
    pub shards: Vec<Shard>,
}

/// A part of a change stream: the changes of some items, in order. It is closed after some hours, or when it is split, and its children
/// then go on.
///
/// See [Shard](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Shard.html).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shard {
    /// Its id.
    pub id: String,
    /// The id of its parent, which may be gone already.
    pub parent: Option<String>,
    /// The sequence number of its first change.
    pub first: Option<String>,
    /// The sequence number of its last change; `None` while the shard is open.
    pub last: Option<String>,
}

impl StreamDescription {
    pub(super) fn from_sdk(stream: aws_sdk_dynamodbstreams::types::StreamDescription) -> Self {
        let is_enabled = matches!(stream.stream_status, Some(StreamStatus::Enabled | StreamStatus::Enabling));
        let shards = stream.shards.unwrap_or_default().into_iter().filter_map(Shard::from_sdk).collect();
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
    fn from_sdk(shard: aws_sdk_dynamodbstreams::types::Shard) -> Option<Self> {
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
