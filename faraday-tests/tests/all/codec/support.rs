//! Shared by the tests of the codec: all ways to write and read, and strategies.

use std::collections::HashMap;
use std::fmt::Debug;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::{from_json, from_map, item_size, to_json, to_map};
use faraday::value::{Value, from_attribute_value, to_attribute_value};
pub use faraday_tests::doc::Doc;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

pub type Item = HashMap<String, AttributeValue>;

/// DynamoDB's formula, from the SDK's value alone.
fn size_of(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => number_size(digits),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(values) => 3 + values.iter().map(|value| 1 + size_of(value)).sum::<usize>(),
        AttributeValue::M(entries) => 3 + entries.len() + item_size_of(entries),
        AttributeValue::Ss(values) => values.iter().map(String::len).sum(),
        AttributeValue::Ns(values) => values.iter().map(|digits| number_size(digits)).sum(),
        AttributeValue::Bs(values) => values.iter().map(|bytes| bytes.as_ref().len()).sum(),
        other => panic!("{other:?}"),
    }
}

pub fn item_size_of(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + size_of(value)).sum()
}

fn number_size(digits: &str) -> usize {
    let mantissa: String = digits.to_lowercase().split('e').next().unwrap().replace('.', "");
    let significant = mantissa.trim_start_matches(['-', '+']).trim_matches('0');
    if significant.is_empty() { 1 } else { significant.len().div_ceil(2) + 1 + usize::from(mantissa.starts_with('-')) }
}

/// Every way there and back, for a value that DynamoDB can hold.
pub fn round_trip<T: Value + Clone + PartialEq + Debug>(value: T) -> Result<(), TestCaseError> {
    becomes(value.clone(), value)
}

/// The same, for one that is read as another.
pub fn becomes<T: Value + PartialEq + Debug>(value: T, expected: T) -> Result<(), TestCaseError> {
    let (value, expected) = (Doc { value }, Doc { value: expected });
    let map = to_map(&value).unwrap();
    let json = to_json(&value).unwrap();
    // There and back.
    prop_assert_eq!(&from_map::<Doc<T>>(map.clone()).unwrap(), &expected);
    prop_assert_eq!(&from_json::<Doc<T>>(&json).unwrap(), &expected);
    // Across: written by one backend, read by the other.
    prop_assert_eq!(&from_json::<Item>(&json).unwrap(), &map);
    prop_assert_eq!(&from_json::<Doc<T>>(to_json(&map).unwrap()).unwrap(), &expected);
    prop_assert_eq!(&from_map::<Doc<T>>(from_json(&json).unwrap()).unwrap(), &expected);
    // Any JSON reader agrees that it is JSON.
    prop_assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().is_object());
    // Counted.
    prop_assert_eq!(item_size(&value).unwrap(), item_size_of(&map));
    prop_assert_eq!(item_size(&map).unwrap(), item_size_of(&map));
    // By itself.
    let single = to_attribute_value(&value.value).unwrap();
    prop_assert_eq!(&single, map.get("value").unwrap_or(&AttributeValue::Null(true)));
    prop_assert_eq!(from_attribute_value::<T>(single).unwrap(), expected.value);
    Ok(())
}

/// All backends refuse it, for the same reason, at the same place.
pub fn refused<T: Value + Debug>(value: T) -> Result<String, TestCaseError> {
    let value = Doc { value };
    let map = to_map(&value).expect_err("to_map took it").to_string();
    prop_assert_eq!(&to_json(&value).expect_err("to_json took it").to_string(), &map);
    prop_assert_eq!(&item_size(&value).expect_err("item_size took it").to_string(), &map);
    prop_assert!(map.starts_with("attribute `value"), "{map}");
    Ok(map)
}

/// Text with everything that JSON treats in its own way.
pub fn text() -> impl Strategy<Value = String> {
    let awkward = select(vec![
        '"',
        '\\',
        '/',
        '\u{0}',
        '\u{8}',
        '\u{c}',
        '\n',
        '\r',
        '\t',
        '\u{1f}',
        '\u{7f}',
        '\u{301}',
        '\u{2028}',
        '\u{d7ff}',
        '\u{e000}',
        '\u{feff}',
        '\u{ffff}',
        '\u{1f600}',
        '\u{10ffff}',
    ]);
    vec(prop_oneof![any::<char>(), awkward], 0..24).prop_map(String::from_iter)
}

pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..40)
}

/// A number as another writer may have stored it.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f32>().prop_map(|number| format!("{number:e}")),
        "-?[0-9]{1,19}",
        "-?[0-9]{1,19}\\.[0-9]{1,19}",
        "[-+]?[0-9]\\.[0-9]{0,6}[eE][-+]?[0-9]{1,2}",
    ]
}

/// A tree of all types, three levels deep.
pub fn tree() -> impl Strategy<Value = AttributeValue> {
    let leaf = prop_oneof![
        text().prop_map(AttributeValue::S),
        number().prop_map(AttributeValue::N),
        bytes().prop_map(|bytes| AttributeValue::B(Blob::new(bytes))),
        any::<bool>().prop_map(AttributeValue::Bool),
        Just(AttributeValue::Null(true)),
        vec(text(), 0..4).prop_map(AttributeValue::Ss),
        vec(number(), 0..4).prop_map(AttributeValue::Ns),
        vec(bytes().prop_map(Blob::new), 0..4).prop_map(AttributeValue::Bs),
    ];
    let leaf = leaf.prop_filter("a set has no two equal elements", |leaf| to_attribute_value(leaf).is_ok());
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            hash_map(text(), inner, 0..4).prop_map(AttributeValue::M),
        ]
    })
}

/// Lists and maps nested to a depth, around a value.
pub fn nested(depth: usize, as_list: bool) -> AttributeValue {
    (0..depth).fold(AttributeValue::Bool(true), |inner, _| {
        if as_list {
            AttributeValue::L(vec![inner])
        } else {
            AttributeValue::M(HashMap::from([("m".to_owned(), inner)]))
        }
    })
}
