//! Refuses reads that DynamoDB would refuse, before they are sent: filters by a key, attributes that an index lacks.

use super::start_key::keys;
use crate::error::{Error, ErrorKind};
use crate::expression::Tokens;
use crate::schema::{IndexSchema, IndexScope, Item, KeyElement, Projected};
use crate::transport::Api;

/// Refuses an expression that DynamoDB would refuse: a query's filter by a key attribute, or an attribute that the index does not hold. A
/// local index fetches selected attributes from the table, but filters only by its own attributes.
pub(super) fn unsupported_attribute<I: Item>(
    api: Api,
    index: Option<&IndexSchema>,
    expression: &str,
    tokens: &Tokens,
) -> Option<Error> {
    let is_filter = expression == "FilterExpression";
    if expression == "KeyConditionExpression" {
        return None;
    }
    let message = tokens.attributes().find_map(|attribute| {
        if is_filter && api == Api::Query && is_key_of::<I>(index, attribute) {
            return Some(format!(
                "`{attribute}` is a key attribute, and a query can filter only by other attributes: use `sort_key`, \
                 `sort_key_range` or `sort_key_begins_with`, or `scan`"
            ));
        }
        let index = index.filter(|index| is_filter || index.scope() == IndexScope::Global)?;
        let held = match index.projection() {
            Projected::All => true,
            Projected::KeysOnly => false,
            Projected::Include(names) => names.contains(&attribute),
        };
        let held = held || keys::<I>(Some(index)).iter().any(|key| key.name() == attribute);
        let what = if is_filter { "filtered by" } else { "selected" };
        (!held).then(|| format!("`{attribute}` cannot be {what}: the index `{}` does not hold it", index.name()))
    });
    message.map(|message| Error::new(ErrorKind::InvalidArgument, message))
}

/// Whether the attribute is in the key of the table, or of the index that is read.
fn is_key_of<I: Item>(index: Option<&IndexSchema>, attribute: &str) -> bool {
    let is = |key: &KeyElement| key.name() == attribute;
    match index {
        Some(index) => index.partition_key().iter().chain(index.sort_key()).any(is),
        None => is(&I::SCHEMA.partition_key()) || I::SCHEMA.sort_key().as_ref().is_some_and(is),
    }
}
