//! Many writes at once, to one table or several.

mod failure;
mod pending;
mod put_stream;
mod request;
mod settings;
mod unanswered;
mod wire;
mod writer;

use std::borrow::Borrow;

#[cfg(feature = "testing")]
pub(super) use failure::failed_batch;
use pending::{pending_delete, pending_delete_of_key};
pub(crate) use pending::{pending_json, pending_put};
pub use put_stream::PutStream;
pub use settings::Progress;
use settings::{Invalid, Settings};
pub(crate) use writer::WriteSource;
use writer::Writer;

use crate::database::Destination;
use crate::error::{BatchFailure, Result};
use crate::execute::{Cost, Execute, Execution, Explain, chunks_of, operation};
use crate::schema::{AttributeEncryption, Item, KeyOf, PendingWrite, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes many items, in requests of at most 25 items, several at once.
    ///
    /// Writes that DynamoDB does not process are sent again, with back-off, until all are written or it is time to give up. Two writes of
    /// one key are never in one request, and are done in the given order. A batch has no conditions. It consumes as many write units as
    /// single puts.
    ///
    /// If you drop the future, each write under way is either done or not, and unprocessed writes are not done. Writes that
    /// [`progress`](PutStream::progress) of a stream counted are done.
    ///
    /// # Errors
    ///
    /// When an item has no form in DynamoDB or is over 400 KB: nothing is sent, unless you use [`skip_invalid`](Batch::skip_invalid). When
    /// it gives up: [`Error::batch_failure`](crate::Error::batch_failure) says which items were written and which were not.
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
    /// let users: Vec<User> = (0..100).map(|id| User { id: format!("user-{id}") }).collect();
    /// Table::<User>::put_many(&users).on(&db).await?;
    /// Table::<User>::delete_many(["user-1", "user-2"]).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
    pub fn put_many<B: Borrow<I>>(items: impl IntoIterator<Item = B>) -> Batch
    where
        I: Unguarded,
    {
        items.into_iter().fold(Batch::new(), |batch, item| batch.put(item.borrow()))
    }

    /// Deletes the items with these keys; see [`put_many`](Table::put_many). A missing item is not an error.
    ///
    /// # Errors
    ///
    /// See [`put_many`](Table::put_many).
    pub fn delete_many<K: KeyOf<I::Key>>(keys: impl IntoIterator<Item = K>) -> Batch
    where
        I: Unguarded,
    {
        keys.into_iter().fold(Batch::new(), |batch, key| batch.delete::<I>(key))
    }
}

/// A batch of writes to any tables: see [`Table::put_many`].
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// # use faraday::{Batch, Database, Item, Table};
/// # #[derive(Item)]
/// # #[faraday(table = "users")]
/// # struct User { #[faraday(partition_key)] id: String }
/// # #[derive(Item)]
/// # #[faraday(table = "sessions")]
/// # struct Session { #[faraday(partition_key)] token: String }
/// # let db = Database::embedded()?;
/// # Table::<User>::create().on(&db).await?;
/// # Table::<Session>::create().on(&db).await?;
/// Batch::new().put(&User { id: "ann".into() }).delete::<Session>("s1").on(&db).await?;
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
#[must_use = "an operation does nothing until it is awaited"]
#[derive(Default)]
pub struct Batch {
    writes: Vec<PendingWrite>,
    invalid: Vec<Invalid>,
    settings: Settings,
}

impl Batch {
    /// Creates an empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the write of an item.
    pub fn put<I: Item + Unguarded>(self, item: &I) -> Self {
        let position = self.len();
        self.push(pending_put(item, position), I::SCHEMA.table())
    }

    /// Adds the deletion of the item with this key.
    pub fn delete<I: Item + Unguarded>(self, key: impl KeyOf<I::Key>) -> Self {
        let position = self.len();
        self.push(pending_delete::<I>(key, position), I::SCHEMA.table())
    }

    /// Creates a batch that deletes the items with these keys (DynamoDB JSON); `tell` is called after every answer.
    pub(crate) fn of_deletes<I: Item>(keys: Vec<Vec<u8>>, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        let mut batch = Self::new();
        batch.settings.progress = Some(Box::new(tell));
        for key in keys {
            let write = pending_delete_of_key::<I>(key, batch.len());
            batch = batch.push(write, I::SCHEMA.table());
        }
        batch
    }

    fn push(mut self, write: Result<PendingWrite>, table: &'static str) -> Self {
        let position = self.len();
        match write {
            Ok(write) => self.writes.push(write),
            Err(error) => self.invalid.push((position, table, error)),
        }
        self
    }

