//! `Table::remove_all`: removes every item that a query or a scan finds, with the guards of its unique attributes.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use super::checkpoint_store::{CheckpointStore, shared};
use super::context::{Context, Done};
use super::item_error::{unwritable, with_key};
use super::position::Counts;
use super::run::{Parts, Work, explain_job, run_job};
use super::settings::{JobSettings, job, writing_job};
use super::stored_item::{StoredItem, StoredRows};
use crate::database::{Destination, RetrySettings};
use crate::error::{Error, JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::expression::Condition;
use crate::operation::{Get, ItemSource, has_unique_values, removal, transaction};
use crate::schema::{Item, OptionOf, TableSchema, Unique};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Removes every item that a query or a scan finds, of the table or of an index, with the guards that keep its attributes unique: what
    /// [`delete_all`](Table::delete_all) is for items without unique attributes.
    ///
    /// Each item is removed as [`remove`](Table::remove) does it, in a transaction of its own with its guards. So the item and its guards
    /// are all there, or all gone, whenever the job ends. It consumes the read units of the query, and two write units for every 1 KB of
    /// the item and for each guard.
    ///
    /// An item that was found is removed, even if it has changed since and a filter no longer matches it: if its unique attributes have
    /// changed, it is read again and removed with its new guards. Only a [`condition`](RemoveAll::condition) is checked when the item is
    /// removed. An item that is gone by then is [skipped](JobProgress::skipped).
    ///
    /// An index may hold only parts of the items. If they lack what names the guards, each item is read from the table, which consumes
    /// a read unit for every 4 KB.
    ///
    /// You can stop the job at any time, also by dropping the future, and run it again: it removes what is left. With a
    /// [`checkpoint`](RemoveAll::checkpoint) it does not read from the beginning.
    ///
    /// # Errors
    ///
    /// When an item does not fit the struct, or is stored in another form, so that its guards are unknown; when others keep writing it; and
    /// when a request fails for good.
    /// [`Error::job_failure`](crate::Error::job_failure) has the progress. An item that fails stays, with its guards, and ends the job,
    /// unless you set [`max_failures`](RemoveAll::max_failures).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Table)]
    /// #[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
    /// struct App;
    ///
    /// #[derive(Item)]
    /// #[faraday(
    ///     table = App, kind = "user",
    ///     partition_key = "TENANT#{tenant}", sort_key = "USER#{id}",
    ///     unique(email),
    /// )]
    /// struct User {
    ///     tenant: String,
    ///     id: u64,
    ///     email: String,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<App>::create().on(&db).await?;
    /// let ann = User { tenant: "acme".into(), id: 1, email: "ann@example.com".into() };
    /// Table::<User>::insert(&ann).on(&db).await?;
    ///
    /// let done = Table::<User>::remove_all(Table::<User>::query("acme")).on(&db).await?;
    /// assert_eq!(done.written, 1);
    ///
    /// // the address is free again
    /// Table::<User>::insert(&User { tenant: "other".into(), ..ann }).on(&db).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
    pub fn remove_all<S: ItemSource<I>>(mut source: S) -> RemoveAll<I, S>
    where
        I: Unique,
    {
        let settings = JobSettings::new(source.take_destination());
        RemoveAll { source, condition: None, settings, of: PhantomData }
    }
}

/// Removes every item that a query or a scan finds, with its guards: see [`Table::remove_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct RemoveAll<I, S> {
    source: S,
    condition: Option<Condition<I>>,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Unique, S: ItemSource<I>> RemoveAll<I, S> {
    /// Removes an item only if this condition holds when it is removed; with a second one, both must hold. The other items are
    /// [skipped](JobProgress::skipped), and keep their guards.
    pub fn condition(mut self, condition: impl OptionOf<Condition<I>>) -> Self {
        Condition::also(&mut self.condition, condition);
        self
    }

    fn into_parts(self) -> Result<Parts<S, RemoveItems<I>>> {
        let condition = self.condition.map(|mut condition| condition.copied()).transpose()?;
        Ok((self.source, RemoveItems { condition: condition.map(Mutex::new) }, self.settings))
    }

    fn output(progress: JobProgress) -> JobProgress {
        progress
    }
}

