//! `Table::delete_all`: deletes every item that a query or a scan finds.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use super::checkpoint_store::{CheckpointStore, shared};
use super::context::{Context, Done};
use super::item_error::{current_item, with_key};
use super::key_rows::KeyRows;
use super::position::Counts;
use super::run::{Parts, Work, explain_job, run_job};
use super::settings::{JobSettings, job, writing_job};
use crate::database::Destination;
use crate::error::{JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::expression::Condition;
use crate::operation::{Batch, Delete, ItemSource, Progress};
use crate::schema::{Item, OptionOf, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Deletes every item that a query or a scan finds, of the table or of an index. For items with unique attributes there is
    /// [`remove_all`](Table::remove_all).
    ///
    /// Only the keys are read, so items that do not fit the struct are deleted too. They are deleted in batches of 25, which are sent again
    /// until DynamoDB has processed them, or one by one if there is a [`condition`](DeleteAll::condition). It consumes the read units of
    /// the query, and a write unit for every 1 KB of each item.
    ///
    /// A struct with a `kind` deletes no items of other kinds. An enum deletes items of the kinds of its variants, and none that guards
    /// unique attributes. An index that does not hold the kind shows no kinds: there everything that the query finds is deleted.
    ///
    /// An item that was found is deleted, even if it has changed since and a filter no longer matches it; only a
    /// [`condition`](DeleteAll::condition) is checked when it is deleted. An item that is put while the job runs may be found and deleted
    /// too.
    ///
    /// You can stop the job at any time, also by dropping the future, and run it again: it deletes what is left. With a
    /// [`checkpoint`](DeleteAll::checkpoint) it does not read from the beginning.
    ///
    /// # Errors
    ///
    /// When a request fails for good; [`Error::job_failure`](crate::Error::job_failure) has the progress.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "messages")]
    /// # struct Message { #[faraday(partition_key)] room: String, #[faraday(sort_key)] id: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<Message>::create().on(&db).await?;
    /// # let messages = (0..60).map(|id| Message { room: "room-1".into(), id });
    /// # Table::<Message>::put_many(messages).on(&db).await?;
    /// let room = Table::<Message>::query("room-1");
    /// let done = Table::<Message>::delete_all(room)
    ///     .progress(|done| println!("{}", done.items))
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(done.written, 60);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
    pub fn delete_all<S: ItemSource<I>>(mut source: S) -> DeleteAll<I, S>
    where
        I: Unguarded,
    {
        let settings = JobSettings::new(source.take_destination());
        DeleteAll { source, condition: None, settings, of: PhantomData }
    }
}

/// Deletes every item that a query or a scan finds: see [`Table::delete_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct DeleteAll<I, S> {
    source: S,
    condition: Option<Condition<I>>,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, S: ItemSource<I>> DeleteAll<I, S> {
    /// Deletes an item only if this condition holds when it is deleted; with a second one, both must hold. The other items are
    /// [skipped](JobProgress::skipped).
    ///
    /// Each item needs its own request. If the condition fails after an attempt that got no reply, the item counts as deleted if it is
    /// not there any more, and as skipped if it is.
    pub fn condition(mut self, condition: impl OptionOf<Condition<I>>) -> Self {
        Condition::also(&mut self.condition, condition);
        self
    }

    fn into_parts(self) -> Result<Parts<S, DeleteItems<I>>> {
        let condition = self.condition.map(|mut condition| condition.copied()).transpose()?;
        Ok((self.source, DeleteItems { condition: condition.map(Mutex::new) }, self.settings))
    }

    fn output(progress: JobProgress) -> JobProgress {
        progress
    }
}

writing_job!(DeleteAll);
job!(DeleteAll, "delete_all", JobProgress);

struct DeleteItems<I> {
    condition: Option<Mutex<Condition<I>>>,
}

impl<I: Item> Work for DeleteItems<I> {
    type Rows = KeyRows<I>;

    fn rows(&self) -> KeyRows<I> {
        KeyRows::new()
    }

    async fn page(&self, keys: Vec<Vec<u8>>, context: &Arc<Context>) -> Result<Counts> {
        let counts = Counts { written: keys.len() as u64, ..Counts::default() };
        if context.dry_run {
            context.written(counts.written);
            return Ok(counts);
        }
        if let Some(condition) = &self.condition {
            return context.each(keys, |key| delete(key, condition, context)).await;
        }
        let (told, mut before) = (Arc::clone(context), 0);
        let tell = move |progress: &Progress| {
            told.written(progress.items.saturating_sub(before));
            before = progress.items;
        };
        context.run(Batch::of_deletes::<I>(keys, tell).concurrency(context.concurrency)).await?;
        Ok(counts)
    }
}

async fn delete<I: Item>(key: Vec<u8>, condition: &Mutex<Condition<I>>, context: &Context) -> Result<Done> {
    let operation = || {
        let condition = condition.lock().unwrap_or_else(PoisonError::into_inner).copied()?;
        Ok(Delete::<I>::of(Ok(key.clone())).condition(condition).returning_current())
    };
    // Deleting an item twice has the same effect as once.
    match context.run_patiently(operation, true).await {
        Ok(()) => Ok(Done::Written),
        Err(error) if error.is_condition_failed() => {
            // If an earlier attempt got no reply, the condition fails because that attempt deleted the item, unless the item is there.
            let is_deleted = error.is_outcome_unknown() && current_item(&error).is_none();
            Ok(if is_deleted { Done::Written } else { Done::Skipped })
        }
        Err(error) => Err(with_key(error, &key)),
    }
}
