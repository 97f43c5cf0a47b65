//! Reads the changes that a stream has now, and then ends: [`Once`].

use std::fmt;
use std::future::IntoFuture;

use super::settings::Settings;
use super::stream::ChangeStream;
use crate::changes::change::Change;
use crate::database::{Database, Destination};
use crate::error::Result;
use crate::execute::Running;
use crate::schema::Item;
use std::marker::PhantomData;

/// The changes that the stream has now: see [`Changes::once`](super::Changes::once).
#[must_use = "an operation does nothing until it is awaited"]
pub struct Once<I> {
    pub(super) destination: Destination,
    pub(super) settings: Settings,
    pub(super) of: PhantomData<fn() -> I>,
}

impl<I: Item> Once<I> {
    /// Uses this database.
    pub fn on(mut self, database: &Database) -> Self {
        self.destination.set_database(database);
        self
    }

    /// Returns a `Result` for each change: an error in place of one whose image does not decode, with the key of its item
    /// ([`Error::item_key`](crate::Error::item_key)). All other changes come, in order.
    ///
    /// A [stream](ChangeStream) goes on after such an error by itself, and a [`ChangeBatch`](crate::changes::ChangeBatch) of Lambda has a
    /// `Result` for each change.
    ///
    /// # Errors
    ///
    /// When a request fails, or changes were removed from the stream before they were read.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders", stream = new_and_old_images)]
    /// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Damaged { #[faraday(partition_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// Table::<Order>::put(&Order { id: 7, total: 12 }).on(&db).await?;
    /// Table::<Damaged>::put(&Damaged { id: 8 }).on(&db).await?; // it has no `total`
    ///
    /// for change in Table::<Order>::changes().once().lenient().on(&db).await? {
    ///     match change {
    ///         Ok(change) => assert_eq!(change.new().map(|order| order.total), Some(12)),
    ///         Err(error) => assert!(error.is_decode() && error.item_key().is_some()),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
    pub fn lenient(self) -> LenientOnce<I> {
        LenientOnce(self)
    }

    /// Returns these changes as a stream, which then ends.
    pub fn stream(self) -> ChangeStream<I> {
        ChangeStream::new(self.destination, self.settings, true)
    }
}

impl<I> fmt::Debug for Once<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once")
    }
}

impl<I: Item> IntoFuture for Once<I> {
    type Output = Result<Vec<Change<I>>>;
    type IntoFuture = Running<'static, Vec<Change<I>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut changes = self.stream();
            let mut all = Vec::new();
            while let Some(change) = changes.try_next().await? {
                all.push(change);
            }
            Ok(all)
        })
    }
}

/// The changes that the stream has now, with an error in place of each that does not decode: see [`Once::lenient`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct LenientOnce<I>(Once<I>);

impl<I: Item> LenientOnce<I> {
    /// Uses this database.
    pub fn on(self, database: &Database) -> Self {
        Self(self.0.on(database))
    }
}

impl<I> fmt::Debug for LenientOnce<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LenientOnce")
    }
}

impl<I: Item> IntoFuture for LenientOnce<I> {
    type Output = Result<Vec<Result<Change<I>>>>;
    type IntoFuture = Running<'static, Vec<Result<Change<I>>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut changes = self.0.stream();
            let mut all = Vec::new();
            while let Some(change) = changes.try_next_row().await? {
                all.push(change);
            }
            Ok(all)
        })
    }
}
