use super::Put;
use crate::database::Database;
use crate::error::{Error, Result};
use crate::run::{Explain, Metered, Operation, borrowing_operation};
use crate::schema::{Item, Versioned};
use crate::table::Table;

impl<I: Item> Table<I> {
    /// Writes an item if nobody else wrote it since it was read, and leaves in it what is then in the table: the raised
    /// version, and the times that the library keeps.
    ///
    /// Dropped half-way, it is written or not, and the item in hand is as it was. As [`put`](Table::put), which checks the version too but leaves the item as it is, so that a second one would fail.
    ///
    /// # Errors
    ///
    /// When somebody else wrote it meanwhile ([`is_version_conflict`](Error::is_version_conflict)), with the item that is
    /// there now ([`Error::current`]); `item` is unchanged then. It looks the same if the answer to the write is lost after it
    /// was done, since the SDK sends it again: the current item is then the one that was to be written.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// #[derive(Item)]
    /// #[faraday(table = "pages")]
    /// struct Page {
    ///     #[faraday(partition_key)]
    ///     path: String,
    ///     text: String,
    ///     #[faraday(version)]
    ///     version: u64,
    /// }
    ///
    /// # let db = Database::embedded()?;
    /// # Table::<Page>::create().on(&db).await?;
    /// let mut page = Page { path: "/".into(), text: "Hello".into(), version: 0 };
    /// Table::<Page>::save(&mut page).on(&db).await?;
    /// assert_eq!(page.version, 1);
    ///
    /// page.text.push('!');
    /// Table::<Page>::save(&mut page).on(&db).await?;
    /// assert_eq!(page.version, 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [version control](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html).
    pub fn save(item: &mut I) -> Save<'_, I>
    where
        I: Versioned,
    {
        Save { item, database: None }
    }
}

/// Writes an item and takes over its new version: see [`Table::save`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Save<'a, I> {
    item: &'a mut I,
    database: Option<Database>,
}

impl<I: Versioned> Save<'_, I> {
    async fn run(self, metered: bool) -> Result<Metered<()>> {
        save_item(self.item, self.database, metered).await
    }

    /// Shows the request that would go out, and what it may cost: [`Explain`].
    #[must_use]
    pub fn explain(self) -> Explain {
        let put = Table::<I>::put(self.item);
        self.database.iter().fold(put, Put::on).explain()
    }
}

borrowing_operation!([I: Versioned] Save<'a, I>, ());

pub(super) async fn save_item<I: Versioned>(
    item: &mut I,
    database: Option<Database>,
    metered: bool,
) -> Result<Metered<()>> {
    let database = Database::find(database).map_err(|error: Error| error.during("PutItem", None))?;
    let now = database.now();
    let stamp = item.stamp();
    let written = Table::<I>::put(item).at(now).on(&database).run(metered).await?;
    item.set_stamp(stamp.next(now), now);
    Ok(written)
}
