//! `Table::modify`: reads an item, changes it, and writes it if nobody else wrote it in the meantime.

use super::{Consistent, Get, key_as_stored, save_item};
use crate::database::Destination;
use crate::database::RetrySettings;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Backoff, Cost, Execute, Execution, Explain, SingleRequest, Whole, on_table, operation, retrying};
use crate::schema::{Item, KeyOf, TableSchema, Unguarded, Versioned, item_key};
use crate::table::Table;
use crate::transport::Api;

impl<I: Item> Table<I> {
    /// Reads an item, changes it, and writes it if nobody else wrote it in the meantime. Otherwise it starts again with the current item.
    ///
    /// `change` may be called several times, each time with the current item. Returns the written item, or `None` if the item does not
    /// exist or was deleted in the meantime; then nothing is written.
    ///
    /// If the answer to a write is lost, the SDK sends the write again, and its condition then fails. The stored item shows whether the
    /// first attempt was done: it is equal to the written one. If others have written it again since, this cannot be known, and the change
    /// is made again. If another writer made the same change at the same moment, it counts as yours. If that must not happen, write in a
    /// [`transaction`](crate::transaction).
    ///
    /// # Errors
    ///
    /// When others keep writing the item until it is time to give up ([`is_version_conflict`](Error::is_version_conflict)), when `change`
    /// changes the key, or when the struct that is read has another key than the stored item. Nothing is written then.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "counters")]
    /// # struct Counter { #[faraday(partition_key)] name: String, value: u64, #[faraday(version)] version: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Counter>::create().on(&db).await?;
    /// # Table::<Counter>::put(&Counter { name: "visits".into(), value: 0, version: 0 }).on(&db).await?;
    /// let counter = Table::<Counter>::modify("visits", |counter| counter.value += 1).on(&db).await?;
    /// assert_eq!(counter.map(|counter| counter.value), Some(1));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [version control](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html).
    pub fn modify<'a>(key: impl KeyOf<I::Key>, change: impl FnMut(&mut I) + Send + 'a) -> Modify<'a, I>
    where
        I: Versioned + Unguarded,
    {
        Modify { get: Self::get(key).consistent(), change: Box::new(change), destination: Destination::default() }
    }
}

/// Reads, changes and writes an item: see [`Table::modify`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Modify<'a, I> {
    get: Get<I, Whole<I>, Consistent>,
    change: Box<dyn FnMut(&mut I) + Send + 'a>,
    destination: Destination,
}

operation!('a; ['a, I: Versioned] Modify<'a, I>);
on_table!(['a, I: Versioned] Modify<'a, I>);

impl<I: Versioned> Execute for Modify<'_, I> {
    type Output = Option<I>;

    fn name(&self) -> &'static str {
        Api::GetItem.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(mut self, execution: &mut Execution) -> Result<Option<I>> {
        let settings = execution.sender.loop_settings(RetrySettings::MODIFY);
        execution.give_up_after(settings.timeout);
        let stored_key = self.get.key().unwrap_or_default();
        let mut found = self.get.send(execution).await?;
        let mut backoff = Backoff::new(settings);
        let mut rested = true;
        while let Some(mut item) = found.take() {
            // The service may have sent another item, so this is not the caller's mistake.
            let key = key_as_stored(&item, &stored_key).map_err(|error| error.of_kind(ErrorKind::Decode))?;
            (self.change)(&mut item);
            if item_key(&item)? != key {
                let error =
                    Error::new(ErrorKind::InvalidArgument, "the change is to the item's key, which never changes");
                return Err(in_put(error, execution));
            }
            let error = match save_item(&mut item, execution).await {
                Ok(()) => return Ok(Some(item)),
                Err(error) => in_put(error, execution),
            };
            let again = error.is_version_conflict() || error.is_conflict();
            let Some(pause) = backoff.pause().filter(|_| again) else { return Err(error) };
            retrying(Api::PutItem.name(), &error, pause);
            if error.is_conflict() {
                // A transaction holds the item. Its new state is known only after the transaction.
                tokio::time::sleep(pause).await;
                found = Get::of_key(key).consistent().send(execution).await?;
                continue;
            }
            // After a pause the item in memory is old. So the next write probably fails and returns the current item, and the write after
            // that follows without a pause.
            rested = !rested;
            if rested {
                tokio::time::sleep(pause).await;
            }
            found = match error.current()? {
                Some(item) => Some(item),
                // The item was deleted, or the engine returns no items with failed conditions.
                None => Get::of_key(key).consistent().send(execution).await?,
            };
        }
        Ok(None)
    }

    fn explanation(self) -> Explain {
        let mut read = self.get;
        *Execute::destination(&mut read) = self.destination;
        read.explain().costing(Cost {
            read_units: Some(1.0),
            write_units: Some(1.0),
            reason: "1 read unit for each 4 KB of the item, read consistently, and 1 write unit for each 1 KB of it as it is \
                     written, again if another writer was first; this shows the read, and the write is a PutItem"
                .into(),
        })
    }
}

/// Names the write in its error, because the operation itself has the name of the read.
fn in_put(error: Error, execution: &Execution) -> Error {
    error.with_operation(Api::PutItem.name(), execution.target.table_name())
}
