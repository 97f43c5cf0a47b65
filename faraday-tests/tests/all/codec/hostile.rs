//! The codec with bytes that DynamoDB does not send: an error or a value, never a panic, and no error shows a value.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use faraday::value::{Attributes, from_attribute_value};
use faraday::{
    Frozen,
    document::{from_json, from_map, to_json},
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

pub use faraday_tests::fuzz::shown;

use super::support::{Doc, tree};

type Item = HashMap<String, AttributeValue>;

fn try_as<T: Attributes>(bytes: &[u8], errors: &mut Vec<String>) {
    if let Err(error) = from_json::<T>(bytes) {
        errors.push(shown(&error));
    }
    if let Ok(map) = from_json::<Item>(bytes)
        && let Err(error) = from_map::<T>(map)
    {
        errors.push(shown(&error));
    }
}

/// Reads the bytes as every type, from JSON and, if they are an item, from the SDK's map: what the errors show.
fn errors_of(bytes: &[u8]) -> Vec<String> {
    let mut errors = Vec::new();
    macro_rules! as_each {
        ($($type:ty),* $(,)?) => { $(try_as::<Doc<$type>>(bytes, &mut errors);)* };
    }
    as_each!(
        String, char, bool, (), u8, i64, u128, i128, usize, f32, f64, Vec<u8>, Bytes, [u8; 4], [u8; 0], [String; 2],
        Vec<String>, Vec<Vec<Option<u8>>>, Option<String>, BTreeSet<String>, HashSet<i64>, BTreeSet<u8>,
        BTreeSet<Vec<u8>>, BTreeSet<char>, BTreeMap<String, u8>, HashMap<String, String>, Box<u32>, Arc<Vec<u8>>,
        (u8,), (String, u64), SystemTime, AttributeValue, Doc<String>, Vec<Doc<u8>>, Frozen<String>,
        Frozen<Vec<(u8, String)>>,
    );
    try_as::<Item>(bytes, &mut errors);
    errors
}

/// JSON that is near to what DynamoDB sends.
pub fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => proptest::sample::select(vec![
            "{", "}", "[", "]", ":", ",", "\"", "\"value\":", "{\"S\":", "{\"N\":", "{\"B\":", "{\"BOOL\":", "{\"NULL\":",
            "{\"L\":[", "{\"M\":{", "{\"SS\":[", "{\"NS\":[", "{\"BS\":[", "]}", "}}", "true", "false", "null", "1", "-1.5e3",
            "\"a\"", "\"1\"", "\"AQ==\"", "\"\\ud83d\"", "\"\\u0041\"", " ", "\n", "NaN", "Infinity",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..3),
    ];
    vec(piece, 0..16).prop_map(|pieces| [br#"{"value":"#.to_vec(), pieces.concat()].concat())
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    #[test]
    fn random_bytes_give_an_error(bytes in vec(any::<u8>(), 0..64)) {
        errors_of(&bytes);
    }

    #[test]
    fn bytes_that_look_like_dynamodb_json_are_an_error_or_a_value(bytes in near_json()) {
        errors_of(&bytes);
    }

    #[test]
    fn valid_items_read_as_any_type_are_an_error_or_a_value(value in tree()) {
        errors_of(to_json(&Doc { value }).unwrap().as_bytes());
    }

    #[test]
    fn a_mutated_item_gives_an_item_or_an_error(value in tree(), at: Index, byte: u8, how in 0..5) {
        let mut bytes = to_json(&Doc { value }).unwrap().into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => bytes.truncate(at),
            3 => bytes.insert(at, byte),
            _ => drop(bytes.remove(at)),
        }
        errors_of(&bytes);
    }

    /// A marker stands as every value that there is: no error may show it.
    #[test]
    fn no_error_shows_a_value(marker in "MARK[a-z]{12}", tag in "[A-Z]{1,2}", at: Index, byte: u8) {
        let binary = Blob::new(marker.as_bytes());
        let values = [
            AttributeValue::S(marker.clone()),
            AttributeValue::B(binary.clone()),
            AttributeValue::L(vec![AttributeValue::S(marker.clone()), AttributeValue::B(binary.clone())]),
            AttributeValue::M(HashMap::from([("value".to_owned(), AttributeValue::S(marker.clone()))])),
            AttributeValue::Ss(vec![marker.clone()]),
            AttributeValue::Bs(vec![binary]),
        ];
        let mut inputs: Vec<Vec<u8>> =
            values.iter().map(|value| to_json(&Doc { value: value.clone() }).unwrap().into_bytes()).collect();
        inputs.extend([
            format!(r#"{{"value":{{"N":"{marker}"}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"NS":["{marker}"]}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"B":"{marker}*"}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"BS":["{marker}*"]}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"{tag}":"{marker}"}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"{marker}":"x"}}}}"#).into_bytes(),
            format!(r#"{{"value":"{marker}"}}"#).into_bytes(),
            format!(r#"{{"value":{marker}}}"#).into_bytes(),
            format!(r#"{{"value":{{"S":"{marker}"}}}}{marker}"#).into_bytes(),
            format!(r#"{{"value":{{"S":"{marker}\ud800"}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"S":"{marker}\q"}}}}"#).into_bytes(),
            format!(r#"{{"value":{{"S":"{marker}","N":"{marker}"}}}}"#).into_bytes(),
            format!(r#""{marker}""#).into_bytes(),
            marker.clone().into_bytes(),
        ]);
        for input in inputs {
            let mut mutated = input.clone();
            let position = at.index(mutated.len());
            mutated[position] = byte;
            let truncated = input[..position].to_vec();
            for bytes in [input, mutated, truncated] {
                for error in errors_of(&bytes) {
                    prop_assert!(!error.to_lowercase().contains(&marker.to_lowercase()[4..]), "{error}");
                }
            }
        }
    }

    /// What cannot be written is not shown either.
    #[test]
    fn no_encode_error_shows_a_value(digits in "[1-9]{39,60}") {
        let long = AttributeValue::N(digits.clone());
        let error = to_json(&Doc { value: vec![long] }).unwrap_err();
        prop_assert_eq!(error.path(), "value[0]");
        prop_assert!(!shown(&error).contains(&digits[..20]));
    }
}

fn error_of<T: Attributes>(json: &str) -> String {
    match from_json::<T>(json) {
        Ok(_) => panic!("{json} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_not_dynamodb_json_is_an_error() {
    const SYNTAX: &str = "expected DynamoDB JSON, found something else";
    for json in [
        "",
        " ",
        "{",
        "[]",
        "null",
        "5",
        r#""x""#,
        r#"{"value"}"#,
        r#"{"value":}"#,
        r#"{"value":{"S":"a"}"#,
        r#"{"value":{"S":"a"},}"#,
        r#"{"value":{"S":"a"}}x"#,
        r#"{"value":{"S":"a"}}{}"#,
        r#"{"value":{"S":1}}"#,
        r#"{"value":{"S":null}}"#,
        r#"{"value":{"S":["a"]}}"#,
        r#"{"value":{"S":{"S":"a"}}}"#,
        r#"{"value":{"N":5}}"#,
        r#"{"value":{"B":5}}"#,
        r#"{"value":{"BOOL":"true"}}"#,
        r#"{"value":{"NULL":null}}"#,
        r#"{"value":{"L":{}}}"#,
        r#"{"value":{"L":["a"]}}"#,
        r#"{"value":{"L":[{"S":"a"},]}}"#,
        r#"{"value":{"M":[]}}"#,
        r#"{"value":{"SS":[1]}}"#,
        r#"{"value":{"SS":[{"S":"a"}]}}"#,
        r#"{"value":{"SS":"a"}}"#,
        r#"{"value":"a"}"#,
        r#"{"value":[]}"#,
        r#"{"value":{"S":"\ud800"}}"#,
        r#"{"value":{"S":"\ud800\u0041"}}"#,
        r#"{"value":{"S":"\udc00"}}"#,
        r#"{"value":{"S":"\x"}}"#,
        r#"{"value":{"S":"\u12"}}"#,
        "{\"value\":{\"S\":\"\u{1}\"}}",
        "\u{feff}{}",
        "{value:{S:'a'}}",
    ] {
        let error = error_of::<Doc<AttributeValue>>(json);
        assert!(error.ends_with(SYNTAX), "{json}: {error}");
    }
    for bytes in [
        &b"\xff"[..],
        b"{\"value\":{\"S\":\"\xff\"}}",
        b"{\"\xc3\":{\"S\":\"a\"}}",
        b"{\"value\":{\"S\":\"\xed\xa0\x80\"}}",
    ] {
        assert!(from_json::<Item>(bytes).unwrap_err().to_string().ends_with(SYNTAX));
    }
}

#[test]
fn json_that_is_no_value_is_an_error_that_says_why() {
    for (value, expected) in [
        ("{}", "expected DynamoDB JSON: a value has a type"),
        (r#"{"X":"a","S":"b"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"S":"a","N":"1"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"S":"a","S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"L":[],"S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"M":{},"S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"NS":[],"S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"NULL":true,"S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"BOOL":true,"S":"a"}"#, "expected DynamoDB JSON: a value has one type"),
        (r#"{"B":"A"}"#, "expected DynamoDB JSON: a binary is base64"),
        (r#"{"B":"AQ"}"#, "expected DynamoDB JSON: a binary is base64"),
        (r#"{"B":"AQ==="}"#, "expected DynamoDB JSON: a binary is base64"),
        (r#"{"B":"A Q="}"#, "expected DynamoDB JSON: a binary is base64"),
        (r#"{"B":"-_8="}"#, "expected DynamoDB JSON: a binary is base64"),
        (r#"{"BS":["*"]}"#, "expected DynamoDB JSON: a binary is base64"),
    ] {
        let error = error_of::<Doc<AttributeValue>>(&format!(r#"{{"value":{value}}}"#));
        let unknown = value.contains("X");
        assert!(error.ends_with(expected) || unknown && error.contains("does not know"), "{value}: {error}");
        // An attribute that nobody asked for is passed over, and still has to be one value of one type.
        if !expected.ends_with("base64") {
            let error = error_of::<Doc<Option<u8>>>(&format!(r#"{{"other":{value}}}"#));
            assert!(error.ends_with(expected), "{value}: {error}");
        }
    }
}

#[test]
fn what_json_allows_is_read() {
    let text = |json: &str| from_json::<Doc<String>>(json).unwrap().value;
    assert_eq!(text(" \r\n\t{ \"value\" : { \"S\" : \"a\" } } \n"), "a");
    assert_eq!(text(r#"{"\u0076alue":{"\u0053":"\u0041\ud83d\ude00\/\b\f\n\r\t\"\\"}}"#), "A😀/\u{8}\u{c}\n\r\t\"\\");
    assert_eq!(text(r#"{"value":{"S":"first"},"value":{"S":"last"}}"#), "last");
    assert_eq!(from_json::<Item>(r#"{"a":{"S":"1"},"a":{"S":"2"}}"#).unwrap().len(), 1);
    assert_eq!(from_json::<Doc<Vec<u8>>>(r#"{"value":{"B":"+\/8="}}"#).unwrap().value, [0xfb, 0xff]);
    assert_eq!(from_json::<Doc<()>>(r#"{"value":{"NULL":false}}"#).unwrap().value, ());
    // A number is read as text, and judged when it is read as a number.
    let number = from_json::<Doc<AttributeValue>>(r#"{"value":{"N":"abc"}}"#).unwrap();
    assert_eq!(number.value, AttributeValue::N("abc".into()));
    assert!(to_json(&number).is_err());
}

#[test]
fn errors_name_place_expectation_and_find() {
    type Lines = Doc<Vec<Doc<String>>>;
    let wrong = r#"{"value":{"L":[{"M":{"value":{"S":"a"}}},{"M":{"value":{"N":"1"}}}]}}"#;
    assert_eq!(error_of::<Lines>(wrong), "attribute `value[1].value`: expected S, found N");
    let map = from_json::<Item>(wrong).unwrap();
    let error = from_map::<Lines>(map).unwrap_err();
    assert_eq!(error.to_string(), "attribute `value[1].value`: expected S, found N");
    assert_eq!((error.path().as_str(), error.message()), ("value[1].value", "expected S, found N"));
    assert!(error.source().is_none());

    assert_eq!(
        error_of::<Lines>(r#"{"value":{"L":[{"M":{}}]}}"#),
        "attribute `value[0].value`: expected S, found nothing"
    );
    assert_eq!(error_of::<Doc<u8>>("{}"), "attribute `value`: expected N, found nothing");
    assert_eq!(error_of::<Doc<AttributeValue>>("{}"), "attribute `value`: expected a value, found nothing");
    assert_eq!(error_of::<Doc<Box<Vec<u8>>>>("{}"), "attribute `value`: expected B, found nothing");

    let all = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];
    let values = [r#""1""#, r#""1""#, r#""AQ==""#, "true", "true", "[]", "{}", r#"["1"]"#, r#"["1"]"#, r#"["AQ=="]"#];
    macro_rules! expects {
        ($type:ty, $expected:literal) => {
            for (found, value) in all.iter().zip(values).filter(|(found, _)| **found != $expected) {
                let json = format!(r#"{{"value":{{"{found}":{value}}}}}"#);
                let expected = format!("attribute `value`: expected {}, found {found}", $expected);
                assert_eq!(error_of::<Doc<$type>>(&json), expected, "{json}");
                let map = from_json::<Item>(&json).unwrap();
                assert_eq!(from_map::<Doc<$type>>(map).unwrap_err().to_string(), expected, "{json}");
            }
        };
    }
    expects!(String, "S");
    expects!(char, "S");
    expects!(u8, "N");
    expects!(f64, "N");
    expects!(SystemTime, "N");
    expects!(Vec<u8>, "B");
    expects!([u8; 1], "B");
    expects!(Bytes, "B");
    expects!(Frozen<u8>, "B");
    expects!(bool, "BOOL");
    expects!((), "NULL");
    expects!(Vec<String>, "L");
    expects!((u8, u8), "L");
    expects!(Doc<u8>, "M");
    expects!(BTreeMap<String, u8>, "M");
    // An Option and a set may be NULL.
    assert_eq!(error_of::<Doc<Option<u8>>>(r#"{"value":{"S":"1"}}"#), "attribute `value`: expected N, found S");
    assert_eq!(error_of::<Doc<BTreeSet<u8>>>(r#"{"value":{"SS":["1"]}}"#), "attribute `value`: expected NS, found SS");
    assert_eq!(error_of::<Doc<BTreeSet<String>>>(r#"{"value":{"L":[]}}"#), "attribute `value`: expected SS, found L");

    assert_eq!(
        error_of::<Doc<[u8; 4]>>(r#"{"value":{"B":"AQ=="}}"#),
        "attribute `value`: expected 4 elements, found 1"
    );
    assert_eq!(
        error_of::<Doc<(u8, u8)>>(r#"{"value":{"L":[{"N":"1"}]}}"#),
        "attribute `value`: expected 2 elements, found 1"
    );
    assert_eq!(error_of::<Doc<()>>(r#"{"value":{"S":""}}"#), "attribute `value`: expected NULL, found S");
    assert_eq!(
        error_of::<Doc<(u8,)>>(r#"{"value":{"L":[{"N":"1"},{"N":"2"}]}}"#),
        "attribute `value`: expected 1 elements, found more"
    );
    assert_eq!(
        error_of::<Doc<(u8, String)>>(r#"{"value":{"L":[{"N":"1"},{"N":"2"}]}}"#),
        "attribute `value[1]`: expected S, found N"
    );
    assert_eq!(
        error_of::<Doc<char>>(r#"{"value":{"S":"ab"}}"#),
        "attribute `value`: expected a string of one character"
    );
    assert_eq!(
        error_of::<Doc<BTreeMap<String, u8>>>(r#"{"value":{"M":{"k":{"N":"300"}}}}"#),
        "attribute `value.k`: expected a number that fits u8, found another"
    );
    // Even where the value cannot be begun: plain JSON in place of DynamoDB's is the likely mistake.
    let plain = r#"{ "value" : {"M":{"first":{"S":"a"} , "na\u006de\"" : "ann"}}}"#;
    let expected = "attribute `value.name\"`: expected DynamoDB JSON, found something else";
    assert_eq!(error_of::<Item>(plain), expected);
    assert_eq!(error_of::<Item>(r#"{"id":"ann"}"#), "attribute `id`: expected DynamoDB JSON, found something else");
    assert_eq!(error_of::<Item>(r#"{"id":{}}"#), "attribute `id`: expected DynamoDB JSON: a value has a type");
    assert_eq!(
        error_of::<Item>(r#"{"":{"S":"a"},"b":{}}"#),
        "attribute `b`: expected DynamoDB JSON: a value has a type"
    );
    assert_eq!(
        error_of::<Doc<Vec<u16>>>(r#"{"value":{"L":[{"N":"1"},{}]}}"#),
        "attribute `value[1]`: expected DynamoDB JSON: a value has a type"
    );
    assert_eq!(
        from_attribute_value::<SystemTime>(AttributeValue::N("1e30".into())).unwrap_err().to_string(),
        "expected epoch seconds, with no more than nanoseconds, that the system's clock can hold"
    );
    for seconds in [i64::MAX, i64::MIN] {
        // An error or a time, as the system's clock has it.
        let _ = from_attribute_value::<SystemTime>(AttributeValue::N(seconds.to_string()));
    }
}

/// Nested as deep as a megabyte allows: refused at the 65th level, read or passed over.
#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("{\"L\":[", "]}"), ("{\"M\":{\"m\":", "}}")] {
        let json = |name: &str, depth: usize| {
            format!("{{\"{name}\":{}{{\"BOOL\":true}}{}}}", open.repeat(depth), close.repeat(depth))
        };
        assert!(from_json::<Item>(json("value", 64)).is_ok());
        for depth in [65, 66, 128, 100_000] {
            let error = from_json::<Item>(json("value", depth)).unwrap_err().to_string();
            assert!(error.ends_with("nested deeper than 64 levels; DynamoDB takes 32"), "{error}");
        }
        assert!(from_json::<Doc<Option<u8>>>(json("other", 32)).is_ok());
        assert!(from_json::<Doc<Option<u8>>>(json("other", 100_000)).is_err());
    }
    let brackets = format!("{{\"value\":{}", "[".repeat(100_000));
    errors_of(brackets.as_bytes());
    errors_of(brackets.replace("value", "other").as_bytes());
}
