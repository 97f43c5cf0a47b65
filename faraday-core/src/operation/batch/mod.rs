//! Many writes at once, of one table or several.

mod failure;
mod wire;
mod writer;

use std::any::TypeId;
use std::borrow::Borrow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
pub use failure::BatchFailure;
use futures_core::Stream;
pub(super) use wire::parse;
pub use writer::Progress;
use writer::{Pending, Write, Writer};

use crate::database::Database;
use crate::error::{Error, Result};
use crate::run::{Cost, Encoded, Explain, Identity, Metered, Operation, Patience, operation};
use crate::schema::{Item, KeyOf, Sealing};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes many items, in requests of at most 25, several at once.
    ///
    /// What DynamoDB puts off is sent again, with back-off, until all is written or it is time to give up. Two writes of
    /// one key are never in one request, and are done in the order given. No item is conditional; it costs as many units
    /// as to put each by itself.
    ///
    /// Dropped half-way, what is in flight is either done or not; all before it is done.
    ///
    /// # Errors
    ///
    /// When an item has no form in DynamoDB or is over 400 KB: nothing is sent, unless
    /// [`skip_invalid`](Batch::skip_invalid). When it gives up, the error says which items were written and which were
    /// not: [`Error::batch_failure`].
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
    pub fn put_many<B: Borrow<I>>(items: impl IntoIterator<Item = B>) -> Batch {
        items.into_iter().fold(Batch::new(), |batch, item| batch.put(item.borrow()))
    }

    /// Deletes the items of many keys; see [`put_many`](Table::put_many). It is no error if there is none.
    ///
    /// # Errors
    ///
    /// As [`put_many`](Table::put_many).
    pub fn delete_many<K: KeyOf<I::Key>>(keys: impl IntoIterator<Item = K>) -> Batch {
        keys.into_iter().fold(Batch::new(), |batch, key| batch.delete::<I>(key))
    }

    /// Writes the items of a stream as it gives them, in flat memory: no more are taken from it than can be sent soon.
    ///
    /// See [`put_many`](Table::put_many). A request is sent once it is full, the last when the stream ends. An item that
    /// cannot be written ends it, with all before it written.
    ///
    /// # Errors
    ///
    /// As [`put_many`](Table::put_many); positions are counted in the stream.
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
    /// Table::<User>::put_all(users).progress(|done| println!("{} items", done.items)).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn put_all<S>(items: S) -> PutAll
    where
        S: Stream<Item = I> + Send + 'static,
    {
        let mut position = 0;
        let writes = futures_util::StreamExt::map(items, move |item| {
            let pending =
                pending_put(&item, position).map_err(|error| error.during("BatchWriteItem", Some(I::SCHEMA.table())));
            position += 1;
            pending
        });
        PutAll { writes: Box::pin(writes), settings: Settings::default() }
    }
}

fn pending_put<I: Item>(item: &I, position: usize) -> Result<Pending> {
    let Encoded { json, encrypted } = Encoded::of(item)?;
    let json = Encoded { json, encrypted: Vec::new() }.stamped::<I>(item.stamp(), SystemTime::now())?;
    pending::<I>(position, &json, |json| Write::Put(json, encrypted))
}

fn pending_delete<I: Item>(key: impl KeyOf<I::Key>, position: usize) -> Result<Pending> {
    let json = key.encode_key(&I::SCHEMA)?;
    pending::<I>(position, &json, Write::Delete)
}

fn pending<I: Item>(position: usize, json: &[u8], write: impl FnOnce(Bytes) -> Write) -> Result<Pending> {
    let identity = Identity::of(&I::SCHEMA, json)?;
    // A copy, so that a long queue holds no more than it needs.
    let write = write(Bytes::copy_from_slice(json));
    Ok(Pending { position, schema: I::SCHEMA, item: TypeId::of::<I>(), identity, write })
}

type Tell = Box<dyn FnMut(&Progress) + Send>;

/// How a batch is sent.
#[derive(Default)]
struct Settings {
    patience: Patience,
    concurrency: Option<usize>,
    progress: Option<Tell>,
    database: Option<Database>,
}

impl Settings {
    fn writer(mut self, metered: bool) -> Result<Writer> {
        let database = Database::find(self.database.take()).map_err(|error| error.during("BatchWriteItem", None))?;
        Ok(Writer::new(database, self, metered))
    }
}

