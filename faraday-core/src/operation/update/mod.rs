//! `Table::update`: changes some attributes of one item.

mod arithmetic;
mod change;
mod changed_place;
mod effect;
mod key_changes;
mod patch;
mod rewrite;
mod schema_version;
mod set_key;
mod update_from;
mod upsert;
mod version_check;
mod whole_item;

use std::marker::PhantomData;

use key_changes::KeyChanges;
use version_check::VersionCheck;

use super::conditional_write::{self, ConditionalWrite, Subject, WriteReader, WriteSettings, conditional_write};
use crate::database::Destination;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{
    Cost, Execution, New, Nothing, Old, Request, Returning, SingleRequest, Target, TransactWrite, UpdatedNew,
    UpdatedOld, Write, single_request,
};
use crate::expression::{Clauses, Condition};
use crate::schema::{Attribute, Item, ItemKind, KeyOf, OptionOf, Stamp, TableSchema, Versioned, bound_key};
use crate::table::Table;
use crate::transport::{Api, Reply};
use crate::value::EncodeError;

impl<I: Item> Table<I> {
    /// Changes some attributes of the item with this primary key, or creates the item if there is none.
    ///
    /// Without a condition, a missing item is created from its key and the attributes that the update sets. To prevent that, use
    /// [`if_exists`](Update::if_exists). If the struct requires more attributes, such an item cannot be read: the error names the first
    /// missing attribute, and says that an update may have created the item. The update consumes one write unit for every 1 KB of the
    /// whole item, before or after the update, whichever is larger.
    ///
    /// An update of an item with a `kind` also sets the kind, and changes no item of another kind. An update of an enum creates no item
    /// unless it sets the tag, because the variant would be unknown: its condition fails. An update of an item with [unique
    /// attributes](crate::schema::Unique) creates none either, because the guards would be missing.
    ///
    /// If the answer is lost, the SDK sends the update again, and DynamoDB does it again. That changes nothing if the update sets,
    /// removes, or inserts into a set. But an [`add`](Update::add), [`increment`](Update::increment), [`decrement`](Update::decrement),
    /// [`append`](Update::append) or [`prepend`](Update::prepend) is then done twice, and a condition may fail because the first attempt
    /// made it untrue. [`idempotent`](Update::idempotent) prevents both, and costs twice the write units.
    ///
    /// An item with a [schema version](derive@crate::Item#schema-versions) is changed only if it has the current one. Otherwise the update
    /// fails ([`is_schema_version_mismatch`](crate::Error::is_schema_version_mismatch)), because the attributes of an older item have
    /// other names or meanings. See [`on_any_schema_version`](Update::on_any_schema_version).
    ///
    /// If a changed field has [former names](derive@crate::Item#former-names) (`alias`), what is stored under them is removed.
    ///
    /// If [templates](crate::guide::one_table) make the item's key, an update that creates the item also sets the fields of the key.
    ///
    /// # Errors
    ///
    /// When the condition does not hold ([`is_condition_failed`](crate::Error::is_condition_failed)): nothing is changed. When the parent
    /// of a nested place is missing, or two changes are at one place ([`is_validation`](crate::Error::is_validation)).
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// # use std::collections::BTreeSet;
    /// # use faraday::{Database, Item, Table};
    /// # #[derive(Debug, PartialEq, Item)]
    /// # #[faraday(table = "users")]
    /// # struct User { #[faraday(partition_key)] id: String, visits: u64, tags: BTreeSet<String> }
    /// # let db = Database::embedded()?;
    /// # Table::<User>::create().on(&db).await?;
    /// # Table::<User>::put(&User { id: "ann".into(), visits: 1, tags: BTreeSet::new() }).on(&db).await?;
    /// let ann = Table::<User>::update("ann")
    ///     .add(User::VISITS, 1)
    ///     .insert(User::TAGS, ["vip"])
    ///     .condition(User::VISITS.lt(1_000))
    ///     .returning_new()
    ///     .on(&db)
    ///     .await?;
    /// assert_eq!(ann.visits, 2);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
    pub fn update(key: impl KeyOf<I::Key>) -> Update<I> {
        Update::of_key(key.encode_key(&I::SCHEMA))
    }
}

impl<I: Item> Update<I> {
    /// Creates an update of the item with this key (DynamoDB JSON) without changes.
    pub(crate) fn of_key(key: Result<Vec<u8>, EncodeError>) -> Self {
        Self {
            key,
            clauses: Clauses::default(),
            keys: KeyChanges::default(),
            version_check: VersionCheck::Current,
            stamp: None,
            settings: WriteSettings::new(),
            of: PhantomData,
        }
    }
}

