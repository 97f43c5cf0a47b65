//! Items with a schema version: an update of some attributes is for an item of the current version only.
//!
//! An item of an older version has other attributes. What an update sets in it would be lost when the item is upgraded, if the version
//! stays; with a raised version, the item would be taken for a current one and be read wrongly. So such an item is not changed, and the
//! error says why. An item that is not there has no version either, so the condition names the partition key as well: `version absent`
//! alone would hold for items that were written before there were versions.

use super::Update;
use super::version_check::VersionCheck;
use crate::expression::Condition;
use crate::schema::{Attribute, Item, ItemKind, SchemaVersion, TableSchema};
use crate::value::EncodeError;

impl<I: Item, R> Update<I, R> {
    /// Changes an item of any schema version, and leaves its version. A missing item is not created.
    ///
    /// By default an update changes only items of the current version. Use this only for attributes that have the same name and
    /// meaning in all versions that may be stored, and that the upgrades keep: in an item of another version, any other change is lost or
    /// read wrongly. For an item without a [schema version](derive@crate::Item#schema-versions) it is [`if_exists`](Update::if_exists).
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
    ///     email: String, // `mail` in version 1
    ///     visits: u64,   // the same in both
    /// }
    /// # #[derive(Item)]
    /// # #[faraday(table = "users", schema_version = 1)]
    /// # struct UserOfVersion1 { #[faraday(partition_key)] id: u64, mail: String, visits: u64 }
    /// # fn upgrade_user(older: &OlderItem<'_>) -> Result<User, DecodeError> {
    /// #     let UserOfVersion1 { id, mail, visits } = older.read()?;
    /// #     Ok(User { id, email: mail, visits })
    /// # }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # let old = UserOfVersion1 { id: 1, mail: "ann@example.com".into(), visits: 1 };
    /// # Table::<UserOfVersion1>::put(&old).on(&db).await?;
    /// let refused = Table::<User>::update(1).add(User::VISITS, 1).on(&db).await.unwrap_err();
    /// assert!(refused.is_schema_version_mismatch()); // it is of version 1
    ///
    /// Table::<User>::update(1).add(User::VISITS, 1).on_any_schema_version().on(&db).await?;
    /// assert_eq!(Table::<User>::get(1).on(&db).await?.map(|user| user.visits), Some(2));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    pub fn on_any_schema_version(mut self) -> Self {
        self.version_check = VersionCheck::Any;
        self.settings.require_item();
        self
    }

    /// Whether the item must be of the current schema version.
    pub(super) fn checks_version(&self) -> bool {
        self.version_check == VersionCheck::Current && I::SCHEMA.has_schema_versions()
    }

    /// The condition that the item is of the current schema version, or is not there. The items of an enum have a version of their own
    /// kind.
    pub(super) fn version_condition(&self) -> Option<Condition<I>> {
        if !self.checks_version() {
            return None;
        }
        let of_items = I::SCHEMA.versioned().into_iter().filter_map(|(schema, version)| {
            if I::SCHEMA.schema_version().is_some() {
                return Some(is_current(version) | not_there(version));
            }
            let ItemKind { attribute, name: Some(name) } = schema.kind()? else { return None };
            let is_of_kind = Attribute::<I, String>::new(attribute).eq(name);
            let is_current = is_current(version);
            Some(!is_of_kind | if version.current() == 1 { is_current | has_none(version) } else { is_current })
        });
        of_items.reduce(|one, other| one & other)
    }

    /// Refuses what cannot be checked, and writes the version of an item that the update may create.
    pub(super) fn write_version(&mut self) {
        let unknown = |schema: &TableSchema| !matches!(schema.kind(), Some(ItemKind { name: Some(_), .. }));
        match I::SCHEMA.schema_version() {
            Some(version) if self.version_check != VersionCheck::Any => {
                self.clauses.set_number(version.attribute(), version.current());
            }
            None if self.checks_version() && I::SCHEMA.versioned().iter().any(|(schema, _)| unknown(schema)) => {
                let message = "nobody can tell here of which kind, and so of which schema version the item must be: update it as the \
                               struct of its kind";
                self.clauses.set.fail(EncodeError::invalid_argument(message));
            }
            _ => {}
        }
    }
}

fn is_current<I>(version: SchemaVersion) -> Condition<I> {
    Attribute::<I, u32>::new(version.attribute()).eq(version.current())
}

fn has_none<I>(version: SchemaVersion) -> Condition<I> {
    Attribute::<I, u32>::new(version.attribute()).not_exists()
}

/// There is no item; one without a version is of version 1.
fn not_there<I: Item>(version: SchemaVersion) -> Condition<I> {
    if version.current() == 1 {
        return has_none(version);
    }
    Attribute::<I, ()>::new(I::SCHEMA.partition_key().name()).not_exists()
}
