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
    /// Each item is read as every read does it, by its `upgrade`. One that has the current version is
    /// [skipped](JobProgress::skipped), whatever its form.
    ///
    /// An item is written only if it is unchanged since it was read, as in [`modify_all`](Table::modify_all), with the same limits for items
    /// with many attributes; otherwise it is read again. So the job can run while your program does, and may be run twice. The attributes of the old struct, as which the upgrade
    /// [reads](crate::schema::OlderItem::read) the item, are replaced by those of the new one; attributes that neither has are kept. An
    /// upgrade that reads the item as a map names no attributes, so that all which the new struct does not know are kept.
    ///
    /// The query or scan is of the table, or of an index that holds whole items. Each item that is written costs a write unit for every
    /// 1 KB, and each the read. The items of an enum are upgraded kind by kind, or all by a `modify_all` that changes nothing.
    ///
    /// # Errors
    ///
    /// When an item cannot be upgraded or is of a newer version, when its upgrade changes its key, or cannot be written, or others keep writing it, and when a request fails
    /// for good, with [`Error::job_failure`](crate::Error::job_failure): how far it went. An item that fails ends the job, unless
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
