//! `Table::changes`: what changes in a table.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::into_checkpoint::IntoChangesCheckpoint;
use super::once::Once;
use super::settings::{Beginning, Settings};
use super::stream::ChangeStream;
use crate::database::{Database, Destination};
use crate::schema::Item;
use crate::table::Table;

impl<I: Item> Table<I> {
    /// The changes of the table, from its change stream: every insert, update and delete of the last 24 hours, and those to come.
    /// Needs the feature `streams`.
    ///
    /// The table must have a stream: declare `stream = new_and_old_images`, or another view. All shards are read, each after the one
    /// that it follows, so that the changes of one item come in their order. Of a table with several kinds of items, only those of
    /// `I` come; `Table::<Record>::changes()` of an enum gives all.
    ///
    /// DynamoDB allows two readers of a shard at the same time, which are two consumers of a table; a third may be throttled. One
    /// request returns up to 1 MB, and 100,000 of them cost 2 cents. A shard without changes is asked once in 3 seconds.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use faraday::{Database, Item, Table};
    /// use faraday::changes::ChangeKind;
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders", stream = new_and_old_images)]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     total: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// Table::<Order>::create().on(&db).await?;
    /// Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
    ///
    /// let mut changes = Table::<Order>::changes().on(&db).stream();
    /// while let Some(change) = changes.try_next().await? {
    ///     match change.kind {
    ///         ChangeKind::Inserted(new) => println!("a new order of {:?}", new.map(|order| order.total)),
    ///         ChangeKind::Modified { old, new } => println!("changed"),
    ///         ChangeKind::Removed { old, expired } => println!("deleted"),
    ///     }
    /// #   break;
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DynamoDB Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
    pub fn changes() -> Changes<I> {
        Changes { destination: Destination::default(), settings: Settings::new(), of: PhantomData }
    }
}

/// Reads the changes of a table: see [`Table::changes`].
#[must_use = "it reads nothing until it is made a stream"]
pub struct Changes<I> {
    pub(in crate::changes) destination: Destination,
    pub(in crate::changes) settings: Settings,
    of: PhantomData<fn() -> I>,
}

impl<I> Changes<I> {
    /// Reads on this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }

    /// Reads the changes of the table of this name, in place of the one that the items declare. The name is taken as it is:
    /// no prefix is put before it.
    pub fn on_table(mut self, name: impl Into<String>) -> Self {
        self.destination.set_table(name);
        self
    }

    /// Begins with the oldest change that the stream has, up to 24 hours ago; the default.
    pub fn from_horizon(mut self) -> Self {
        self.settings.beginning = Beginning::Horizon;
        self
    }

    /// Begins with the first change that is made from now on: when the stream [begins](ChangeStream::begin), or is first polled.
    ///
    /// A [worker](Changes::worker), and a stream that goes on at a checkpoint from before its first change, know this only as a time
    /// of the machine's clock, which may be five minutes ahead: changes of the five minutes before may come as well.
    pub fn from_now(mut self) -> Self {
        self.settings.beginning = Beginning::Now;
        self
    }

    /// Goes on after a checkpoint: a [`ChangesCheckpoint`](super::ChangesCheckpoint), or `None` for the first time, which begins as if this was not called.
    ///
    /// A checkpoint of another stream is an error ([`InvalidCursor`](crate::ErrorKind::InvalidCursor)) of the first
    /// [`try_next`](ChangeStream::try_next): the table's stream was disabled and enabled since, or the table is another one.
    pub fn from(mut self, checkpoint: impl IntoChangesCheckpoint) -> Self {
        if let Some(checkpoint) = checkpoint.into_checkpoint() {
            self.settings.beginning = Beginning::At(checkpoint);
        }
        self
    }

    /// Sets the pauses before a shard without new changes is asked again: it begins with `first` and doubles up to `longest`.
    ///
    /// By default they are a fifth of a second and 3 seconds, on the embedded engine 2 ms and 50 ms. A shard of DynamoDB is asked five times a
    /// second at most, whatever is set here.
    pub fn poll_every(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.poll = Some((first, longest));
        self
    }

    /// Asks for at most this many records at a time, from 1 to 1,000; any other number is an error of the first
    /// [`try_next`](ChangeStream::try_next).
    pub fn page_size(mut self, records: u16) -> Self {
        self.settings.page_size = Some(records);
        self
    }
}

impl<I: Item> Changes<I> {
    /// The changes as a stream.
    pub fn stream(self) -> ChangeStream<I> {
        ChangeStream::new(self.destination, self.settings, false)
    }

    /// Reads all changes that the stream has now, and ends: for tests, and for jobs that run from time to time.
    ///
    /// DynamoDB does not tell whether a shard has no more changes. A shard counts as read when five requests in a row returned none,
    /// on the embedded engine one. A change may take some seconds to get into the stream of the service.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders", stream = new_and_old_images)]
    /// # struct Order { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// Table::<Order>::put(&Order { id: 7 }).on(&db).await?;
    /// Table::<Order>::delete(7).on(&db).await?;
    /// let changes = Table::<Order>::changes().once().on(&db).await?;
    /// assert_eq!(changes.len(), 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn once(self) -> Once<I> {
        Once { destination: self.destination, settings: self.settings, of: PhantomData }
    }
}

impl<I> fmt::Debug for Changes<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Changes")
    }
}