/// Changes some attributes of one item: see [`Table::update`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct Update<I, R = Nothing> {
    key: Result<Vec<u8>, EncodeError>,
    clauses: Clauses,
    keys: KeyChanges,
    version_check: VersionCheck,
    /// The version and the creation time of an item that is written as a whole; otherwise the stored ones count.
    stamp: Option<Stamp>,
    settings: WriteSettings<I>,
    of: PhantomData<fn() -> R>,
}

impl<I: Item, R: Returning<I>> Update<I, R> {
    /// Creates the item only if there is none with this primary key.
    pub fn if_absent(mut self) -> Self {
        self.settings.require_no_item();
        self
    }

    /// Changes the item only if it still has the version of `item`, that is, nobody wrote it since it was read.
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

    /// Returns the whole item as it was before the update, if there was one.
    pub fn returning_old(self) -> Update<I, Old> {
        self.returning()
    }

    /// Returns the whole item as it is after the update.
    pub fn returning_new(self) -> Update<I, New> {
        self.returning()
    }

    /// Returns the changed attributes as they were before the update: [`Partial`](crate::execute::Partial).
    pub fn returning_updated_old(self) -> Update<I, UpdatedOld> {
        self.returning()
    }

    /// Returns the changed attributes as they are after the update: [`Partial`](crate::execute::Partial).
    pub fn returning_updated_new(self) -> Update<I, UpdatedNew> {
        self.returning()
    }

    /// The items of a table are told apart by their kind. An update keeps it: an item that it creates has the kind of `I`, and
    /// an item of another kind is not changed. Of an enum nobody knows the kind of an item that is created, unless it is set; the
    /// schema version of one is never known.
    fn kind_condition(&self) -> Option<Condition<I>> {
        let ItemKind { attribute, name } = I::SCHEMA.kind()?;
        let kind = || Attribute::<I, String>::new(attribute);
        match name {
            // One that is created would have no guards.
            Some(name) if I::SCHEMA.is_guarded() => Some(kind().eq(name)),
            Some(name) => Some(kind().not_exists() | kind().eq(name)),
            None if self.clauses.set.selects(attribute) && !self.checks_version() => None,
            None => Some(kind().exists()),
        }
    }

    fn returning<S>(self) -> Update<I, S> {
        let Self { key, clauses, keys, version_check, stamp, settings, .. } = self;
        Update { key, clauses, keys, version_check, stamp, settings, of: PhantomData }
    }
}

impl<I: Item, R: Returning<I>> ConditionalWrite for Update<I, R> {
    type Item = I;
    type Returning = R;

    const API: Api = Api::UpdateItem;
    const ROLE: &'static str = "Update";

    fn settings(&mut self) -> &mut WriteSettings<I> {
        &mut self.settings
    }

    fn key(&self) -> Option<&[u8]> {
        self.key.as_deref().ok()
    }

    fn subject(mut self, target: &Target, needs_item: bool) -> Result<Subject> {
        if let Some(ItemKind { attribute, name: Some(name) }) = I::SCHEMA.kind() {
            self.clauses.set_name(attribute, name);
        }
        self.write_version();
        match self.stamp {
            Some(stamp) => self.clauses.stamp_as(I::MANAGED, stamp.next(target.now), target.now),
            None => self.clauses.stamp(I::MANAGED, target.now),
        }
        let json = self.key?;
        self.keys.apply(&I::SCHEMA, &json, needs_item, &mut self.clauses)?;
        self.clauses.change_aliases(&I::NAMES);
        let mut update = self.clauses.tokens();
        if !I::ENCRYPTED.is_empty() {
            let bound = bound_key(&I::SCHEMA, &json)?;
            update.encrypt(|name, plaintext| target.encryption.json(&I::SCHEMA, &bound, name, plaintext))?;
        }
        Ok(Subject { parameter: "Key", json, update: Some(update) })
    }

    /// Protects items of other kinds and of other schema versions.
    fn own_condition(&self) -> Option<Condition<I>> {
        let (kind, version) = (self.kind_condition(), self.version_condition());
        kind.into_iter().chain(version).reduce(|one, other| one & other)
    }

    fn checks_schema_version(&self) -> bool {
        self.checks_version()
    }

    fn write_cost(&self) -> Cost {
        let Clauses { set, add, .. } = &self.clauses;
        Cost::update(self.key.as_ref().ok(), set.values().chain(add.values()))
    }
}

conditional_write!(Update, "Changes");

impl<I: Item> Write for Update<I> {
    fn into_write(self) -> TransactWrite {
        conditional_write::transact(self).and_then(|request| match request.get_text("UpdateExpression") {
            Some(_) => Ok(request),
            None => Err(Error::new(
                ErrorKind::InvalidArgument,
                "an update that changes nothing cannot be in a transaction: use `check` for its condition",
            )),
        })
    }
}
