//! The key after which a page starts, as DynamoDB JSON.

use std::collections::BTreeMap;

use crate::codec::json::{WireEncoder, WireMap, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::error::Result;
use crate::schema::{KeyElement, TableSchema};
use crate::value::{MapEncoder, Value};

/// A key to start after, for a reader's eyes: with a mark at what is not to be shown.
pub(super) fn redact(schema: &TableSchema, key: &SdkItem) -> Result<Vec<u8>> {
    let of_table = [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten();
    let of_indexes = schema.indexes().iter().flat_map(|index| index.partition_key().iter().chain(index.sort_key()));
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

/// A key as DynamoDB JSON, its names in order: the same place is the same cursor.
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
