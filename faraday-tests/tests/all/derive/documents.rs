//! Shared by the tests of values: a value goes through all backends, and is the same after each.

use std::fmt::Debug;

use faraday::value::{Attributes, Value};

/// The document as DynamoDB JSON, after it was read back from JSON, the SDK's map and the tests' own tree.
pub fn json<T: Attributes + Debug + PartialEq>(document: &T) -> String {
    let json = faraday::document::to_json(document).unwrap();
    assert_eq!(faraday::document::from_json::<T>(&json).unwrap(), *document, "{json}");
    let map = faraday::document::to_map(document).unwrap();
    assert_eq!(faraday::document::from_map::<T>(map.clone()).unwrap(), *document, "{json}");
    let tree = super::tree::write_item(document);
    assert_eq!(super::tree::read_item::<T>(tree).unwrap(), *document, "{json}");
    // The three write the same, and the fourth counts it.
    let from_json: std::collections::HashMap<_, _> = faraday::document::from_json(&json).unwrap();
    assert_eq!(from_json, map);
    assert_eq!(faraday::document::item_size(document).unwrap(), faraday::document::item_size(&map).unwrap());
    json
}

/// The same for a value that stands alone.
pub fn value_json<T: Value + Debug + PartialEq>(value: T) -> String {
    #[derive(Debug, PartialEq, faraday::Value)]
    struct One<T> {
        v: T,
    }
    let json = json(&One { v: value });
    json.strip_prefix(r#"{"v":"#).and_then(|json| json.strip_suffix("}")).unwrap().to_owned()
}

/// Reads a value that stands alone.
pub fn read_value<T: Value>(json: &str) -> Result<T, String> {
    #[derive(faraday::Value)]
    struct One<T> {
        v: T,
    }
    let one: Result<One<T>, _> = faraday::document::from_json(format!(r#"{{"v":{json}}}"#));
    one.map(|one| one.v).map_err(|error| error.to_string())
}
