//! `Table::changes`: reads the changes of a table.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::into_checkpoint::IntoChangesCheckpoint;
use super::once::Once;
use super::settings::{Beginning, Settings};
use super::stream::ChangeStream;
use crate::database::{Database, Destination};
use crate::schema::{Item, OptionOf};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Reads the changes of the table from its change stream: every insert, update and delete of the last 24 hours, and all that follow.
    /// Needs the feature `streams`.
    ///
    /// The table must have a stream: declare `stream = new_and_old_images`, or another view. All shards are read, each after its parent, so
    /// that the changes of one item come in order. If the table has several kinds of items, only changes of `I` come; for all changes, use
    /// the enum: `Table::<Record>::changes()`.
    ///
    /// DynamoDB allows two readers of a shard at the same time, so a table can have two consumers; a third may be throttled. One request
    /// returns up to 1 MB, and 100,000 requests cost 2 cents. A shard without changes gets one request in 3 seconds.
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
    ///         ChangeKind::Inserted(new) => println!("new: {:?}", new.map(|order| order.total)),
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
    /// Uses this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }

    /// Reads the changes of the table with this name, in place of the declared one. No prefix is put before the name.
    pub fn on_table(mut self, name: impl Into<String>) -> Self {
        self.destination.set_table(name);
        self
    }

    /// Begins with the oldest change in the stream, up to 24 hours ago; the default.
    pub fn from_horizon(mut self) -> Self {
        self.settings.beginning = Beginning::Horizon;
        self
    }

    /// Begins with the first change after the stream [begins](ChangeStream::begin) or is first polled.
    ///
    /// A [worker](Changes::worker), and a stream that resumes at a checkpoint from before its first change, keep this moment as a time of
    /// the machine's clock. Because that clock may be wrong, they may also return changes of the five minutes before.
    pub fn from_now(mut self) -> Self {
        self.settings.beginning = Beginning::Now;
        self
    }

    /// Goes on after a checkpoint: a [`ChangesCheckpoint`](super::ChangesCheckpoint), or `None` for the first time, which has no effect.
    ///
    /// If the checkpoint belongs to another stream, the first [`try_next`](ChangeStream::try_next) fails with
    /// [`InvalidCursor`](crate::ErrorKind::InvalidCursor): the table's stream was disabled and enabled since, or it is another table.
    pub fn from(mut self, checkpoint: impl IntoChangesCheckpoint) -> Self {
        if let Some(checkpoint) = checkpoint.into_checkpoint() {
            self.settings.beginning = Beginning::At(checkpoint);
        }
        self
    }

    /// Sets the pauses before a shard without new changes gets another request. They begin with `first` and double up to `longest`.
    ///
    /// The defaults are a fifth of a second and 3 seconds, or 2 ms and 50 ms on the embedded engine. A shard of DynamoDB never gets more
    /// than five requests a second.
    pub fn poll_every(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.poll = Some((first, longest));
        self
    }

    /// Limits each request to this many records, from 1 to 1,000. With another number, the first [`try_next`](ChangeStream::try_next)
    /// fails. `None` is no limit.
    pub fn page_size(mut self, records: impl OptionOf<u16>) -> Self {
        self.settings.page_size = records.into_option().or(self.settings.page_size);
        self
    }
}

/// Stands for lenient changes without `once`, which do not exist. No type implements it.
#[diagnostic::on_unimplemented(
    message = "`lenient` comes after `once`: a stream of changes needs no `lenient`",
    label = "`changes()` becomes a stream or a `once` first",
    note = "write `Table::<Order>::changes().once().lenient()`",
    note = "`.stream()` returns an error for each change that cannot be read, and the next `try_next` goes on after it"
)]
pub trait LenientChanges {}

impl<I: Item> Changes<I> {
    /// Exists for its compile error, which says what to write instead.
    #[doc(hidden)]
    pub fn lenient(self) -> Self
    where
        Self: LenientChanges,
    {
        self
    }

    /// Returns the changes as a stream.
    pub fn stream(self) -> ChangeStream<I> {
        ChangeStream::new(self.destination, self.settings, false)
    }

    /// Reads all changes that the stream has now, and then ends: for tests, and for jobs that run from time to time.
    ///
    /// DynamoDB does not say whether a shard has no more changes. A shard counts as read after five requests in a row that returned none,
    /// on the embedded engine after one. A change may need some seconds until it is in the stream.
    ///
    /// # Errors
    ///
    /// When a request fails, or the image of a change does not decode. With [`lenient`](Once::lenient) such a change is one row, and the
    /// others come.
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