    /// Returns the number of writes, including those that cannot be encoded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.writes.len() + self.invalid.len()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the managed attributes: versions and times.
    fn stamp(&mut self) {
        if self.writes.iter().any(|write| write.managed.is_some()) {
            self.stamp_writes();
        }
        self.invalid.sort_by_key(|(position, ..)| *position);
    }

    fn stamp_writes(&mut self) {
        let now = self.settings.clock()();
        for write in std::mem::take(&mut self.writes) {
            let (position, table) = (write.position, write.schema.table());
            match write.stamped(now) {
                Ok(write) => self.writes.push(write),
                Err(error) => self.invalid.push((position, table, error.into())),
            }
        }
    }

    async fn write(mut self, execution: &mut Execution) -> Result<()> {
        let tables = self.writes.iter().map(|write| write.schema.table());
        let tables: Vec<_> = tables.chain(self.invalid.iter().map(|(_, table, _)| *table)).collect();
        self.settings.place(execution, tables)?;
        self.stamp();
        let positions: Vec<usize> = self.invalid.iter().map(|(position, ..)| *position).collect();
        let accepted = self.len();
        let first = self.invalid.into_iter().next().map(|invalid| self.settings.refused(invalid));
        match first {
            Some(error) if !self.settings.skip_invalid || self.writes.is_empty() => {
                let send_settings = self.settings.send_settings(&execution.sender);
                let (unwritten, unknown) = (self.writes, self.settings.unknown);
                let failure = BatchFailure { accepted, unwritten, invalid: positions, unknown, send_settings };
                Err(error.with_batch_failure(failure))
            }
            refused => {
                let mut writer = Writer::new(self.settings, execution);
                writer.refuse_all(positions, refused);
                let writes = futures_util::stream::iter(self.writes.into_iter().map(Ok));
                writer.run(Box::pin(writes), true, execution).await
            }
        }
    }
}

macro_rules! settings {
    ($($name:ident)*) => {$(
        impl $name {
            /// Writes to the table with this name, instead of the table that the items declare. All items must declare the same table. So
            /// items of one struct can be stored in several tables. Give the whole name: the database's prefix is not added.
            pub fn on_table(mut self, name: impl Into<String>) -> Self {
                self.settings.on_table = Some(name.into().into());
                self
            }

            /// Sets the number of requests under way at once. The default is 4.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.settings.concurrency = Some(requests);
                self
            }

            /// Writes the other items even if some cannot be encoded or are too large. The error then names the items that were not
            /// written.
            pub fn skip_invalid(mut self) -> Self {
                self.settings.skip_invalid = true;
                self
            }
        }
    )*};
}

settings! { Batch PutStream }

operation!([] Batch);

impl Execute for Batch {
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

    fn without_request(&self) -> Option<()> {
        self.is_empty().then_some(())
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        self.write(execution).await
    }

    fn explanation(mut self) -> Explain {
        self.stamp();
        let settings = &self.settings;
        let body = |writes: &[PendingWrite]| {
            wire::body(writes, |table| settings.name_of(table), &AttributeEncryption::Shown, false)
        };
        let cost = Cost::writes(&body(&self.writes), 1);
        let mut requests = chunks_of::<Writer>(self.writes);
        let cost = cost.first_of(requests.len());
        let first = requests.drain(..).next().unwrap_or_default();
        let refused = self.invalid.into_iter().next().filter(|_| !self.settings.skip_invalid);
        let body = refused.map_or_else(|| body(&first), |invalid| Err(self.settings.refused(invalid)));
        Explain::of_body("BatchWriteItem", body, cost)
    }
}

impl BatchFailure {
    /// Returns a batch of the writes that were not acknowledged, for the same database and with the same settings, except writes that
    /// could not be encoded.
    #[must_use = "a batch does nothing until it is awaited"]
    pub fn retry(&self) -> Batch {
        let renumber = |(position, write): (usize, &PendingWrite)| PendingWrite { position, ..write.clone() };
        // A write that may have been done may still have been done if it is refused now.
        let unknown = self.unwritten.iter().enumerate().filter(|(_, write)| self.unknown.contains(&write.position));
        let unknown = unknown.map(|(position, _)| position).collect();
        Batch {
            writes: self.unwritten.iter().enumerate().map(renumber).collect(),
            invalid: Vec::new(),
            settings: Settings { unknown, ..Settings::of(self.send_settings.clone()) },
        }
    }
}
