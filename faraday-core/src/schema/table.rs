use super::index::IndexSchema;
use super::key::KeyElement;
use super::schema_version::SchemaVersion;
use super::settings::{Billing, StreamView, TableSettings};
use crate::codec::sdk_map::SdkItem;
use crate::value::names::equal;

/// The name of a table and its key schema, as the struct declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSchema {
    table: &'static str,
    partition_key: KeyElement,
    sort_key: Option<KeyElement>,
    indexes: &'static [IndexSchema],
    kind: Option<ItemKind>,
    schema_version: Option<SchemaVersion>,
    /// The items in the variants of an enum, whose indexes belong to the same table.
    items: &'static [Self],
    /// The kinds that the enum reads; empty if it reads unknown kinds too, and for a struct.
    kinds: &'static [&'static str],
    /// The indexes whose keys the item makes by templates.
    made_indexes: &'static [&'static IndexSchema],
    /// The attributes that guards in the table keep unique.
    unique: &'static [&'static str],
    /// The attribute that names the kind of an item.
    tag: &'static str,
    settings: &'static TableSettings,
}

/// How the items of one table are distinguished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ItemKind {
    /// The attribute that names the kind.
    pub(crate) attribute: &'static str,
    /// The kind; `None` for an enum, whose items are of several kinds.
    pub(crate) name: Option<&'static str>,
}

impl TableSchema {
    /// Declares a table with a partition key; [`with_sort_key`](TableSchema::with_sort_key) adds a sort key.
    #[must_use]
    pub const fn new(table: &'static str, partition_key: KeyElement) -> Self {
        Self {
            table,
            partition_key,
            sort_key: None,
            indexes: &[],
            kind: None,
            schema_version: None,
            items: &[],
            kinds: &[],
            made_indexes: &[],
            unique: &[],
            tag: "kind",
            settings: &TableSettings::NONE,
        }
    }

    /// Adds a sort key.
    #[must_use]
    pub const fn with_sort_key(mut self, sort_key: KeyElement) -> Self {
        self.sort_key = Some(sort_key);
        self
    }

    /// Declares a table with the key of another item.
    #[doc(hidden)]
    #[must_use]
    pub const fn keyed_as(table: &'static str, of: Self) -> Self {
        Self { sort_key: of.sort_key, settings: of.settings, ..Self::new(table, of.partition_key) }
    }

