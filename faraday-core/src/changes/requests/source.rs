//! The change stream of a table, and the requests on it: [`Source`].

use std::future::Future;

use aws_sdk_dynamodbstreams::types::{ShardIteratorType, StreamDescription as SdkDescription};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::description::{Shard, StreamDescription};
use super::start::Start;
use crate::changes::patience::patiently;
use crate::changes::record::Record;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Execution, next_start};
use crate::schema::TableSchema;

/// A change stream, and its database.
#[derive(Clone)]
pub(in crate::changes) struct Source {
    pub(in crate::changes) database: Database,
    /// The name of the table, for errors.
    pub(in crate::changes) table: Option<String>,
    pub(in crate::changes) arn: String,
}

/// The reply of `GetRecords`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    records: Vec<Record<Box<RawValue>>>,
    next_shard_iterator: Option<String>,
}

/// The records that one request returned.
pub(in crate::changes) struct RecordsPage {
    pub(in crate::changes) records: Vec<Record>,
    /// `None` at the end of a closed shard.
    pub(in crate::changes) next_shard_iterator: Option<String>,
}

impl Source {
    /// Finds the stream that the table of the schema has now, and whether it is enabled. A disabled stream can still be read for a day, by
    /// a consumer that goes on.
    ///
    /// # Errors
    ///
    /// When the table never had a stream; the message says how to add one.
    pub(in crate::changes) async fn find(schema: &TableSchema, database: &Database) -> Result<(Self, bool)> {
        let mut execution = Execution::of_one_request("DescribeTable", Some(schema), database)?;
        let call = |client: &aws_sdk_dynamodb::Client, table: &str, watched| {
            client.describe_table().table_name(table).customize().interceptor(watched).send()
        };
        let table = execution.call("DescribeTable", call).await?.table;
        let enabled = table.as_ref().and_then(|table| table.stream_specification());
        let enabled = enabled.is_some_and(|stream| stream.stream_enabled());
        let arn = table.and_then(|table| table.latest_stream_arn);
        let table = execution.target.table_name().map(str::to_owned);
        match arn {
            Some(arn) => Ok((Self { database: database.clone(), table, arn }, enabled)),
            None => Err(no_stream().with_operation("DescribeTable", table.as_deref())),
        }
    }

    /// Returns the error for a consumer that begins with a disabled stream.
    pub(in crate::changes) fn disabled(&self) -> Error {
        self.in_context(no_stream(), "DescribeTable")
    }

    /// Describes the stream with all its shards.
    pub(super) async fn describe(&self) -> Result<StreamDescription> {
        self.describe_by_pages(|after| self.describe_page(after)).await
    }

    /// Describes the stream for a consumer. A page that fails is requested again: a large table has thousands of shards a day, and DynamoDB
    /// allows ten pages a second.
    pub(in crate::changes) async fn describe_patiently(&self) -> Result<StreamDescription> {
        self.describe_by_pages(|after| patiently(&self.database, move || self.describe_page(after.clone()))).await
    }

    async fn describe_by_pages<F>(&self, page: impl Fn(Option<String>) -> F) -> Result<StreamDescription>
    where
        F: Future<Output = Result<SdkDescription>>,
    {
        let first = page(None).await?;
        let mut after = first.last_evaluated_shard_id.clone();
        let mut whole = StreamDescription::from_sdk(first);
        while after.is_some() {
            let next = page(after.clone()).await?;
            after = next_start(after.as_ref(), next.last_evaluated_shard_id.clone())
                .map_err(|error| self.in_context(error, "DescribeStream"))?;
            whole.shards.extend(StreamDescription::from_sdk(next).shards);
        }
        Ok(whole)
    }

    async fn describe_page(&self, after: Option<String>) -> Result<SdkDescription> {
        let request = |client: &aws_sdk_dynamodbstreams::Client, watched| {
            client
                .describe_stream()
                .stream_arn(&self.arn)
                .set_exclusive_start_shard_id(after)
                .customize()
                .interceptor(watched)
                .send()
        };
        let answer = self.execution("DescribeStream")?.call_streams("DescribeStream", request).await;
        let answer = answer.map_err(|error| self.in_context(error, "DescribeStream"))?;
        let missing = || Error::new(ErrorKind::Other, "the answer describes no stream");
        answer.stream_description.ok_or_else(|| self.in_context(missing(), "DescribeStream"))
    }

    /// Whether the stream still lists the shard.
    pub(in crate::changes) async fn lists(&self, shard: &str) -> Result<bool> {
        let is_listed = |listed: &Shard| listed.id == shard;
        Ok(self.describe_patiently().await?.shards.iter().any(is_listed))
    }

    /// Gets an iterator in a shard.
    pub(in crate::changes) async fn iterator(&self, shard: &str, start: Start) -> Result<String> {
        let (kind, number) = match start {
            Start::Horizon => (ShardIteratorType::TrimHorizon, None),
            Start::Now => (ShardIteratorType::Latest, None),
            Start::At(number) => (ShardIteratorType::AtSequenceNumber, Some(number)),
            Start::After(number) => (ShardIteratorType::AfterSequenceNumber, Some(number)),
        };
        let request = |client: &aws_sdk_dynamodbstreams::Client, watched| {
            let request = client.get_shard_iterator().stream_arn(&self.arn).shard_id(shard);
            request.shard_iterator_type(kind).set_sequence_number(number).customize().interceptor(watched).send()
        };
        let answer = self.execution("GetShardIterator")?.call_streams("GetShardIterator", request).await;
        let answer = answer.map_err(|error| self.in_context(error, "GetShardIterator"))?;
        let missing = || Error::new(ErrorKind::Other, "the answer has no iterator");
        answer.shard_iterator.ok_or_else(|| self.in_context(missing(), "GetShardIterator"))
    }

    /// Gets the next records.
    pub(in crate::changes) async fn records(&self, iterator: &str, limit: Option<i32>) -> Result<RecordsPage> {
        let execution = self.execution("GetRecords")?;
        records(execution, iterator, limit).await.map_err(|error| self.in_context(error, "GetRecords"))
    }

    /// Begins an execution for one request on the stream.
    fn execution(&self, operation: &'static str) -> Result<Execution> {
        let mut execution = Execution::of_one_request(operation, None, &self.database)?;
        execution.target.table = self.table.clone().unwrap_or_default();
        Ok(execution)
    }

    pub(in crate::changes) fn in_context(&self, error: Error, operation: &'static str) -> Error {
        let error = error.with_operation(operation, self.table.as_deref());
        if error.is_table_not_found() && operation != "DescribeTable" {
            return error.with_message("the stream or the shard does not exist, or no longer exists".into());
        }
        error
    }
}

/// Gets the records after an iterator, which contains the stream's name.
pub(super) async fn records(mut execution: Execution, iterator: &str, limit: Option<i32>) -> Result<RecordsPage> {
    let reply = execution.get_records(iterator, limit).await?;
    // An error of `serde_json` may show a value, so it is not kept as the cause.
    let answer: Answer = serde_json::from_slice(reply.bytes())
        .map_err(|_| Error::new(ErrorKind::Other, "the answer of `GetRecords` is not a list of records"))?;
    let records = answer.records.into_iter().map(Record::into_text).collect();
    Ok(RecordsPage { records, next_shard_iterator: answer.next_shard_iterator })
}

fn no_stream() -> Error {
    let message = "the live table has no change stream: `Table::plan` applies the one that the struct declares, \
                   `stream = new_and_old_images` for instance; `Table::update_table().stream(…)` adds one at once";
    Error::new(ErrorKind::InvalidArgument, message)
}
