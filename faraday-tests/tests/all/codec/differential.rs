//! Compares the decoder with the SDK's own parser: from the same bytes, both decode the same values, or both refuse them.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Value;
use faraday::document::{from_json, from_map, to_json};
use faraday_tests::fuzz::{both_or_neither, by_sdk, same_as, same_as_every_type};
use fastrand::Rng;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::hostile::near_json;
use super::support::{Doc, Item, bytes, text, tree};

/// Fields of many types; an item may lack any of them.
#[derive(Debug, Clone, PartialEq, Value)]
struct Record {
    text: Option<String>,
    number: Option<i64>,
    float: Option<f64>,
    binary: Option<Vec<u8>>,
    #[faraday(default)]
    flag: bool,
    list: Option<Vec<AttributeValue>>,
    words: Option<BTreeSet<String>>,
    inner: Option<Box<Record>>,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

fn record() -> impl Strategy<Value = Record> {
    let option = proptest::option::of::<BoxedStrategy<String>>;
    let leaf = (
        (option(text().boxed()), any::<Option<i64>>(), proptest::option::of(any::<i32>().prop_map(f64::from))),
        (proptest::option::of(bytes()), any::<bool>(), proptest::option::of(vec(tree(), 0..3))),
        proptest::option::of(proptest::collection::btree_set(text(), 1..3)),
        proptest::collection::btree_map("[a-z]{1,2}", tree(), 0..3),
    );
    let leaf = leaf.prop_map(|((text, number, float), (binary, flag, list), words, rest)| Record {
        text,
        number,
        float,
        binary,
        flag,
        list,
        words,
        inner: None,
        rest,
    });
    leaf.prop_recursive(2, 4, 1, |inner| {
        (inner.clone(), inner).prop_map(|(outer, inner)| Record { inner: Some(Box::new(inner)), ..outer })
    })
}

/// Writes JSON anew: members in another order, spaces between tokens, characters as escapes.
fn restyled(json: &str, rng: &mut Rng) -> String {
    let mut out = String::new();
    write(&serde_json::from_str(json).unwrap(), true, rng, &mut out);
    out
}

/// Escapes are left out where `escapes` says so: the SDK does not read them in base64, which needs none.
fn write(value: &serde_json::Value, escapes: bool, rng: &mut Rng, out: &mut String) {
    use serde_json::Value::{Array, Object, String as Text};
    space(rng, out);
    match value {
        Text(text) if escapes => string(text, rng, out),
        Array(values) => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                write(value, escapes, rng, out);
            }
            out.push(']');
        }
        Object(members) => {
            out.push('{');
            let mut members: Vec<_> = members.iter().collect();
            rng.shuffle(&mut members);
            for (place, (name, value)) in members.into_iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                space(rng, out);
                string(name, rng, out);
                space(rng, out);
                out.push(':');
                write(value, !["B", "BS"].contains(&name.as_str()), rng, out);
            }
            space(rng, out);
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
    space(rng, out);
}

fn space(rng: &mut Rng, out: &mut String) {
    if rng.u8(..8) == 0 {
        out.push(*rng.choice(&[' ', '\n', '\t', '\r']).unwrap());
    }
}

fn string(text: &str, rng: &mut Rng, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '/' if rng.bool() => out.push_str("\\/"),
            control if control < ' ' => escape(control, out),
            other if rng.u8(..16) == 0 => escape(other, out),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn escape(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

proptest! {
    #![proptest_config(crate::random::cases(128))]

    #[test]
    fn an_item_in_any_style_reads_the_same(value in tree(), style: u64) {
        let mut rng = Rng::with_seed(style);
        let json = restyled(&to_json(&Doc { value: value.clone() }).unwrap(), &mut rng);
        let map = by_sdk(json.as_bytes()).expect("the SDK reads it");
        prop_assert_eq!(&map["value"], &value);
        same_as::<Item>(json.as_bytes(), &map);
        same_as_every_type(json.as_bytes(), &map);
    }

    /// Several in a row, each with its attributes in another order: what was learned from one must not mislead the next.
    #[test]
    fn structs_read_the_same(records in vec(record(), 0..4), style: u64) {
        let mut rng = Rng::with_seed(style);
        let json = to_json(&Doc { value: records.clone() }).unwrap();
        let json = if rng.bool() { json } else { restyled(&json, &mut rng) };
        let map = by_sdk(json.as_bytes()).expect("the SDK reads it");
        prop_assert_eq!(&from_json::<Doc<Vec<Record>>>(&json).unwrap().value, &records);
        same_as::<Doc<Vec<Record>>>(json.as_bytes(), &map);
        same_as::<Doc<Vec<BTreeMap<String, AttributeValue>>>>(json.as_bytes(), &map);
    }

    #[test]
    fn damaged_items_read_the_same_or_not_at_all(value in tree(), style: u64, at: Index, byte: u8, how in 0..5) {
        let mut bytes = restyled(&to_json(&Doc { value }).unwrap(), &mut Rng::with_seed(style)).into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => bytes.truncate(at),
            3 => bytes.insert(at, byte),
            _ => drop(bytes.remove(at)),
        }
        both_or_neither(&bytes);
    }

    #[test]
    fn what_looks_like_an_item_reads_the_same_or_not_at_all(json in near_json()) {
        both_or_neither(&json);
    }
}

/// DynamoDB sends none of this.
#[test]
fn known_differences() {
    let both = |value: &str| {
        let json = format!(r#"{{"value":{value}}}"#);
        let value = |item: Option<Item>| item.map(|mut item| item.remove("value").unwrap());
        (value(by_sdk(json.as_bytes())), value(from_json(&json).ok()))
    };
    let a = || Some(AttributeValue::S("a".into()));
    // Beside the value of a type, the SDK passes over members that are null or named `__type`.
    assert_eq!(both(r#"{"S":"a","N":null}"#), (a(), None));
    assert_eq!(both(r#"{"__type":"x","S":"a"}"#), (a(), None));
    // The SDK keeps the last of two attributes with one name, and does not look at the first.
    let repeated = r#"{"value":{"X":"a"},"value":{"S":"a"}}"#;
    assert_eq!(by_sdk(repeated.as_bytes()).map(|item| item["value"].clone()), a());
    assert!(from_json::<Item>(repeated).is_err());
    // In base64, faraday reads JSON's escapes.
    let binary = AttributeValue::B(aws_sdk_dynamodb::primitives::Blob::new([1]));
    assert_eq!(both(r#"{"B":"\u0041Q=="}"#), (None, Some(binary)));
    // A NULL is true, for faraday on either path; DynamoDB stores no other.
    assert_eq!(both(r#"{"NULL":false}"#), (Some(AttributeValue::Null(false)), Some(AttributeValue::Null(true))));
    let map = Item::from([("value".to_owned(), AttributeValue::Null(false))]);
    assert_eq!(from_map::<Item>(map).unwrap()["value"], AttributeValue::Null(true));
    // A type that is not known would be lost when it is written again: an error for faraday, on either path.
    let (sdk, wire) = both(r#"{"X":"a"}"#);
    assert!(sdk.as_ref().is_some_and(AttributeValue::is_unknown) && wire.is_none());
    assert!(from_map::<Item>(Item::from([("value".to_owned(), sdk.unwrap())])).is_err());
}
