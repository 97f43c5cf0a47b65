use super::index::IndexSchema;
use super::key::KeyElement;
use crate::value::names::equal;

/// The name of a table and its key schema, as the struct declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSchema {
    table: &'static str,
    partition_key: KeyElement,
    sort_key: Option<KeyElement>,
    indexes: &'static [IndexSchema],
    kind: Option<ItemKind>,
    /// The items in the variants of an enum, whose indexes are those of the same table.
    items: &'static [Self],
}

/// How the items of one table are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ItemKind {
    /// The attribute that names the kind.
    pub(crate) attribute: &'static str,
    /// What it holds; `None` for an enum, whose items are of several kinds.
    pub(crate) name: Option<&'static str>,
}

impl TableSchema {
    /// A table with a partition key alone, until [a sort key](TableSchema::with_sort_key) is added.
    #[must_use]
    pub const fn new(table: &'static str, partition_key: KeyElement) -> Self {
        Self { table, partition_key, sort_key: None, indexes: &[], kind: None, items: &[] }
    }

    /// The same with a sort key.
    #[must_use]
    pub const fn with_sort_key(mut self, sort_key: KeyElement) -> Self {
        self.sort_key = Some(sort_key);
        self
    }

    /// A table with the key of another item.
    #[doc(hidden)]
    #[must_use]
    pub const fn keyed_as(table: &'static str, of: Self) -> Self {
        Self { table, partition_key: of.partition_key, sort_key: of.sort_key, indexes: &[], kind: None, items: &[] }
    }

    /// Whether both are the same table, with the same key.
    #[doc(hidden)]
    #[must_use]
    pub const fn has_key_of(&self, other: &Self) -> bool {
        let sort_key = match (self.sort_key, other.sort_key) {
            (Some(one), Some(other)) => one.is_same(other),
            // That only one has a sort key is an error of types.
            _ => true,
        };
        equal(self.table, other.table) && self.partition_key.is_same(other.partition_key) && sort_key
    }

    /// The same with secondary indexes.
    #[must_use]
    pub const fn with_indexes(mut self, indexes: &'static [IndexSchema]) -> Self {
        self.indexes = indexes;
        self
    }

    /// The same for items that have this name in this attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_kind(mut self, attribute: &'static str, name: &'static str) -> Self {
        self.kind = Some(ItemKind { attribute, name: Some(name) });
        self
    }

    /// The same for an enum whose items have the name of their variant in this attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_tag(mut self, attribute: &'static str) -> Self {
        self.kind = Some(ItemKind { attribute, name: None });
        self
    }

    /// Whether its items have this name in this attribute.
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

    /// The same with the items in the variants of an enum.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_items(mut self, items: &'static [Self]) -> Self {
        self.items = items;
        self
    }

    /// Calls `look` for its secondary indexes and then for those of the items in its variants.
    pub(crate) fn for_each_index(&self, look: &mut impl FnMut(&'static IndexSchema)) {
        self.indexes.iter().for_each(&mut *look);
        self.items.iter().for_each(|item| item.for_each_index(look));
    }

    /// All secondary indexes of the table: its own, and those of the items in its variants, each once.
    pub(crate) fn all_indexes(&self) -> Vec<&'static IndexSchema> {
        let mut all: Vec<&IndexSchema> = Vec::new();
        self.for_each_index(&mut |index| {
            if !all.contains(&index) {
                all.push(index);
            }
        });
        all
    }

    /// Its secondary indexes, in the order in which they are declared.
    #[must_use]
    pub const fn indexes(&self) -> &'static [IndexSchema] {
        self.indexes
    }

    /// The table's name, without the database's prefix.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// The attribute by which items are spread over partitions.
    #[must_use]
    pub const fn partition_key(&self) -> KeyElement {
        self.partition_key
    }

    /// The attribute by which the items of one partition key are ordered.
    #[must_use]
    pub const fn sort_key(&self) -> Option<KeyElement> {
        self.sort_key
    }
}
