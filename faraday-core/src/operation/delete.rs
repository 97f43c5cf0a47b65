//! `Table::delete`: deletes one item.

use std::marker::PhantomData;

use super::conditional_write::{self, ConditionalWrite, Subject, WriteReader, WriteSettings, conditional_write};
use crate::database::Destination;
use crate::error::{Error, Result};
use crate::execute::{
    Cost, Execution, Nothing, Old, Request, Returning, SingleRequest, Target, TransactWrite, Write, single_request,
};
use crate::expression::Condition;
use crate::schema::{Item, KeyOf, OptionOf, TableSchema, Unguarded, Versioned};
use crate::table::Table;
use crate::transport::{Api, Reply};
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Deletes the item with this primary key. Instead of the key you can give the item. A missing item is not an error.
    ///
    /// Consumes one write unit for every 1 KB of the item, and one if there is no item.
    ///
    /// # Errors
    ///
    /// When the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is deleted.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// Table::<User>::put(&User { id: "ann".into(), visits: 1 }).on(&db).await?;
    ///
    /// let old =
    ///     Table::<User>::delete("ann").condition(User::VISITS.lt(5)).returning_old().on(&db).await?;
    /// let ann = User { id: "ann".into(), visits: 1 };
    /// assert_eq!(old.as_ref(), Some(&ann));
    ///
    /// Table::<User>::delete(&ann).on(&db).await?; // an item instead of its key
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [DeleteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html).
    pub fn delete(key: impl KeyOf<I::Key>) -> Delete<I>
    where
        I: Unguarded,
    {
        Delete::of(key.encode_key(&I::SCHEMA))
    }
}

impl<I: Item> Delete<I> {
    /// Deletes the item with this key, as DynamoDB JSON.
    pub(crate) fn of(key: Result<Vec<u8>, EncodeError>) -> Self {
        Self { key, settings: WriteSettings::new(), of: PhantomData }
    }
}

/// Deletes one item: see [`Table::delete`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Delete<I, R = Nothing> {
    key: Result<Vec<u8>, EncodeError>,
    settings: WriteSettings<I>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Delete<I, R> {
    /// Deletes only if the stored item still has the version of `item`, that is, nobody wrote it since it was read.
    ///
    /// Otherwise the error is a version conflict ([`is_version_conflict`](Error::is_version_conflict)) with the stored item
    /// ([`Error::current`]). If the answer to an earlier attempt was lost and that attempt may have been done, it is a failed condition with an
    /// [unknown](Error::is_outcome_unknown) outcome instead: read the item to see.
    pub fn if_unchanged(mut self, item: &I) -> Self
    where
        I: Versioned,
    {
        self.settings.expect_version(item.stamp().version);
        self
    }

    /// Returns the deleted item, if there was one.
    pub fn returning_old(self) -> Delete<I, Old> {
        Delete { key: self.key, settings: self.settings, of: PhantomData }
    }
}

impl<I: Item, R: Returning<I>> ConditionalWrite for Delete<I, R> {
    type Item = I;
    type Returning = R;

    const API: Api = Api::DeleteItem;
    const ROLE: &'static str = "Delete";

    fn settings(&mut self) -> &mut WriteSettings<I> {
        &mut self.settings
    }

    fn key(&self) -> Option<&[u8]> {
        self.key.as_deref().ok()
    }

    fn subject(self, _: &Target, _: bool) -> Result<Subject> {
        Ok(Subject { parameter: "Key", json: self.key?, update: None })
    }

    fn write_cost(&self) -> Cost {
        Cost::write_unknown("one for each 1 KB of the stored item")
    }
}

conditional_write!(Delete, "Deletes");

impl<I: Item> Write for Delete<I> {
    fn into_write(self) -> TransactWrite {
        conditional_write::transact(self)
    }
}
