//! `Table::put_stream`: writes the items of a stream in bounded memory.

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt};

use super::pending::pending_put;
use super::settings::{Progress, Settings};
use super::wire;
use super::writer::{MAX_WRITES, WriteSource, Writer};
use crate::database::Destination;
use crate::error::{Error, Result};
use crate::execute::{Cost, Execute, Execution, Explain, chunks_of, operation};
use crate::schema::{AttributeEncryption, Item, PendingWrite, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes the items of a stream in bounded memory: it takes no more items from the stream than it can send soon.
    ///
    /// See [`put_many`](Table::put_many). A request is sent when it is full, and the last one when the stream ends. An item that cannot be
    /// written ends the operation after all items before it are written, unless you use [`skip_invalid`](PutStream::skip_invalid).
    /// [`explain`](PutStream::explain) shows the first request, with the items that the stream yields without waiting.
    ///
    /// # Errors
    ///
    /// See [`put_many`](Table::put_many). Positions are counted in the stream.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// let users = futures_util::stream::iter((0..1_000).map(|id| User { id }));
    /// Table::<User>::put_stream(users)
    ///     .progress(|done| println!("{} items", done.items))
    ///     .on(&db)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn put_stream<S>(items: S) -> PutStream
    where
        I: Unguarded,
        S: Stream<Item = I> + Send + 'static,
    {
        let mut position = 0;
        let writes = items.map(move |item| {
            position += 1;
            pending_put(&item, position - 1)
        });
        PutStream { writes: Box::pin(writes), table: I::SCHEMA.table(), settings: Settings::default() }
    }
}

/// Writes the items of a stream: see [`Table::put_stream`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct PutStream {
    writes: WriteSource,
    table: &'static str,
    pub(super) settings: Settings,
}

impl PutStream {
    /// Sends these writes to one declared table. `acknowledged` is called with the writes that are done, and `refused` with those that
    /// DynamoDB refused, which do not end the batch.
    pub(crate) fn of_writes(
        writes: WriteSource,
        table: &'static str,
        acknowledged: impl FnMut(&[PendingWrite]) + Send + 'static,
        refused: impl FnMut(usize, Error) + Send + 'static,
    ) -> Self {
        let (acknowledged, refused) = (Some(Box::new(acknowledged) as _), Some(Box::new(refused) as _));
        let settings = Settings { acknowledged, refused, ..Settings::default() };
        Self { writes, table, settings }
    }

    /// Calls this function after every answer with the progress so far.
    pub fn progress(mut self, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.settings.progress = Some(Box::new(tell));
        self
    }
}

operation!([] PutStream);

impl Execute for PutStream {
    type Output = ();

    fn name(&self) -> &'static str {
        "BatchWriteItem"
    }

    fn schema(&self) -> Option<TableSchema> {
        None
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.settings.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<()> {
        self.settings.place(execution, [self.table])?;
        let database = execution.database().clone();
        let table = database.name_of(self.table);
        let stamped = self.writes.map(move |write| {
            let write = write.and_then(|write| Ok(write.stamped(database.now())?));
            write.map_err(|error| error.with_operation("BatchWriteItem", Some(&table)))
        });
        Writer::new(self.settings, execution).run(Box::pin(stamped), false, execution).await
    }

    fn explanation(mut self) -> Explain {
        let now = self.settings.clock()();
        let mut writes = Vec::new();
        let mut refused = None;
        while writes.len() < MAX_WRITES && refused.is_none() {
            match self.writes.next().now_or_never() {
                Some(Some(write)) => match write.and_then(|write| Ok(write.stamped(now)?)) {
                    Ok(write) => writes.push(write),
                    Err(error) => refused = Some(self.settings.refused((writes.len(), self.table, error))),
                },
                _ => break,
            }
        }
        let first = chunks_of::<Writer>(writes).drain(..).next().unwrap_or_default();
        let body = wire::body(&first, |table| self.settings.name_of(table), &AttributeEncryption::Shown, false);
        let mut cost = Cost::writes(&body, 1);
        cost.reason.push_str("; this shows the first request, with the items that the stream yields without waiting");
        Explain::of_body("BatchWriteItem", refused.map_or(body, Err), cost)
    }
}
