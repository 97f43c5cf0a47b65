//! `Table::save`: writes an item if nobody else wrote it, and updates its version.

use super::Put;
use crate::database::Destination;
use crate::error::Result;
use crate::execute::{Execute, Execution, Explain, SingleRequest, on_table, operation};
use crate::schema::{Item, TableSchema, Unguarded, Versioned};
use crate::table::Table;
use crate::transport::Api;

impl<I: Item> Table<I> {
    /// Writes an item if nobody else wrote it since it was read, and updates `item` to the stored state: the new version, and
    /// the times that faraday writes.
    ///
    /// If the future is dropped, the write may or may not have happened; `item` is unchanged. Unlike [`put`](Table::put), which
    /// checks the version too, `save` also updates the version in `item`.
    ///
    /// # Errors
    ///
    /// When somebody else wrote it in the meantime ([`is_version_conflict`](crate::Error::is_version_conflict)), with the stored item
    /// ([`Error::current`](crate::Error::current)); then `item` is unchanged. If the answer to the write was lost and the SDK sent it
    /// again, the stored item shows whether the first attempt was done; that is no error.
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
        I: Versioned + Unguarded,
    {
        Save { item, destination: Destination::default() }
    }
}

/// Writes an item and updates its version: see [`Table::save`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Save<'a, I> {
    item: &'a mut I,
    destination: Destination,
}

operation!('a; ['a, I: Versioned] Save<'a, I>);
on_table!(['a, I: Versioned] Save<'a, I>);

impl<I: Versioned> Execute for Save<'_, I> {
    type Output = ();

    fn name(&self) -> &'static str {
        Api::PutItem.name()
    }

    fn schema(&self) -> Option<TableSchema> {
        Some(I::SCHEMA)
    }

    fn destination(&mut self) -> &mut Destination {
        &mut self.destination
    }

    async fn run(self, execution: &mut Execution) -> Result<()> {
        save_item(self.item, execution).await
    }

    fn explanation(self) -> Explain {
        let mut put = Put::of(&*self.item);
        *Execute::destination(&mut put) = self.destination;
        put.explain()
    }
}

pub(super) async fn save_item<I: Versioned>(item: &mut I, execution: &mut Execution) -> Result<()> {
    let now = execution.database().now();
    let stamp = item.stamp();
    Put::of(&*item).at(now).send(execution).await?;
    item.set_stamp(stamp.next(now), now);
    Ok(())
}