writing_job!(RemoveAll);
job!(RemoveAll: Unique, "remove_all", JobProgress);

struct RemoveItems<I> {
    condition: Option<Mutex<Condition<I>>>,
}

impl<I: Unique> Work for RemoveItems<I> {
    type Rows = StoredRows<I>;

    fn rows(&self) -> StoredRows<I> {
        StoredRows::new()
    }

    async fn page(&self, items: Vec<StoredItem<I>>, context: &Arc<Context>) -> Result<Counts> {
        context.each(items, |item| self.remove(item, context)).await
    }
}

impl<I: Unique> RemoveItems<I> {
    async fn remove(&self, found: StoredItem<I>, context: &Context) -> Result<Done> {
        let key = found.key()?;
        let removed = self.remove_current(found, &key, context).await;
        removed.map_err(|error| with_key(error, &key))
    }

    /// Removes the item as it is stored when it is removed.
    async fn remove_current(&self, found: StoredItem<I>, key: &[u8], context: &Context) -> Result<Done> {
        let mut backoff = context.backoff(RetrySettings::MODIFY);
        let mut unknown = false;
        // The query may have read an old state of the item, or a part of it. Only what is read by the key is known to be the item.
        let mut item = match found.guarded() {
            Ok(item) => Some(item),
            Err(_) => current(key, context).await?,
        };
        while let Some(known) = item {
            if context.dry_run {
                return Ok(Done::Written);
            }
            let error = match self.attempt(&known, context).await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            unknown |= error.is_outcome_unknown();
            if !error.is_condition_failed() {
                return Err(error.with_outcome_unknown(unknown));
            }
            let pause = backoff.pause();
            tokio::time::sleep(pause.unwrap_or_default()).await;
            item = current(key, context).await.map_err(|error| error.with_outcome_unknown(unknown))?;
            if item.is_some() && pause.is_none() {
                return Err(error.with_outcome_unknown(unknown));
            }
        }
        // An earlier attempt got no reply, and may have been done.
        Ok(if unknown { Done::Written } else { Done::Skipped })
    }

    /// Removes the item if it has these guards. The transaction is itself sent again, by its token, until its outcome is known.
    async fn attempt(&self, item: &I, context: &Context) -> Result<Done> {
        let copied =
            |condition: &Mutex<Condition<I>>| condition.lock().unwrap_or_else(PoisonError::into_inner).copied();
        let condition = self.condition.as_ref().map(copied).transpose()?;
        let has_condition = condition.is_some();
        let writes = removal(item, condition).map_err(unwritable)?;
        match context.run(transaction(writes)).await {
            Ok(()) => Ok(Done::Written),
            // The guards are those of the stored item, so that it was the job's condition that failed.
            Err(error) if has_condition && !error.is_outcome_unknown() && is_still(item, &error)? => Ok(Done::Skipped),
            Err(error) => Err(error),
        }
    }
}

/// Reads the item by its key; `None` if it is gone.
async fn current<I: Unique>(key: &[u8], context: &Context) -> Result<Option<I>> {
    let read = || Ok(Get::<I>::of_key(key.to_vec()).consistent().with_rows(StoredRows::new()));
    context.run_patiently(read, true).await?.map(StoredItem::guarded).transpose()
}

/// Whether the item that the transaction met has the unique attributes of this one.
fn is_still<I: Unique>(item: &I, error: &Error) -> Result<bool> {
    let reasons = error.cancellation_reasons();
    let stored = reasons.iter().find(|reason| reason.operation() == 0).and_then(|reason| reason.stored());
    Ok(stored.map_or(Ok(false), |stored| has_unique_values(stored, item))?)
}
