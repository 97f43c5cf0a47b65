//! `Database::streams`: lists the change streams of an account.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::database::Database;
use crate::error::Result;
use crate::execute::{Execution, next_start};
use crate::paging::{PageRows, PageSource, Paged};

impl Database {
    /// Lists the change streams of the account and region, or of the engine. Each request returns up to 100.
    ///
    /// A stream is listed until 24 hours after it was disabled, so a table may have several.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::Database;
    /// # let db = Database::embedded()?;
    /// let mut streams = db.streams();
    /// while let Some(stream) = streams.try_next().await? {
    ///     println!("{}: {}", stream.table, stream.arn);
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [ListStreams](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html).
    pub fn streams(&self) -> ListStreams {
        ListStreams(Paged::new(Streams { database: self.clone(), table: None, after: None, done: false }))
    }
}

/// A change stream in a list: see [`Database::streams`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamSummary {
    /// Its ARN.
    pub arn: String,
    /// The name of its table.
    pub table: String,
    /// The time of its creation, as a label: the streams of one table have different labels.
    pub label: String,
}

struct Streams {
    database: Database,
    table: Option<String>,
    after: Option<String>,
    done: bool,
}

impl PageSource for Streams {
    type Row = StreamSummary;
    type Mark = ();

    fn done(&self) -> bool {
        self.done
    }

    fn mark(&self) {}

    async fn page(&mut self) -> Result<PageRows<StreamSummary>> {
        self.done = true;
        let start = self.after.take();
        let after = start.clone();
        let request = |client: &aws_sdk_dynamodbstreams::Client, watched| {
            client
                .list_streams()
                .set_table_name(self.table.clone())
                .set_exclusive_start_stream_arn(after)
                .customize()
                .interceptor(watched)
                .send()
        };
        let mut execution = Execution::of_one_request("ListStreams", None, &self.database)?;
        let answer = execution.call_streams("ListStreams", request).await;
        let answer = answer.map_err(|error| error.with_operation("ListStreams", self.table.as_deref()))?;
        self.after = next_start(start.as_ref(), answer.last_evaluated_stream_arn)
            .map_err(|error| error.with_operation("ListStreams", self.table.as_deref()))?;
        self.done = self.after.is_none();
        let streams = answer.streams.unwrap_or_default().into_iter();
        Ok(streams.filter_map(summary).collect::<Vec<_>>().into())
    }
}

fn summary(stream: aws_sdk_dynamodbstreams::types::Stream) -> Option<StreamSummary> {
    let (table, label) = (stream.table_name.unwrap_or_default(), stream.stream_label.unwrap_or_default());
    Some(StreamSummary { arn: stream.stream_arn?, table, label })
}

/// A list of change streams: see [`Database::streams`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ListStreams(Paged<Streams>);

impl ListStreams {
    /// Lists only the streams of the table with this name. No prefix is put before the name.
    pub fn of_table(mut self, name: impl Into<String>) -> Self {
        if let Some(source) = self.0.source_mut() {
            source.table = Some(name.into());
        }
        self
    }

    /// Returns the next stream; `None` after the last.
    ///
    /// # Errors
    ///
    /// When a request fails; then the list ends.
    pub async fn try_next(&mut self) -> Result<Option<StreamSummary>> {
        self.0.try_next().await
    }
}

impl Stream for ListStreams {
    type Item = Result<StreamSummary>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_row(context)
    }
}

impl std::fmt::Debug for ListStreams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ListStreams")
    }
}
