//! The fast code for compact JSON and the code for all other JSON read the same values.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::{from_json, to_json};
use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{Doc, tree};

type Item = HashMap<String, AttributeValue>;

/// The same JSON with spaces wherever JSON takes them, which only the long way reads.
fn spaced(json: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(json).unwrap()).unwrap()
}

/// Whole tokens, so that spaces between them change nothing.
fn tokens() -> impl Strategy<Value = Vec<&'static str>> {
    let token = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"S\"",
        "\"N\"",
        "\"L\"",
        "\"M\"",
        "\"SS\"",
        "\"NS\"",
        "\"BOOL\"",
        "\"NULL\"",
        "\"B\"",
        "true",
        "false",
        "null",
        "1",
        "\"a\"",
        "\"\"",
        "\"AQ==\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"é\"",
        "\"\\q\"",
        "{\"S\":\"a\"}",
        "{\"N\":\"1\"}",
        "\"b\":{\"L\":[",
        "]}",
        "\"c\":{\"M\":{",
        "}}",
    ]);
    vec(token, 0..24)
}

proptest! {
    #![proptest_config(crate::random::cases(512))]

    #[test]
    fn all_ways_read_the_same_from_a_valid_item(value in tree()) {
        let json = to_json(&Doc { value }).unwrap();
        prop_assert_eq!(from_json::<Item>(&json).unwrap(), from_json::<Item>(spaced(&json)).unwrap());
    }

    #[test]
    fn tokens_in_any_order_read_the_same_compact_and_spaced(tokens in tokens()) {
        let read = |between: &str| {
            let json = format!("{{{between}\"a\"{between}:{between}{}", tokens.join(between));
            from_json::<Item>(&json).map_err(|error| error.to_string())
        };
        prop_assert_eq!(read(""), read(" "));
    }

    /// What is read is JSON: the short way lets nothing pass.
    #[test]
    fn what_is_read_is_json(value in tree(), at: proptest::sample::Index, byte: u8) {
        let mut bytes = to_json(&Doc { value }).unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if from_json::<Item>(&bytes).is_ok() {
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        }
    }
}

/// Every length up to several blocks, and what needs another look at every place in it.
#[test]
fn a_string_of_any_length_is_read_with_a_special_character_at_any_place() {
    for length in 0..100 {
        for at in 0..=length {
            for surprise in ["", "\"", "\\", "\n", "\u{1f}", " ", "\u{7f}", "é", "€", "😀"] {
                let text = format!("{}{surprise}{}", "x".repeat(at), "y".repeat(length - at));
                let json = to_json(&Doc { value: text.clone() }).unwrap();
                assert_eq!(from_json::<Doc<String>>(&json).unwrap().value, text);
                // As a name as well.
                let item: Item = HashMap::from([(text, AttributeValue::Bool(true))]);
                assert_eq!(from_json::<Item>(to_json(&item).unwrap()).unwrap(), item);
                // A control character that is not escaped is no JSON.
                if let "\n" | "\u{1f}" = surprise {
                    let raw =
                        format!("{{\"value\":{{\"S\":\"{}{surprise}{}\"}}}}", "x".repeat(at), "y".repeat(length - at));
                    assert!(from_json::<Doc<String>>(&raw).is_err());
                }
            }
        }
    }
}

#[test]
fn a_document_that_ends_too_soon_is_an_error() {
    let whole = r#"{"value":{"S":"é\ud83d\ude00"},"b":{"M":{"c":{"L":[{"N":"1"},{"SS":["x","y"]},{"BOOL":true},{"NULL":true}]}}}}"#;
    assert!(from_json::<Item>(whole).is_ok());
    for end in 0..whole.len() {
        assert!(from_json::<Item>(&whole.as_bytes()[..end]).is_err(), "{end}");
        assert!(from_json::<Doc<String>>(&whole.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn numbers_of_any_length_are_an_error_or_passed_over() {
    for digits in ["9".repeat(100_000), format!("1e{}", "9".repeat(1_000)), format!("0.{}1", "0".repeat(1_000))] {
        let json = format!(r#"{{"value":{{"N":"{digits}"}}}}"#);
        let unquoted = format!(r#"{{"value":{{"N":{digits}}}}}"#);
        assert!(from_json::<Doc<u64>>(&json).is_err());
        assert!(from_json::<Doc<i128>>(&json).is_err());
        let _ = from_json::<Doc<f64>>(&json);
        // Where nobody asks for it, it is passed over.
        assert!(from_json::<Doc<Option<String>>>(json.replace("value", "other")).is_ok());
        assert!(from_json::<Item>(&unquoted).is_err());
    }
}
