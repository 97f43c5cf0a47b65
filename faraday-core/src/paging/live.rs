//! The filter that leaves out expired items. Each request sets its own time.

use std::time::SystemTime;

use crate::execute::{Request, seconds};
use crate::expression::Condition;
use crate::schema::{Attribute, Item};

const VALUES: &str = "ExpressionAttributeValues";

/// The current time in the values of a request. It is the last value.
#[derive(Clone)]
pub(crate) struct Present {
    /// The JSON of the values before it.
    before: Vec<u8>,
}

/// The condition that an item has not expired. The time is set later. It also holds if the attribute is absent or not a number.
pub(super) fn is_live<I: Item>(attribute: &'static str) -> Condition<I> {
    !Attribute::<I, u64>::new(attribute).le(0)
}

impl Present {
    /// Finds the time in a request whose filter, its last expression with values, ends with that condition.
    pub(super) fn of(request: &Request) -> Option<Self> {
        let values = request.get_json(VALUES)?;
        let before = values.strip_suffix(value(0).as_bytes())?.to_vec();
        Some(Self { before })
    }

    /// Sets the time in the next request.
    pub(super) fn set(&self, request: &mut Request, now: SystemTime) {
        let mut values = self.before.clone();
        values.extend_from_slice(value(seconds(now)).as_bytes());
        request.replace_json(VALUES, values);
    }
}

/// Returns the JSON of a number and the end of the values.
fn value(seconds: u64) -> String {
    format!(r#"{{"N":"{seconds}"}}}}"#)
}