/// Writes of any tables: see [`Table::put_many`].
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
    writes: Vec<Pending>,
    invalid: Vec<(usize, Error)>,
    skip_invalid: bool,
    settings: Settings,
}

impl Batch {
    /// Nothing to write yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the write of an item.
    pub fn put<I: Item>(self, item: &I) -> Self {
        let position = self.len();
        self.push(pending_put(item, position), I::SCHEMA.table())
    }

    /// Adds the deletion of the item of this key.
    pub fn delete<I: Item>(self, key: impl KeyOf<I::Key>) -> Self {
        let position = self.len();
        self.push(pending_delete::<I>(key, position), I::SCHEMA.table())
    }

    fn push(mut self, write: Result<Pending>, table: &str) -> Self {
        let position = self.len();
        match write {
            Ok(write) => self.writes.push(write),
            Err(error) => self.invalid.push((position, error.during("BatchWriteItem", Some(table)))),
        }
        self
    }

    /// How many writes there are, with those that cannot be sent.
    #[must_use]
    pub fn len(&self) -> usize {
        self.writes.len() + self.invalid.len()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sends the others even if some cannot be sent; those are in the error that is then given.
    pub fn skip_invalid(mut self) -> Self {
        self.skip_invalid = true;
        self
    }

    async fn write(self, metered: bool) -> Result<Metered<()>> {
        if self.is_empty() {
            return Ok(Metered::none(()));
        }
        let positions: Vec<usize> = self.invalid.iter().map(|(position, _)| *position).collect();
        let accepted = self.len();
        let first = self.invalid.into_iter().next().map(|(position, error)| failure::at(position, error));
        match first {
            Some(error) if !self.skip_invalid || self.writes.is_empty() => {
                Err(failure::of(error, accepted, self.writes, positions, self.settings.database))
            }
            refused => {
                let mut writer = self.settings.writer(metered)?;
                writer.refuse(positions, refused);
                let writes = futures_util::stream::iter(self.writes.into_iter().map(Ok));
                writer.run(Box::pin(writes), true).await
            }
        }
    }
}

/// Writes the items of a stream: see [`Table::put_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct PutAll {
    writes: writer::Source,
    settings: Settings,
}

impl PutAll {
    /// Tells after every answer how far it is.
    pub fn progress(mut self, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.settings.progress = Some(Box::new(tell));
        self
    }
}

macro_rules! settings {
    ($($name:ident)*) => {$(
        impl $name {
            /// So many requests at once; 4 without it.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.settings.concurrency = Some(requests);
                self
            }

            /// Gives up after so many attempts in a row in which nothing was written; 10 without it.
            pub fn attempts(mut self, attempts: u32) -> Self {
                self.settings.patience.attempts = attempts;
                self
            }

            /// Gives up once nothing was written for this long; two minutes without it.
            pub fn within(mut self, time: Duration) -> Self {
                self.settings.patience.within = time;
                self
            }
        }
    )*};
}

settings! { Batch PutAll }

operation!([] Batch);
operation!([] PutAll);

impl Operation for Batch {
    type Output = ();

    async fn run(self, metered: bool) -> Result<Metered<()>> {
        self.write(metered).await
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.settings.database
    }

    fn explain(self) -> Explain {
        let size: usize = self.writes.iter().map(Pending::size).sum();
        let prefix = self.settings.database.as_ref().map_or("", Database::table_prefix);
        let body = wire::body(&self.writes, |table| format!("{prefix}{table}"), &Sealing::Shown, false);
        let refused = self.invalid.into_iter().next().filter(|_| !self.skip_invalid);
        let body = refused.map_or(body, |(position, error)| Err(failure::at(position, error)));
        let cost =
            Cost::write(size, "summed over the items to put, each rounded up; one unit and more for each deletion");
        Explain::of_body("BatchWriteItem", body, cost)
    }
}

impl Operation for PutAll {
    type Output = ();

    async fn run(self, metered: bool) -> Result<Metered<()>> {
        self.settings.writer(metered)?.run(self.writes, false).await
    }

    fn database(&mut self) -> &mut Option<Database> {
        &mut self.settings.database
    }

    fn explain(self) -> Explain {
        let cost = Cost::write_unknown("one for each 1 KB of every item of the stream");
        Explain::of_body("BatchWriteItem", Ok(b"{}".to_vec()), cost)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings")
    }
}
