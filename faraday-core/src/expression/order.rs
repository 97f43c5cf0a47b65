//! The order of values, as DynamoDB compares them: [`compare`].

use std::cmp::Ordering;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::json::{self, SENSITIVE};
use crate::codec::sdk_map::SdkItem;
use crate::value::compare_numbers;

/// Compares two values that are DynamoDB JSON; `None` if their types differ, or the type has no order.
pub(crate) fn compare(one: &[u8], other: &[u8]) -> Option<Ordering> {
    match (read(one)?, read(other)?) {
        (AttributeValue::S(one), AttributeValue::S(other)) => Some(one.cmp(&other)),
        (AttributeValue::B(one), AttributeValue::B(other)) => Some(one.as_ref().cmp(other.as_ref())),
        (AttributeValue::N(one), AttributeValue::N(other)) => compare_numbers(&one, &other),
        _ => None,
    }
}

/// Compares two values that are DynamoDB JSON: see [`compare`].
#[cfg(feature = "embedded")]
pub(crate) fn compare_json(one: &str, other: &str) -> Option<Ordering> {
    compare(one.as_bytes(), other.as_bytes())
}

fn read(json: &[u8]) -> Option<AttributeValue> {
    let json = json.strip_prefix(&[SENSITIVE]).unwrap_or(json);
    json::decode_item::<SdkItem>(&[br#"{"v":"#, json, b"}"].concat()).ok()?.remove("v")
}
