//! `Table::update_all`: updates every item that a query or a scan finds.

use std::marker::PhantomData;
use std::sync::Arc;

use super::checkpoint_store::{CheckpointStore, shared};
use super::context::{Context, Done};
use super::index_read::IndexRead;
use super::item_error::{current_item, with_key};
use super::key_rows::KeyRows;
use super::position::Counts;
use super::run::{Parts, Work, explain_job, run_job};
use super::settings::{JobSettings, job, writing_job};
use crate::database::Destination;
use crate::error::{JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::operation::{ItemSource, Update};
use crate::schema::{Item, TableSchema};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Makes the same update of every item that a query or a scan finds, of the table or of an index.
    ///
    /// It calls `change` with an update of each item; add changes to it, and conditions if you need them. Only the keys are read, so items
    /// that do not fit the struct are updated too. Each item needs its own request, which costs what [`update`](Table::update) costs.
    ///
    /// An item that was deleted since it was found is not created again, and is [skipped](JobProgress::skipped), as is one for which
    /// a condition does not hold. If the items have a version, it is raised. An item of another
    /// [schema version](derive@crate::Item#schema-versions) fails: run [`upgrade_all`](Table::upgrade_all) before.
    ///
    /// After a crash or a lost reply, some items are updated twice. That changes nothing if the update sets or removes; an
    /// [`add`](Update::add) or [`append`](Update::append) is done twice, unless the update also sets a mark on the item and its condition
    /// checks for it, as in the second example. If the query reads an index and the update sets a key of that index, an item may be
    /// found twice too. An update that adds to a key of that index, or subtracts from it, is refused: the job would find the item again
    /// and again.
    ///
    /// If a condition fails after an attempt that got no reply, the stored item decides. The item counts as skipped if it does not have the
    /// values that the update sets, and as written if it has them and the update does nothing else, or its condition checks one of them
    /// (the mark). Otherwise nobody knows whether the update was done, and the item fails with an
    /// [unknown outcome](crate::Error::is_outcome_unknown).
    ///
    /// # Errors
    ///
    /// When an item cannot be updated, or a request fails for good; [`Error::job_failure`](crate::Error::job_failure) has the progress.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Item)]
    /// #[faraday(table = "orders")]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     customer: String,
    ///     #[faraday(sort_key)]
    ///     id: u64,
    ///     archived: bool,
    ///     points: u64,
    ///     bonus: Option<String>,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Order>::create().on(&db).await?;
    /// # let orders = (0..30).map(|id| Order { customer: "ann".into(), id, archived: false, points: 1, bonus: None });
    /// # Table::<Order>::put_many(orders).on(&db).await?;
    /// let old = Table::<Order>::query("ann").sort_key_range(..20);
    /// let done =
    ///     Table::<Order>::update_all(old, |order| order.set(Order::ARCHIVED, true)).on(&db).await?;
    /// assert_eq!(done.written, 20);
    ///
    /// // Once for each item, however often you run the job:
    /// let bonus = "spring-2026";
    /// Table::<Order>::update_all(Table::<Order>::scan().parallel(4), move |order| {
    ///     let first = Order::BONUS.not_exists() | Order::BONUS.ne(bonus);
    ///     order.add(Order::POINTS, 5).set(Order::BONUS, bonus).condition(first)
    /// })
    /// .on(&db)
    /// .await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub fn update_all<S: ItemSource<I>>(
        mut source: S,
        change: impl Fn(Update<I>) -> Update<I> + Send + Sync + 'static,
    ) -> UpdateAll<I, S> {
        let settings = JobSettings::new(source.take_destination());
        UpdateAll { source, change: Box::new(change), settings, of: PhantomData }
    }
}

type Change<I> = Box<dyn Fn(Update<I>) -> Update<I> + Send + Sync>;

/// Updates every item that a query or a scan finds: see [`Table::update_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct UpdateAll<I, S> {
    source: S,
    change: Change<I>,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, S: ItemSource<I>> UpdateAll<I, S> {
    fn into_parts(self) -> Result<Parts<S, UpdateItems<I>>> {
        let along = IndexRead::of(&self.source);
        Ok((self.source, UpdateItems { change: self.change, along }, self.settings))
    }

    fn output(progress: JobProgress) -> JobProgress {
        progress
    }
}

writing_job!(UpdateAll);
job!(UpdateAll, "update_all", JobProgress);

struct UpdateItems<I> {
    change: Change<I>,
    along: Option<IndexRead>,
}

impl<I: Item> Work for UpdateItems<I> {
    type Rows = KeyRows<I>;

    fn rows(&self) -> KeyRows<I> {
        KeyRows::new()
    }

    async fn page(&self, keys: Vec<Vec<u8>>, context: &Arc<Context>) -> Result<Counts> {
        context.each(keys, |key| self.update(key, context)).await
    }
}

impl<I: Item> UpdateItems<I> {
    async fn update(&self, key: Vec<u8>, context: &Context) -> Result<Done> {
        let updated = if context.dry_run { self.check(&key, context) } else { self.write(&key, context).await };
        updated.map_err(|error| with_key(error, &key))
    }

    fn operation(&self, key: &[u8]) -> Result<Update<I>> {
        let update = (self.change)(Update::of_key(Ok(key.to_vec()))).if_exists();
        self.along.map_or(Ok(()), |along| along.refuse_computed(&update.computed()))?;
        Ok(update)
    }

    /// Builds the update, so that one that is refused before it is sent fails in a dry run too.
    fn check(&self, key: &[u8], context: &Context) -> Result<Done> {
        context.build(self.operation(key)?).map(|()| Done::Written)
    }

    async fn write(&self, key: &[u8], context: &Context) -> Result<Done> {
        // It must not be repeated, because an `add` would be done twice. A failed condition returns the item, which says whether an
        // earlier attempt that got no reply was done.
        let error = match context.run_patiently(|| Ok(self.operation(key)?.returning_current()), false).await {
            Ok(()) => return Ok(Done::Written),
            Err(error) => error,
        };
        if !error.is_condition_failed() {
            return Err(error);
        }
        let Some(item) = current_item(&error).filter(|_| error.is_outcome_unknown()) else { return Ok(Done::Skipped) };
        match self.operation(key)?.effect().is_in(item) {
            Some(true) => Ok(Done::Written),
            Some(false) => Ok(Done::Skipped),
            None => Err(error),
        }
    }
}
