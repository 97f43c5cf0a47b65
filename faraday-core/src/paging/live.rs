//! The filter that leaves out what has expired: its time is that of each request.

use std::time::SystemTime;

use crate::execute::{Request, seconds};
use crate::expression::Condition;
use crate::schema::{Attribute, Item};

const VALUES: &str = "ExpressionAttributeValues";

/// The present time in the values of a request, among which it is the last.
#[derive(Clone)]
pub(crate) struct Present {
    /// The values before it, as JSON up to where it begins.
    before: Vec<u8>,
}

/// That an item has not expired at a time that is not known yet. It has not either where the attribute is absent, or no number.
pub(super) fn is_live<I: Item>(attribute: &'static str) -> Condition<I> {
    !Attribute::<I, u64>::new(attribute).le(0)
}

impl Present {
    /// Of a request with that condition as the last part of its filter, the last expression with values.
    pub(super) fn of(request: &Request) -> Option<Self> {
        let values = request.get_json(VALUES)?;
        let before = values.strip_suffix(value(0).as_bytes())?.to_vec();
        Some(Self { before })
    }

    /// Sets it in the next request.
    pub(super) fn set(&self, request: &mut Request, now: SystemTime) {
        let mut values = self.before.clone();
        values.extend_from_slice(value(seconds(now)).as_bytes());
        request.replace_json(VALUES, values);
    }
}

/// A number, and the end of the values.
fn value(seconds: u64) -> String {
    format!(r#"{{"N":"{seconds}"}}}}"#)
}
