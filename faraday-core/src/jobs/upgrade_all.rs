//! `Table::upgrade_all`: writes every item of an older schema version in the shape of the current one.

use std::marker::PhantomData;

use super::checkpoint_store::{CheckpointStore, shared};
use super::modify_all::ModifyItems;
use super::run::{Parts, explain_job, run_job};
use super::settings::{JobSettings, job, writing_job};
use crate::database::Destination;
use crate::error::{JobProgress, Result};
use crate::execute::{Execute, Execution, Explain, on_table, operation};
use crate::operation::{ItemSource, WholeItems};
use crate::schema::{Item, SchemaVersioned, TableSchema, Unguarded};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes every item of an older [schema version](derive@crate::Item#schema-versions) that a query or a scan finds, in the shape of the
    /// current one.
    ///
    /// The job reads each item by its `upgrade`, as every read does. It [skips](JobProgress::skipped) items that have the current version.
    ///
    /// It writes an item only if the item is unchanged since it was read; otherwise it reads the item and tries again. So the job can run
    /// while your program does, and can be run twice. Items with many attributes have the limits of [`modify_all`](Table::modify_all).
    ///
    /// The attributes of the new struct replace those of the old struct, as which the upgrade [reads](crate::schema::OlderItem::read) the
    /// item. Attributes that neither struct has are kept. If the upgrade reads the item as a map, no struct names its attributes, so that
    /// all those that the new struct does not have are kept. A struct with an `extra` map has them all: there the upgrade decides what stays.
    ///
    /// The query or scan must read the table, or an index that holds whole items. Each item costs the read, and if it is written, a write
    /// unit for every 1 KB. For an enum, run the job of each of its structs, or a `modify_all` of the enum that changes nothing.
    ///
    /// # Errors
    ///
    /// When an item cannot be upgraded, has a newer version, or cannot be written; when its upgrade changes its key; when others keep
    /// writing it; and when a request fails for good.
    /// [`Error::job_failure`](crate::Error::job_failure) has the progress. An item that fails ends the job, unless you set
    /// [`max_failures`](UpgradeAll::max_failures).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table, schema::OlderItem, value::DecodeError};
    /// #[derive(Item)]
    /// #[faraday(table = "users", schema_version = 2, upgrade = upgrade_user)]
    /// struct User {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     first_name: String,
    ///     last_name: String,
    /// }
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "users")]
    /// struct UserOfVersion1 {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     name: String,
    /// }
    ///
    /// fn upgrade_user(older: &OlderItem<'_>) -> Result<User, DecodeError> {
    ///     let UserOfVersion1 { id, name } = older.read()?;
    ///     let (first_name, last_name) = name.split_once(' ').unwrap_or((&name, ""));
    ///     Ok(User { id, first_name: first_name.into(), last_name: last_name.into() })
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # Table::<UserOfVersion1>::put(&UserOfVersion1 { id: 1, name: "Ann Lee".into() }).on(&db).await?;
    /// # Table::<User>::put(&User { id: 2, first_name: "Bob".into(), last_name: "Day".into() }).on(&db).await?;
    /// let job = || Table::<User>::upgrade_all(Table::<User>::scan().parallel(4));
    /// let found = job().dry_run().on(&db).await?;
    /// assert_eq!((found.written, found.skipped), (1, 1));
    ///
    /// job().on(&db).await?;
    /// assert_eq!(job().on(&db).await?.written, 0);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [parallel scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan).
    pub fn upgrade_all<S: WholeItems<I>>(mut source: S) -> UpgradeAll<I, S>
    where
        I: SchemaVersioned + Unguarded,
    {
        let settings = JobSettings::new(source.take_destination());
        UpgradeAll { source, settings, of: PhantomData }
    }
}

/// Writes every item of an older schema version in the shape of the current one: see [`Table::upgrade_all`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct UpgradeAll<I, S> {
    source: S,
    settings: JobSettings,
    of: PhantomData<fn() -> I>,
}

impl<I: Item, S: ItemSource<I>> UpgradeAll<I, S> {
    fn into_parts(self) -> Result<Parts<S, ModifyItems<I>>> {
        Ok((self.source, ModifyItems::upgrading(), self.settings))
    }

    fn output(progress: JobProgress) -> JobProgress {
        progress
    }
}

writing_job!(UpgradeAll);
job!(UpgradeAll, "upgrade_all", JobProgress);
