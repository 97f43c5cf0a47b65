//! The key after which a page starts, as DynamoDB JSON.

use std::collections::BTreeMap;

use crate::codec::json::{self, WireEncoder, WireMap, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::expression::{KeyCondition, RangePlace};
use crate::schema::{IndexSchema, Item, KeyElement, TableSchema, unencrypted_attributes};
use crate::value::{Attributes, MapEncoder, Value};

/// Returns a start key for `explain`, with sensitive values marked so that they are not shown.
pub(super) fn redact(schema: &TableSchema, key: &SdkItem) -> Result<Vec<u8>> {
    let of_table = [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten();
    let of_indexes =
        schema.all_indexes().into_iter().flat_map(|index| index.partition_key().iter().chain(index.sort_key()));
    let hidden: Vec<_> = of_table.chain(of_indexes.copied()).filter(KeyElement::is_sensitive).collect();
    let mut json = Vec::with_capacity(64);
    let mut map = WireMap::open(&mut json, 0);
    for (name, value) in key.iter().collect::<BTreeMap<_, _>>() {
        let is_hidden = hidden.iter().any(|key| key.name() == name);
        value.encode(if is_hidden { map.sensitive_attribute(name) } else { map.attribute(name) })?;
    }
    map.close(b"}");
    Ok(json)
}

/// Returns a key as DynamoDB JSON with sorted names, so that one position always has the same cursor.
pub(crate) fn key_json(key: &SdkItem) -> Result<Vec<u8>> {
    let mut json = vec![b'{'];
    for (position, (name, value)) in key.iter().collect::<BTreeMap<_, _>>().into_iter().enumerate() {
        if position > 0 {
            json.push(b',');
        }
        write_string(&mut json, name);
        json.push(b':');
        value.encode(WireEncoder::new(&mut json))?;
    }
    json.push(b'}');
    Ok(json)
}

/// Returns the attributes of a start key: the keys of the table and of the index, each once.
pub(crate) fn keys<I: Item>(index: Option<&IndexSchema>) -> Vec<KeyElement> {
    let mut keys: Vec<KeyElement> =
        [Some(I::SCHEMA.partition_key()), I::SCHEMA.sort_key()].into_iter().flatten().collect();
    for element in index.into_iter().flat_map(|index| index.partition_key().iter().chain(index.sort_key())) {
        if keys.iter().all(|known| known.name() != element.name()) {
            keys.push(*element);
        }
    }
    keys
}

/// Returns the key of an item for the table and for an index, as DynamoDB JSON.
pub(crate) fn key_of<I: Item>(item: &impl Attributes, index: Option<&IndexSchema>) -> Result<Vec<u8>> {
    let mut attributes = unencrypted_attributes(item)?;
    let mut key = SdkItem::new();
    for element in keys::<I>(index) {
        let Some(value) = attributes.remove(element.name()) else {
            let missing = format!("it has no `{}`, which is a key attribute of the table or index", element.name());
            return Err(Error::new(ErrorKind::InvalidArgument, missing));
        };
        key.insert(element.name().to_owned(), value);
    }
    key_json(&key)
}

/// Returns the start key for a query whose range may have moved since its cursor was created, and whether nothing is left to read.
///
/// DynamoDB refuses a start key outside the range. Items between that key and the range are not requested any more.
pub(super) fn start_within(
    condition: Option<&KeyCondition>,
    start: Option<Vec<u8>>,
    descending: bool,
) -> (Option<Vec<u8>>, bool) {
    let key = start.as_deref().and_then(|start| json::decode_item::<SdkItem>(start).ok());
    let place = condition.zip(key).map(|(condition, key)| condition.place_of(&key));
    match place {
        Some(RangePlace::Below) => (None, descending),
        Some(RangePlace::Above) => (None, !descending),
        Some(RangePlace::Inside) | None => (start, false),
    }
}
