//! Reads the metadata of an answer: [`Told`], [`capacity_of`].

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::database::{Capacity, Consumed};
use crate::error::Error;

/// The metadata of an answer.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) capacity: Option<Capacity>,
    pub(crate) request_id: Option<String>,
}

impl Told {
    /// Reads it from an error answer.
    pub(super) fn of(error: &Error) -> Self {
        Self { capacity: None, request_id: error.request_id().map(str::to_owned) }
    }

    pub(super) fn add(&mut self, capacity: Option<Capacity>) {
        if let Some(capacity) = capacity {
            self.capacity.get_or_insert_default().add(&capacity);
        }
    }
}

#[derive(Deserialize)]
struct Charged<'a> {
    /// An object, or a list with one object for each table.
    #[serde(rename = "ConsumedCapacity", borrow, default)]
    consumed: Option<&'a RawValue>,
}

/// Returns the consumed capacity in any answer; `None` if it reports none, or cannot be read.
pub(super) fn capacity_of(answer: &[u8]) -> Option<Capacity> {
    let consumed = serde_json::from_slice::<Charged<'_>>(answer).ok()?.consumed?.get();
    match serde_json::from_str::<Vec<Consumed>>(consumed) {
        Ok(tables) => Capacity::sum(Some(tables)),
        Err(_) => serde_json::from_str::<Option<Consumed>>(consumed).ok()?.map(Capacity::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(answer: &str) -> Option<f64> {
        capacity_of(answer.as_bytes()).map(|capacity| capacity.total)
    }

    #[test]
    fn one_table_and_several_are_read() {
        assert_eq!(total(r#"{"Item":{},"ConsumedCapacity":{"TableName":"t","CapacityUnits":2.5}}"#), Some(2.5));
        let tables = r#"{"ConsumedCapacity":[{"CapacityUnits":1},{"CapacityUnits":2}]}"#;
        assert_eq!(total(tables), Some(3.0));
    }

    #[test]
    fn what_tells_nothing_is_none() {
        for answer in ["", "{}", "[]", "7", r#"{"ConsumedCapacity":null}"#, r#"{"ConsumedCapacity":7}"#] {
            assert_eq!(total(answer), None, "{answer}");
        }
    }
}
