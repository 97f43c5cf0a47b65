//! `Table::modify_all`: changes every item that a query or a scan finds as a struct.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use super::checkpoint_store::{CheckpointStore, shared};
use super::context::{Context, Done};
use super::index_read::IndexRead;
use super::item_error::with_key;
use super::position::Counts;
use super::rewrite::{Rewrite, RewriteBy};
use super::run::{Parts, Work, explain_job, run_job};
use super::settings::{JobSettings, job, writing_job};
use super::stored_item::{StoredItem, StoredRows};
use crate::database::{Destination, RetrySettings};
use crate::error::{JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::operation::{Get, ItemSource, WholeItems};
use crate::schema::{Item, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Changes every item that a query or a scan finds, and writes those that now differ: for backfills and migrations of data.
    ///
    /// It calls `change` with each item as a struct. The item is written if its new form differs from the stored one, and otherwise
    /// [skipped](JobProgress::skipped). So a change that does nothing rewrites items that are stored in an older form of the struct: under
    /// an [`alias`](derive@crate::Item), or without a field that has a `default`.
    ///
    /// An item is written only if it is unchanged since it was read: if it has its version, or, without one, the same values of its
    /// attributes. Attributes of the struct that were absent must still be absent. Otherwise the item is read again and `change` is called
    /// with the current item, as in [`modify`](Table::modify). So an item that others write meanwhile is changed even if a filter of the
    /// query no longer matches it: check in `change` what must still hold. One that was deleted meanwhile is skipped.
    ///
    /// The write is an `UpdateItem` that sets and removes only the attributes that differ, and encrypts all encrypted ones again. It keeps
    /// attributes of the item that the struct does not know, including those that others add meanwhile; a changed document is written as
    /// the struct has it, without what its struct does not know. Of an enum, it keeps what the item's own variant does not know. If the item was upgraded from an older
    /// [schema version](derive@crate::Item#schema-versions), it removes the attributes of the older struct.
    ///
    /// DynamoDB limits an expression to 4 KB and 300 operators. So for an item without a version, at most 100 attributes are compared:
    /// first those that the write changes, then those that the struct declares, then the others. A change of more than 100 attributes of
    /// such an item fails. For an item with a version, a change of more than 250 attributes is a `PutItem` on the condition that the item
    /// still has that version.
    ///
    /// `change` must give the same item if it is called twice, because after a crash some items are changed again. The same happens if a
    /// reply is lost and others write the item before it is read again.
    ///
    /// The query or scan must read the table, or an index that holds whole items. A job that reads an index refuses a change that moves an
    /// item to another place among those that it reads, because it would find the item again: a change of the sort key in the queried
    /// partition, or of any key of a scanned index. It accepts a change that takes the item out of the partition or out of the index.
    /// Each item costs the read, and if it is written, a write unit for every 1 KB.
    ///
    /// # Errors
    ///
    /// When an item does not fit the struct, has another key as a struct than it is stored under, cannot be written, or others keep
    /// writing it, and when a request fails for good.
    /// [`Error::job_failure`](crate::Error::job_failure) has the progress. An item that fails ends the job, unless you set
    /// [`max_failures`](ModifyAll::max_failures).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Item)]
    /// #[faraday(table = "users")]
    /// struct User {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     email: String,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let users = [(1, "Ann@Example.com"), (2, "bob@example.com")].map(|(id, email)| User { id, email: email.into() });
    /// # Table::<User>::put_many(users).on(&db).await?;
    /// let lower = |user: &mut User| user.email = user.email.to_lowercase();
    /// let found = Table::<User>::modify_all(Table::<User>::scan().parallel(8), lower)
    ///     .dry_run()
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!((found.written, found.skipped), (1, 1));
    ///
    /// Table::<User>::modify_all(Table::<User>::scan().parallel(8), lower).on(&db).await?;
    /// assert_eq!(
    ///     Table::<User>::get(1).on(&db).await?.map(|user| user.email).as_deref(),
    ///     Some("ann@example.com")
    /// );
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [parallel scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan).
    pub fn modify_all<S: WholeItems<I>>(mut source: S, change: impl FnMut(&mut I) + Send + 'static) -> ModifyAll<I, S>
    where
        I: Unguarded,
    {
        let settings = JobSettings::new(source.take_destination());
        ModifyAll { source, change: Box::new(change), settings, of: PhantomData }
    }
}

type Change<I> = Box<dyn FnMut(&mut I) + Send>;

/// Changes every item that a query or a scan finds: see [`Table::modify_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ModifyAll<I, S> {
    source: S,
    change: Change<I>,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, S: ItemSource<I>> ModifyAll<I, S> {
    fn into_parts(self) -> Result<Parts<S, ModifyItems<I>>> {
        let along = IndexRead::of(&self.source);
        Ok((self.source, ModifyItems { change: Mutex::new(self.change), along, only_older: false }, self.settings))
    }

    fn output(progress: JobProgress) -> JobProgress {
        progress
    }
}

writing_job!(ModifyAll);
job!(ModifyAll, "modify_all", JobProgress);

/// Changes items and writes them back.
pub(super) struct ModifyItems<I> {
    change: Mutex<Change<I>>,
    along: Option<IndexRead>,
    /// Items of the current schema version are left alone.
    only_older: bool,
}

impl<I> ModifyItems<I> {
    /// Writes the items of older schema versions, as they are read.
    pub(super) fn upgrading() -> Self {
        // An item is upgraded once, so that the job does not find it without end.
        Self { change: Mutex::new(Box::new(|_| ())), along: None, only_older: true }
    }
}

impl<I: Item> Work for ModifyItems<I> {
    type Rows = StoredRows<I>;

    fn rows(&self) -> StoredRows<I> {
        StoredRows::new()
    }

    async fn page(&self, items: Vec<StoredItem<I>>, context: &Arc<Context>) -> Result<Counts> {
        context.each(items, |item| self.modify(item, context)).await
    }
}

impl<I: Item> ModifyItems<I> {
    async fn modify(&self, stored: StoredItem<I>, context: &Context) -> Result<Done> {
        let key = stored.key()?;
        let modified = self.write(stored, &key, context).await;
        modified.map_err(|error| with_key(error, &key))
    }

    async fn write(&self, mut stored: StoredItem<I>, key: &[u8], context: &Context) -> Result<Done> {
        let mut backoff = context.backoff(RetrySettings::MODIFY);
        let mut unknown = false;
        loop {
            if self.only_older && stored.has_current_schema_version() {
                // An earlier attempt was done, or somebody else wrote the item.
                return Ok(if unknown { Done::Written } else { Done::Skipped });
            }
            let rewrite = stored.rewritten(self.along, |item| {
                let mut change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
                change(item);
            });
            let Some(Rewrite { write, written }) = rewrite.map_err(|error| error.with_outcome_unknown(unknown))? else {
                return Ok(if unknown { Done::Written } else { Done::Skipped });
            };
            if context.dry_run {
                return Ok(Done::Written);
            }
            let ended = match write {
                RewriteBy::Update(update) => context.run_once(*update).await,
                RewriteBy::Put(put) => context.run_once(*put).await,
            };
            let Err(error) = ended else { return Ok(Done::Written) };
            unknown |= error.is_outcome_unknown();
            let again = error.is_condition_failed() || error.is_conflict() || error.may_succeed_later();
            let Some(pause) = backoff.pause().filter(|_| again) else {
                return Err(error.with_outcome_unknown(unknown));
            };
            tokio::time::sleep(pause).await;
            let read = || Ok(Get::<I>::of_key(key.to_vec()).consistent().with_rows(StoredRows::new()));
            let found = context.run_patiently(read, true).await;
            stored = match found.map_err(|error| error.with_outcome_unknown(unknown))? {
                // The write got no reply, but was done.
                Some(stored) if unknown && written.is_done(&stored) => return Ok(Done::Written),
                Some(stored) => stored,
                None => return Ok(Done::Skipped),
            };
        }
    }
}
