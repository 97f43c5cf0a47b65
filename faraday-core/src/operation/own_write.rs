//! Checks whether a failed condition met the write's own item: [`is_own_write`], [`may_be_own_write`].
//!
//! If the answer to a put is lost, the SDK sends it again. The condition then fails, because the item has a new version, which the first
//! attempt wrote.

use std::collections::HashSet;

use aws_sdk_dynamodb::Error as SdkError;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::Error;
use crate::schema::ExpectedVersion;
use crate::transport::Api;
use crate::value::canonical_number;

#[derive(Deserialize)]
struct Sent<'a> {
    #[serde(rename = "Item", borrow)]
    item: Option<&'a RawValue>,
}

/// Whether an earlier attempt of the put with this body was done: its answer was lost, and the failed condition returned the item that was
/// sent.
pub(super) fn is_own_write(error: &Error, body: &[u8]) -> bool {
    if !error.is_outcome_unknown() {
        return false;
    }
    let Some(SdkError::ConditionalCheckFailedException(failed)) = error.sdk_error() else { return false };
    let sent = serde_json::from_slice::<Sent<'_>>(body).ok().and_then(|sent| sent.item);
    let sent = sent.and_then(|item| json::decode_item::<SdkItem>(item.get().as_bytes()).ok());
    sent.zip(failed.item()).is_some_and(|(sent, found)| same_item(&sent, found))
}

/// Whether an earlier attempt of an update or delete that expected this version may have been done: its answer was lost, and what the failed
/// condition found is what that attempt would leave.
///
/// It proves nothing. Two programs that claim one item set the same attributes, and the one that lost must not believe that it won. Unlike
/// that of a put, the body does not have the whole item, so the stored one cannot be compared with it.
pub(super) fn may_be_own_write(error: &Error, api: Api, expected: ExpectedVersion) -> bool {
    if !error.is_outcome_unknown() {
        return false;
    }
    let Some(SdkError::ConditionalCheckFailedException(failed)) = error.sdk_error() else { return false };
    match failed.item().filter(|item| !item.is_empty()) {
        Some(item) => api == Api::UpdateItem && expected.is_followed_by(item),
        // The item is gone, or the engine returns no items.
        None => true,
    }
}

/// Whether two items are equal as DynamoDB stores them.
pub(crate) fn same_item(one: &SdkItem, other: &SdkItem) -> bool {
    one.len() == other.len()
        && one.iter().all(|(name, value)| other.get(name).is_some_and(|found| same_value(value, found)))
}

/// Whether two values are equal as DynamoDB stores them: it writes numbers in its own form, and sets have no order.
pub(crate) fn same_value(one: &AttributeValue, other: &AttributeValue) -> bool {
    use AttributeValue::{Bs, L, M, N, Ns, Ss};
    match (one, other) {
        (N(one), N(other)) => canonical_number(one) == canonical_number(other),
        (Ns(one), Ns(other)) => numbers(one) == numbers(other),
        (Ss(one), Ss(other)) => one.iter().collect::<HashSet<_>>() == other.iter().collect(),
        (Bs(one), Bs(other)) => {
            let bytes = |set: &'_ [_]| set.iter().map(AsRef::as_ref).map(<[u8]>::to_vec).collect::<HashSet<_>>();
            bytes(one) == bytes(other)
        }
        (L(one), L(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_value(one, other))
        }
        (M(one), M(other)) => same_item(one, other),
        (one, other) => one == other,
    }
}

fn numbers(set: &[String]) -> HashSet<String> {
    set.iter().map(|digits| canonical_number(digits)).collect()
}
