//! `Table::update_from`: writes the differences between two items.

use super::Update;
use super::whole_item::written;
use crate::schema::{EncodedAttribute, Item, TableSchema, item_key};
use crate::table::Table;
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Writes the differences between an item that was read and its new state: sets the attributes that are new or differ, and removes
    /// those that are gone.
    ///
    /// Attributes that are equal in both are not written, even if the stored item has other values by now. An attribute is written as a
    /// whole: an attribute with a document is set to the new document. The keys of indexes follow the fields from which they are made.
    ///
    /// The item must still exist. If it has a version, the stored version must still be that of `old`
    /// ([`is_version_conflict`](crate::Error::is_version_conflict)); the version and the times in `new` are ignored. There is no condition
    /// that the other stored attributes are still those of `old`: use a version, or add a condition.
    ///
    /// If nothing differs, the update has no change: it is sent with its condition, and raises the version and sets the times, if the item
    /// has them. In a transaction it is then refused.
    ///
    /// It is an [`Update`]: you can add conditions, choose what it returns, and use it in a transaction.
    ///
    /// # Errors
    ///
    /// When the two items have different keys, or differ in a [unique attribute](crate::schema::Unique), which [`replace`](Table::replace)
    /// changes: nothing is sent ([`InvalidArgument`](crate::ErrorKind::InvalidArgument)). When the item does not exist any more
    /// ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is written. If the answer to an earlier attempt was lost, the item
    /// may have been written, and the outcome is [unknown](crate::Error::is_outcome_unknown), as with
    /// [`if_unchanged`](Update::if_unchanged).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, Clone, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, name: String, nickname: Option<String> }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let ann = User { id: "ann".into(), name: "Ann".into(), nickname: Some("A".into()) };
    /// # Table::<User>::put(&ann).on(&db).await?;
    /// let Some(old) = Table::<User>::get("ann").on(&db).await? else { return Ok(()) };
    /// let new = User { nickname: None, ..old.clone() };
    /// Table::<User>::update_from(&old, &new).on(&db).await?; // REMOVE nickname
    /// assert_eq!(Table::<User>::get("ann").on(&db).await?, Some(new));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub fn update_from(old: &I, new: &I) -> Update<I> {
        let mut update = Update::of_whole(old, |update| update.write_difference(old, new));
        let version = old.stamp().version;
        update.settings.expect_version(version);
        // A version above 0 already requires that the item exists.
        if version == 0 {
            update.settings.require_item();
        }
        update
    }
}

impl<I: Item> Update<I> {
    fn write_difference(&mut self, old: &I, new: &I) -> Result<(), EncodeError> {
        if item_key(old)? != item_key(new)? {
            let message = "the two items have different keys, and the key of an item never changes: `delete` the one and `put` the other";
            return Err(EncodeError::invalid_argument(message));
        }
        let (old, new) = (written(old)?, written(new)?);
        let is_gone = |before: &&EncodedAttribute| new.iter().all(|after| after.name != before.name);
        let gone: Vec<String> = old.iter().filter(is_gone).map(|before| before.name.clone()).collect();
        for name in gone {
            refuse_unique(&I::SCHEMA, &name)?;
            self.clauses.remove_attribute(name);
        }
        for after in new.into_iter().filter(|after| !old.contains(after)) {
            refuse_unique(&I::SCHEMA, &after.name)?;
            self.set_attribute(after);
        }
        Ok(())
    }
}

/// Refuses to change a unique attribute without its guard.
fn refuse_unique(schema: &TableSchema, name: &str) -> Result<(), EncodeError> {
    let is_unique = |schema: &TableSchema| schema.unique().contains(&name);
    if is_unique(schema) || schema.items().iter().any(is_unique) {
        let message = "it is unique, and an update does not change its guard: write `Table::replace(&old, &new)`";
        return Err(EncodeError::invalid_argument(message).at_attribute(name));
    }
    Ok(())
}
