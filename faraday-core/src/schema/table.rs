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
}

impl TableSchema {
    /// A table with a partition key alone, until [a sort key](TableSchema::with_sort_key) is added.
    #[must_use]
    pub const fn new(table: &'static str, partition_key: KeyElement) -> Self {
        Self { table, partition_key, sort_key: None, indexes: &[] }
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
        Self { table, partition_key: of.partition_key, sort_key: of.sort_key, indexes: &[] }
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
