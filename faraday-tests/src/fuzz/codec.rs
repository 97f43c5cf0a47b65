//! DynamoDB JSON and plain JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::{from_json, from_map, from_plain_json, item_size, to_json, to_map, to_plain_json};
use faraday::value::Attributes;
use faraday::{Frozen, Value};

use super::shown;
use crate::doc::Doc;

type Item = HashMap<String, AttributeValue>;

/// DynamoDB JSON, decoded as many types: a value that is written and read again unchanged, or an error.
pub fn wire(bytes: &[u8]) {
    macro_rules! as_each {
        ($($type:ty),* $(,)?) => { $(wire_as::<Doc<$type>>(bytes);)* };
    }
    wire_as::<Item>(bytes);
    wire_as::<Document>(bytes);
    as_each!(
        String, char, bool, (), u8, i64, u128, i128, f64, Vec<u8>, [u8; 4], Vec<String>, Option<String>, BTreeSet<String>,
        BTreeSet<i64>, BTreeSet<Vec<u8>>, BTreeMap<String, AttributeValue>, (u8, String), SystemTime, AttributeValue,
        Doc<String>, Frozen<Vec<(u8, String)>>,
    );
}

fn wire_as<T: Attributes + Debug + PartialEq>(bytes: &[u8]) {
    match from_json::<T>(bytes) {
        Ok(value) => {
            // A number is checked when it is written: the SDK's map accepts any text for it.
            let Ok(json) = to_json(&value) else { return };
            assert_eq!(from_json::<T>(&json).unwrap(), value, "{json}");
            let map = to_map(&value).unwrap();
            assert_eq!(item_size(&map).unwrap(), item_size(&value).unwrap(), "{json}");
            assert_eq!(from_map::<T>(map).unwrap(), value, "{json}");
        }
        Err(error) => assert!(!shown(&error).is_empty()),
    }
}

/// A field of every kind that a struct may have.
#[derive(Debug, PartialEq, Value)]
struct Document {
    text: String,
    number: Option<i128>,
    float: Option<f64>,
    bytes: Vec<u8>,
    #[faraday(default)]
    flag: bool,
    option: Option<Box<Document>>,
    #[faraday(default)]
    list: Vec<Event>,
    #[faraday(default)]
    map: BTreeMap<String, Vec<u8>>,
    words: BTreeSet<String>,
    numbers: BTreeSet<i64>,
    blobs: BTreeSet<Vec<u8>>,
}

#[derive(Debug, PartialEq, Value)]
enum Event {
    Started,
    Said(BTreeSet<Vec<u8>>),
    Moved { x: u8, y: Vec<u8> },
}

/// Plain JSON, decoded as a struct and as documents of one value: written and read again, it is the same.
pub fn plain_json(bytes: &[u8]) {
    macro_rules! as_each {
        ($($type:ty),* $(,)?) => { $(plain_as::<Doc<$type>>(bytes);)* };
    }
    plain_as::<Document>(bytes);
    as_each!(
        String, bool, u64, f64, Vec<u8>, Vec<String>, Option<u8>, BTreeSet<String>, BTreeSet<i64>, BTreeMap<String, bool>,
        (u8, String), SystemTime, Doc<String>,
    );
    // Without a type, plain JSON is decoded as strings, numbers, lists and maps.
    if let Err(error) = from_plain_json::<Item>(bytes) {
        assert!(!shown(&error).is_empty());
    }
}

fn plain_as<T: Attributes + Debug + PartialEq>(bytes: &[u8]) {
    match from_plain_json::<T>(bytes) {
        Ok(value) => {
            let json = to_plain_json(&value).unwrap();
            assert_eq!(from_plain_json::<T>(&json).unwrap(), value, "{json}");
        }
        Err(error) => assert!(!shown(&error).is_empty()),
    }
}
