//! Consumed capacity: [`Capacity`].

use std::collections::BTreeMap;

use serde::Deserialize;

/// The capacity units that a request consumed. A read unit is 4 KB read consistently, or 8 KB read eventually consistently;
/// a write unit is 1 KB.
///
/// See [capacity units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Capacity {
    /// The total of the table and its indexes.
    pub total: f64,
    /// Units of the table itself, if DynamoDB reported them.
    pub table: f64,
    /// Units of each index.
    pub indexes: BTreeMap<String, f64>,
    /// The bytes that DynamoDB charges for searches of vector indexes. They are not capacity units.
    pub vector_search_bytes: f64,
    /// The bytes that DynamoDB charges for writes to all vector indexes together. They are not capacity units.
    pub vector_write_bytes: f64,
}

impl Capacity {
    pub(crate) fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.table += other.table;
        for (name, units) in &other.indexes {
            *self.indexes.entry(name.clone()).or_default() += units;
        }
        self.vector_search_bytes += other.vector_search_bytes;
        self.vector_write_bytes += other.vector_write_bytes;
    }
}

impl Capacity {
    /// Adds the capacity of all tables in one answer.
    pub(crate) fn sum(consumed: Option<Vec<Consumed>>) -> Option<Self> {
        let mut all = Self::default();
        for consumed in consumed? {
            all.add(&consumed.into());
        }
        Some(all)
    }
}

/// The consumed capacity in an answer. A missing or null number counts as 0.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Consumed {
    capacity_units: Option<f64>,
    table: Option<Units>,
    global_secondary_indexes: Option<BTreeMap<String, Units>>,
    local_secondary_indexes: Option<BTreeMap<String, Units>>,
    vector_indexes: Option<BTreeMap<String, VectorBytes>>,
    /// From a search, which reports nothing else.
    vector_search_request_bytes: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct VectorBytes {
    vector_write_request_bytes: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Units {
    capacity_units: Option<f64>,
}

impl From<Consumed> for Capacity {
    fn from(consumed: Consumed) -> Self {
        let units = |units: Units| units.capacity_units.unwrap_or_default();
        let indexes = consumed.global_secondary_indexes.into_iter().chain(consumed.local_secondary_indexes).flatten();
        let written = consumed.vector_indexes.into_iter().flatten().map(|(_, bytes)| bytes);
        Self {
            total: consumed.capacity_units.unwrap_or_default(),
            table: consumed.table.map(units).unwrap_or_default(),
            indexes: indexes.map(|(name, capacity)| (name, units(capacity))).collect(),
            vector_search_bytes: consumed.vector_search_request_bytes.unwrap_or_default(),
            vector_write_bytes: written.filter_map(|index| index.vector_write_request_bytes).sum(),
        }
    }
}
