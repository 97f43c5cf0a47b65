//! `Table::count_all`: counts the items that a query or a scan finds, as a job.

use std::marker::PhantomData;
use std::sync::Arc;

use super::checkpoint_store::{CheckpointStore, shared};
use super::context::Context;
use super::key_rows::KeyRows;
use super::position::Counts;
use super::run::{Parts, Work, explain_job, run_job};
use super::settings::{JobSettings, job};
use crate::database::Destination;
use crate::error::{JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::operation::ItemSource;
use crate::schema::{Item, TableSchema};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Counts the items that a query or a scan finds, as a job that you can stop and that then goes on at its position.
    ///
    /// [`Query::count`](crate::operation::Query::count) counts over all pages too. This job can also count a parallel scan, report its
    /// progress and keep its [`checkpoint`](CountAll::checkpoint). DynamoDB reads and charges as much as for the items themselves, but
    /// sends none.
    ///
    /// # Errors
    ///
    /// When a request fails for good.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: u64, active: bool }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # Table::<User>::put_many((0..90).map(|id| User { id, active: id % 3 == 0 })).on(&db).await?;
    /// let active = Table::<User>::scan().filter(User::ACTIVE.eq(true)).parallel(8);
    /// assert_eq!(Table::<User>::count_all(active).on(&db).await?, 30);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [counting the items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.Count).
    pub fn count_all<S: ItemSource<I>>(mut source: S) -> CountAll<I, S> {
        let settings = JobSettings::new(source.take_destination());
        CountAll { source, settings, of: PhantomData }
    }
}

/// Counts the items that a query or a scan finds: see [`Table::count_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct CountAll<I, S> {
    source: S,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, S: ItemSource<I>> CountAll<I, S> {
    fn into_parts(self) -> Result<Parts<S, CountItems<I>>> {
        Ok((self.source, CountItems(PhantomData), self.settings))
    }

    fn output(progress: JobProgress) -> u64 {
        progress.read
    }
}

job!(CountAll, "count_all", u64);

struct CountItems<I>(PhantomData<fn() -> I>);

impl<I: Item> Work for CountItems<I> {
    type Rows = KeyRows<I>;

    const COUNTS: bool = true;

    fn rows(&self) -> KeyRows<I> {
        KeyRows::new()
    }

    async fn page(&self, _: Vec<Vec<u8>>, _: &Arc<Context>) -> Result<Counts> {
        Ok(Counts::default())
    }
}