    /// Sets the keys of an item, and removes its kind.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_keys(self, partition_key: KeyElement, sort_key: Option<KeyElement>) -> Self {
        Self {
            partition_key,
            sort_key,
            kind: None,
            schema_version: None,
            items: &[],
            kinds: &[],
            made_indexes: &[],
            unique: &[],
            ..self
        }
    }

    /// Sets the indexes whose keys the item makes by templates.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_made_indexes(mut self, indexes: &'static [&'static IndexSchema]) -> Self {
        self.made_indexes = indexes;
        self
    }

    /// Sets the unique attributes.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_unique(mut self, attributes: &'static [&'static str]) -> Self {
        self.unique = attributes;
        self
    }

    /// Returns the unique attributes.
    pub(crate) const fn unique(&self) -> &'static [&'static str] {
        self.unique
    }

    /// Whether its items, or those in its variants, have guards in the table.
    pub(crate) fn is_guarded(&self) -> bool {
        !self.unique.is_empty() || self.items.iter().any(Self::is_guarded)
    }

    pub(crate) const fn made_indexes(&self) -> &'static [&'static IndexSchema] {
        self.made_indexes
    }

    /// Sets the name of the attribute that names the kind of an item; the default is `kind`.
    #[must_use]
    pub const fn with_kind_attribute(mut self, name: &'static str) -> Self {
        self.tag = name;
        self
    }

    /// Returns the attribute that names the kind of an item.
    #[must_use]
    pub const fn kind_attribute(&self) -> &'static str {
        self.tag
    }

    /// Sets the settings.
    #[must_use]
    pub const fn with_settings(mut self, settings: &'static TableSettings) -> Self {
        self.settings = settings;
        self
    }

    /// Returns the settings besides keys and indexes: billing, stream, time to live and others.
    #[must_use]
    pub const fn settings(&self) -> &'static TableSettings {
        self.settings
    }

    /// Returns the attribute that holds when an item expires, in epoch seconds.
    #[must_use]
    pub const fn ttl(&self) -> Option<&'static str> {
        self.settings.ttl()
    }

    /// Returns what the change stream holds, if there is one.
    #[must_use]
    pub const fn stream(&self) -> Option<StreamView> {
        self.settings.stream()
    }

    /// Returns how requests are charged.
    #[must_use]
    pub const fn billing(&self) -> Billing {
        self.settings.billing()
    }

    /// Whether both are the same table, with the same key.
    #[doc(hidden)]
    #[must_use]
    pub const fn has_key_of(&self, other: &Self) -> bool {
        let sort_key = match (self.sort_key, other.sort_key) {
            (Some(one), Some(other)) => one.is_same(other),
            // If only one has a sort key, the types differ, which the compiler reports.
            _ => true,
        };
        equal(self.table, other.table) && self.partition_key.is_same(other.partition_key) && sort_key
    }

    /// Sets the secondary indexes.
    #[must_use]
    pub const fn with_indexes(mut self, indexes: &'static [IndexSchema]) -> Self {
        self.indexes = indexes;
        self
    }

    /// Sets the kind of the items: this name in this attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_kind(mut self, attribute: &'static str, name: &'static str) -> Self {
        self.kind = Some(ItemKind { attribute, name: Some(name) });
        self
    }

    /// Sets the kind of the items, in the attribute that the table has for kinds.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_kind(self, name: &'static str) -> Self {
        self.with_kind(self.tag, name)
    }

    /// Returns the kind of the items; empty if they have none.
    #[doc(hidden)]
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        match self.kind {
            Some(ItemKind { name: Some(name), .. }) => name,
            _ => "",
        }
    }

    /// Sets the attribute in which the items of an enum have the name of their variant.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_tag(mut self, attribute: &'static str) -> Self {
        self.kind = Some(ItemKind { attribute, name: None });
        self
    }

    /// Whether the items have this name in this attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_kind(&self, attribute: &str, name: &str) -> bool {
        match self.kind {
            Some(ItemKind { attribute: own, name: Some(kind) }) => equal(own, attribute) && equal(kind, name),
            _ => false,
        }
    }

    pub(crate) const fn kind(&self) -> Option<ItemKind> {
        self.kind
    }

    /// Sets the schema version of the items.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_schema_version(mut self, version: SchemaVersion) -> Self {
        self.schema_version = Some(version);
        self
    }

    /// Returns the version of the items' shape and the attribute that holds it, if they have one.
    #[must_use]
    pub const fn schema_version(&self) -> Option<SchemaVersion> {
        self.schema_version
    }

    /// Whether its items, or those in its variants, have a schema version.
    pub(crate) fn has_schema_versions(&self) -> bool {
        self.schema_version.is_some() || self.items.iter().any(Self::has_schema_versions)
    }

    /// Returns this schema, or for an enum the schemas of its variants, without those that have no schema version.
    pub(crate) fn versioned(&self) -> Vec<(Self, SchemaVersion)> {
        let of_items = self.items.iter().flat_map(Self::versioned);
        self.schema_version.map(|version| (*self, version)).into_iter().chain(of_items).collect()
    }

    /// Whether `item` belongs to this schema or to one of its variants, and has another schema version than the current one.
    pub(crate) fn has_another_schema_version(&self, item: &SdkItem) -> bool {
        let is_of_kind = |kind: Option<ItemKind>| match kind {
            Some(ItemKind { attribute, name: Some(name) }) => {
                item.get(attribute).and_then(|kind| kind.as_s().ok()).is_some_and(|kind| kind == name)
            }
            _ => true,
        };
        let is_another = |version: &SchemaVersion| version.stored(item) != Some(version.current());
        !item.is_empty()
            && self.versioned().iter().any(|(schema, version)| is_of_kind(schema.kind) && is_another(version))
    }

    /// Sets the items in the variants of an enum.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_items(mut self, items: &'static [Self]) -> Self {
        self.items = items;
        self
    }

    /// Sets the kinds of an enum that reads no others.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_kinds(mut self, kinds: &'static [&'static str]) -> Self {
        self.kinds = kinds;
        self
    }

    /// Returns all kinds that an enum reads; empty if it reads unknown kinds too, and for a struct.
    pub(crate) const fn kinds_of_variants(&self) -> &'static [&'static str] {
        self.kinds
    }

    /// Whether this is the schema of an enum with items in its variants.
    pub(crate) const fn is_collection(&self) -> bool {
        !self.items.is_empty()
    }

    /// Returns the schemas of the items in the variants.
    pub(crate) const fn items(&self) -> &'static [Self] {
        self.items
    }

    /// Calls `look` for each of the secondary indexes, then for those of the items in the variants.
    pub(crate) fn for_each_index(&self, look: &mut impl FnMut(&'static IndexSchema)) {
        self.indexes.iter().for_each(&mut *look);
        self.items.iter().for_each(|item| item.for_each_index(look));
    }

    /// Returns all secondary indexes of the table: its own, and those of the items in the variants, each once.
    pub(crate) fn all_indexes(&self) -> Vec<&'static IndexSchema> {
        let mut all: Vec<&IndexSchema> = Vec::new();
        self.for_each_index(&mut |index| {
            if !all.contains(&index) {
                all.push(index);
            }
        });
        all
    }

    /// Returns the secondary indexes, in the order in which they are declared.
    #[must_use]
    pub const fn indexes(&self) -> &'static [IndexSchema] {
        self.indexes
    }

    /// Returns the table's name, without the database's prefix.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// Returns the partition key.
    #[must_use]
    pub const fn partition_key(&self) -> KeyElement {
        self.partition_key
    }

    /// Returns the sort key, which orders the items with the same partition key.
    #[must_use]
    pub const fn sort_key(&self) -> Option<KeyElement> {
        self.sort_key
    }
}
