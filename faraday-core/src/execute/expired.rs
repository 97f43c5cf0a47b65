//! Finds expired items that were not yet deleted in the answers of gets, which have no filter.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::parse;
use crate::codec::json;
use crate::error::Result;
use crate::expression::Tokens;
use crate::schema::TableSchema;
use crate::value::{AttributeType, DecodeError, compare_numbers};

/// The time-to-live attribute. An item has expired if the attribute holds a number that is not later than the current second.
#[derive(Clone, Copy)]
pub(crate) struct Expiry {
    attribute: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetItemAnswer<'a> {
    #[serde(borrow, default)]
    item: Option<&'a RawValue>,
}

impl Expiry {
    /// Returns the attribute of a table with a time to live, if expired items are to be left out (`live`).
    pub(crate) fn of(schema: &TableSchema, live: bool) -> Option<Self> {
        let attribute = schema.ttl().filter(|_| live)?;
        Some(Self { attribute })
    }

    /// Adds the attribute to a projection. An empty projection already contains it.
    pub(crate) fn also(this: Option<Self>, mut projection: Tokens) -> Tokens {
        if let Some(Self { attribute }) = this
            && !projection.is_empty()
            && !projection.selects(attribute)
        {
            projection.text(", ");
            projection.name(attribute);
        }
        projection
    }

    /// Whether the item in an answer of `GetItem` has expired.
    pub(crate) fn has_passed_for_reply(self, reply: &[u8], now: SystemTime) -> Result<bool> {
        let answer: GetItemAnswer<'_> = parse(reply)?;
        answer.item.map_or(Ok(false), |item| Ok(self.has_passed(item.get().as_bytes(), now)?))
    }

    /// Whether this item, as DynamoDB JSON, has expired. An item without the attribute, or without a number in it, never expires.
    pub(crate) fn has_passed(self, item: &[u8], now: SystemTime) -> Result<bool, DecodeError> {
        let mut json = json::Tokens::new(item)?;
        let mut is_expiry = json.object()?.map(|name| name == self.attribute);
        while let Some(found) = is_expiry {
            if !found {
                json.skip_value()?;
            } else if json.value_type()? == Some(AttributeType::N) {
                let now = seconds(now).to_string();
                return Ok(compare_numbers(json.text_value()?, &now).is_some_and(|order| order.is_le()));
            } else {
                return Ok(false);
            }
            is_expiry = json.key()?.map(|name| name == self.attribute);
        }
        Ok(false)
    }
}

/// Returns the whole seconds since the beginning of 1970.
pub(crate) fn seconds(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
