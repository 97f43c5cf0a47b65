//! `Table::upsert`: makes the stored attributes of a struct equal to an item.

use std::collections::HashSet;

use super::Update;
use super::version_check::VersionCheck;
use super::whole_item::{is_written, written};
use crate::schema::{Item, Unguarded};
use crate::table::Table;
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Writes an item, and keeps the attributes of the stored item that the struct does not have. A missing item is created.
    ///
    /// It is an update: it sets every attribute of `item`, and removes attributes of the struct that `item` does not have, such as a
    /// `None`. [`put`](Table::put) replaces the whole item; `upsert` keeps the attributes that other programs, or newer versions of this
    /// one, wrote. Former names of an attribute (`alias`) are removed. An [`extra`](derive@crate::Item) field sets the attributes that it
    /// contains, and removes nothing.
    ///
    /// An item with a `version` field is written only if the stored item has the same version, as with [`put`](Table::put); version 0
    /// means that there is no item, or that the stored item has no version. Like every update, it writes the new version and the times; a
    /// stored `created_at` stays. An item with a `kind` is not written over an item of another kind. An item of another
    /// schema version gets the current one, and keeps the attributes of its older shape that the struct does not have.
    ///
    /// It is an [`Update`]: you can add conditions, choose what it returns, use it in a transaction, and add changes of attributes that
    /// the struct does not have. It consumes one write unit for every 1 KB of the whole item, before or after, whichever is larger.
    ///
    /// # Errors
    ///
    /// When a value has no form in DynamoDB, a key attribute is empty, or the item is over 400 KB: nothing is sent. When the stored
    /// version differs ([`is_version_conflict`](crate::Error::is_version_conflict)): nothing is written. If the answer to an earlier attempt
    /// was lost, the item may have been written, and the outcome is [unknown](crate::Error::is_outcome_unknown), as with
    /// [`if_unchanged`](Update::if_unchanged).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, name: String, nickname: Option<String> }
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct Login { #[faraday(partition_key)] id: String, last_login: u64 }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// // another struct, the same item
    /// Table::<Login>::upsert(&Login { id: "ann".into(), last_login: 7 }).on(&db).await?;
    ///
    /// let ann = User { id: "ann".into(), name: "Ann".into(), nickname: None };
    /// Table::<User>::upsert(&ann).on(&db).await?;
    /// assert_eq!(Table::<User>::get("ann").on(&db).await?, Some(ann));
    /// assert_eq!(Table::<Login>::get("ann").on(&db).await?.map(|login| login.last_login), Some(7));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub fn upsert(item: &I) -> Update<I>
    where
        I: Unguarded,
    {
        let mut update = Update::of_whole(item, |update| update.write_all(item));
        update.version_check = VersionCheck::Whole;
        update.settings.expect_version(item.stamp().version);
        update
    }
}

impl<I: Item> Update<I> {
    fn write_all(&mut self, item: &I) -> Result<(), EncodeError> {
        let attributes = written(item)?;
        let mut seen: HashSet<String> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
        for attribute in attributes {
            self.set_attribute(attribute);
        }
        for name in I::NAMES.declared_names() {
            if is_written::<I>(name) && seen.insert(name.to_owned()) {
                self.clauses.remove_attribute(name);
            }
        }
        Ok(())
    }
}
