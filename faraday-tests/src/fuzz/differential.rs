//! Compares the decoder with the SDK's own parser.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::sync::LazyLock;

use aws_sdk_dynamodb::config::ConfigBag;
use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemOutput};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::FrozenLayer;
use faraday::document::{from_json, from_map, to_json};
use faraday::value::Attributes;

use crate::doc::Doc;

type Item = HashMap<String, AttributeValue>;

/// Returns what the SDK decodes from a reply with this item; `None` if it refuses it.
pub fn by_sdk(item: &[u8]) -> Option<Item> {
    static OPERATION: LazyLock<FrozenLayer> = LazyLock::new(|| GetItem::new().config().unwrap());
    if ends_early(item) {
        return None;
    }
    let body = [b"{\"Item\":", item, b"}"].concat();
    let response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(body));
    let deserializer = OPERATION.load::<SharedResponseDeserializer>().unwrap();
    let output = deserializer.deserialize_nonstreaming_with_config(&response, &ConfigBag::base()).ok()?;
    output.downcast::<GetItemOutput>().unwrap().item
}

/// Whether the first object ends before the end of the bytes. In a reply, the bytes after it would be members beside the item.
fn ends_early(bytes: &[u8]) -> bool {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (position, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return !bytes[position + 1..].trim_ascii().is_empty();
                }
            }
            _ => {}
        }
    }
    false
}

/// Any bytes: faraday and the SDK decode the same, also as each of many types.
pub fn differential(bytes: &[u8]) {
    both_or_neither(bytes);
    // For the comparison as types, the item is first written again, without variations of the text: repeated attributes, a NULL that is
    // false.
    let Ok(item) = from_json::<Item>(bytes) else { return };
    let Ok(json) = to_json(&item) else { return };
    let map = by_sdk(json.as_bytes()).expect("the SDK reads what faraday writes");
    assert_eq!(map, item, "{json}");
    same_as::<Item>(json.as_bytes(), &map);
    same_as_every_type(json.as_bytes(), &map);
}

/// Decodes one item as this type in both ways.
pub fn same_as<T: Attributes + Debug + PartialEq>(json: &[u8], map: &Item) {
    let text = |error: faraday::value::DecodeError| error.to_string();
    let (wire, sdk) = (from_json::<T>(json).map_err(text), from_map::<T>(map.clone()).map_err(text));
    // Only the first of several mistakes is reported, and the SDK's maps have no order.
    if wire.is_ok() || sdk.is_ok() || map.values().all(is_in_order) {
        assert_eq!(wire, sdk, "{} as {}", String::from_utf8_lossy(json), std::any::type_name::<T>());
    }
}

fn is_in_order(value: &AttributeValue) -> bool {
    match value {
        AttributeValue::L(values) => values.iter().all(is_in_order),
        AttributeValue::M(entries) => entries.len() < 2 && entries.values().all(is_in_order),
        _ => true,
    }
}

/// Decodes documents of one value as each of many types, in both ways.
pub fn same_as_every_type(json: &[u8], map: &Item) {
    macro_rules! each {
        ($($type:ty),* $(,)?) => { $(same_as::<Doc<$type>>(json, map);)* };
    }
    each!(
        AttributeValue, String, bool, (), u8, i64, u128, f64, Vec<u8>, [u8; 4], Vec<String>, Vec<AttributeValue>,
        Vec<Option<u8>>, Option<String>, BTreeSet<String>, BTreeSet<i64>, BTreeSet<Vec<u8>>, BTreeMap<String, AttributeValue>,
        BTreeMap<String, u8>, (u8, String), Doc<AttributeValue>, Option<Doc<String>>,
    );
}

/// Both decode the same value, or none. The test `known_differences` of `codec/differential.rs` lists the only differences.
pub fn both_or_neither(json: &[u8]) {
    let shown = String::from_utf8_lossy(json);
    match (by_sdk(json).and_then(|map| from_map::<Item>(map).ok()), from_json::<Item>(json)) {
        (Some(sdk), Ok(wire)) => assert_eq!(sdk, wire, "{shown}"),
        (None, Err(_)) => {}
        (Some(sdk), Err(error)) => {
            // A value that a later attribute of the same name replaces must still be one.
            let once = || serde_json::from_slice::<serde_json::Value>(json).ok().map(|json| json.to_string());
            let is_replaced = || once().and_then(|once| from_json::<Item>(&once).ok()) == Some(sdk);
            // The map would not be read with a value of an unknown type, so this one was replaced too.
            let is_unknown = error.to_string().contains("does not know");
            let known = shown.contains("null") || shown.contains("__type") || is_unknown || is_replaced();
            assert!(known, "only the SDK reads {shown}: {error}");
        }
        (None, Ok(item)) => {
            let plain = serde_json::from_slice::<serde_json::Value>(json).unwrap().to_string();
            let known = shown.contains('\\') && by_sdk(plain.as_bytes()) == Some(item);
            assert!(known, "only faraday reads {shown}");
        }
    }
}
