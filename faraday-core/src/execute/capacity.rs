use std::collections::BTreeMap;
use std::ops::Deref;

use serde::Deserialize;

/// The capacity units that a request consumed. A read unit is 4 KB read consistently, or 8 KB read eventually consistently;
/// a write unit is 1 KB.
///
/// See [capacity units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Capacity {
    /// The total: table and indexes.
    pub total: f64,
    /// Units of the table itself, if DynamoDB reported them.
    pub table: f64,
    /// Units of each index.
    pub indexes: BTreeMap<String, f64>,
}

impl Capacity {
    pub(crate) fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.table += other.table;
        for (name, units) in &other.indexes {
            *self.indexes.entry(name.clone()).or_default() += units;
        }
    }
}

impl Capacity {
    /// The sum over the tables of one answer.
    pub(crate) fn sum(consumed: Option<Vec<Consumed>>) -> Option<Self> {
        let mut all = Self::default();
        for consumed in consumed? {
            all.add(&consumed.into());
        }
        Some(all)
    }
}

/// Consumed capacity as an answer has it. An absent or null number counts as 0.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Consumed {
    capacity_units: Option<f64>,
    table: Option<Units>,
    global_secondary_indexes: Option<BTreeMap<String, Units>>,
    local_secondary_indexes: Option<BTreeMap<String, Units>>,
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
        Self {
            total: consumed.capacity_units.unwrap_or_default(),
            table: consumed.table.map(units).unwrap_or_default(),
            indexes: indexes.map(|(name, capacity)| (name, units(capacity))).collect(),
        }
    }
}

/// The result of an operation, with its consumed capacity, its counts and its request id.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metered<T> {
    /// The result.
    pub value: T,
    /// The consumed capacity, summed over all requests; `None` if the engine does not report it.
    pub capacity: Option<Capacity>,
    /// The id that DynamoDB gave to the last request.
    pub request_id: Option<String>,
    /// The number of requests, without the SDK's own retries.
    pub requests: u64,
    /// The number of items that passed the filter, for a query or scan.
    pub count: u64,
    /// The number of items that DynamoDB read before the filter, for a query or scan.
    pub scanned_count: u64,
}

impl<T> Metered<T> {
    pub(crate) fn none(value: T) -> Self {
        Self { value, capacity: None, request_id: None, requests: 0, count: 0, scanned_count: 0 }
    }

    /// Adds the consumption of other requests.
    pub(crate) fn add(&mut self, other: &Metered<()>) {
        self.requests = self.requests.saturating_add(other.requests);
        self.count = self.count.saturating_add(other.count);
        self.scanned_count = self.scanned_count.saturating_add(other.scanned_count);
        if let Some(capacity) = &other.capacity {
            self.capacity.get_or_insert_default().add(capacity);
        }
        if other.request_id.is_some() {
            self.request_id.clone_from(&other.request_id);
        }
    }

    /// The same consumption with another result.
    pub(crate) fn map<U>(self, value: impl FnOnce(T) -> U) -> Metered<U> {
        Metered {
            value: value(self.value),
            capacity: self.capacity,
            request_id: self.request_id,
            requests: self.requests,
            count: self.count,
            scanned_count: self.scanned_count,
        }
    }
}

impl<T> Deref for Metered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
