//! The single requests of DynamoDB Streams, for consumers of your own. [`Table::changes`](crate::Table::changes) sends them for you.

#[cfg(feature = "testing")]
mod constructors;
mod describe_stream;
mod description;
mod get_records;
mod limit;
mod list_streams;
mod shard_iterator;
mod source;
mod start;

pub use describe_stream::DescribeStream;
pub use description::{Shard, StreamDescription};
pub use get_records::{GetRecords, Records};
pub(super) use limit::check_limit;
pub use list_streams::{ListStreams, StreamSummary};
pub use shard_iterator::GetShardIterator;
pub(super) use source::Source;
pub(super) use start::Start;
