//! Plain JSON: a written value is read back as its type.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{
    Frozen, Value,
    document::{from_plain_json, to_plain_json},
};
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Value)]
struct Document {
    text: String,
    number: i128,
    float: f64,
    bytes: Vec<u8>,
    flag: bool,
    unit: (),
    option: Option<Box<Document>>,
    #[faraday(null)]
    null: Option<u8>,
    list: Vec<Event>,
    map: BTreeMap<String, Vec<u8>>,
    words: BTreeSet<String>,
    numbers: BTreeSet<i64>,
    blobs: BTreeSet<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Value)]
enum Event {
    Started,
    Said(BTreeSet<Vec<u8>>),
    Moved { x: u8, y: Vec<u8> },
}

fn document() -> impl Strategy<Value = Document> {
    let event = prop_oneof![
        Just(Event::Started),
        any::<BTreeSet<Vec<u8>>>().prop_map(Event::Said),
        any::<(u8, Vec<u8>)>().prop_map(|(x, y)| Event::Moved { x, y }),
    ];
    let scalars = any::<(String, i64, Vec<u8>, bool, Option<u8>)>();
    let collections = (
        proptest::collection::vec(event, 0..4),
        any::<BTreeMap<String, Vec<u8>>>(),
        any::<(BTreeSet<String>, BTreeSet<i64>, BTreeSet<Vec<u8>>)>(),
        -1e30..1e30,
    );
    let leaf = (scalars, collections).prop_map(
        |((text, number, bytes, flag, null), (list, map, (words, numbers, blobs), float))| Document {
            text,
            number: i128::from(number) * 1_000_000_000_000,
            float,
            bytes,
            flag,
            unit: (),
            option: None,
            null,
            list,
            map,
            words,
            numbers,
            blobs,
        },
    );
    (leaf.clone(), proptest::option::of(leaf))
        .prop_map(|(outer, inner)| Document { option: inner.map(Box::new), ..outer })
}

proptest! {
    #![proptest_config(crate::random::cases(64))]

    #[test]
    fn what_is_written_is_read(document in document()) {
        let json = to_plain_json(&document).unwrap();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
        prop_assert_eq!(from_plain_json::<Document>(&json).unwrap(), document);
    }

    #[test]
    fn any_bytes_are_an_error_or_a_document(bytes in any::<Vec<u8>>(), cut in any::<prop::sample::Index>()) {
        let _ = from_plain_json::<Document>(&bytes);
        let json = br#"{"text":"a","number":1,"list":[{"Said":["AQ=="]}],"map":{"a":null},"option":{}}"#;
        let _ = from_plain_json::<Document>(&json[..cut.index(json.len())]);
    }
}

#[test]
fn any_json_has_a_form_in_dynamodb() {
    let json = r#"{"a": [1, -2.5e3, "x", null, true, {"b": []}]}"#;
    let map: HashMap<String, AttributeValue> = from_plain_json(json).unwrap();
    assert_eq!(to_plain_json(&map).unwrap(), r#"{"a":[1,-2.5e3,"x",null,true,{"b":[]}]}"#);
}

#[test]
fn a_number_is_one_of_json() {
    for (digits, json) in [("+1", "1e0"), (".5", "5e-1"), ("007", "7e0"), ("1.", "1e0"), ("12", "12")] {
        let map = HashMap::from([("n".to_owned(), AttributeValue::N(digits.into()))]);
        assert_eq!(to_plain_json(&map).unwrap(), format!(r#"{{"n":{json}}}"#));
    }
    let digits = "12345678901234567890123456789012345678";
    let map: HashMap<String, AttributeValue> = from_plain_json(format!(r#"{{"n":{digits}}}"#)).unwrap();
    assert_eq!(map["n"], AttributeValue::N(digits.into()));
}

#[test]
fn an_error_names_the_place_and_no_value() {
    #[derive(Debug, Value)]
    struct Small {
        n: u8,
        b: Vec<u8>,
        s: Option<BTreeSet<String>>,
        f: Option<Frozen<u8>>,
    }
    for (json, error) in [
        (r#"{"n":"secret"}"#, "attribute `n`: expected N, found S"),
        (r#"{"n":777}"#, "attribute `n`: expected a number that fits u8, found another"),
        (r#"{"n":1}"#, "attribute `b`: expected B, found nothing"),
        (r#"{"n":1,"b":7}"#, "attribute `b`: expected B, found N"),
        (r#"{"n":1,"b":"secret!"}"#, "attribute `b`: expected DynamoDB JSON: a binary is base64"),
        (r#"{"n":1,"b":"","s":"secret"}"#, "attribute `s`: expected SS, found S"),
        (r#"{"n":1,"b":"","s":[1]}"#, "attribute `s`: expected S, found N"),
        ("[1]", "expected a JSON object, found something else"),
        (r#"{"n":1,"b":""} more"#, "expected a JSON object, found something else"),
    ] {
        assert_eq!(from_plain_json::<Small>(json).unwrap_err().to_string(), error, "{json}");
    }
    let nested = format!("{{\"a\":{}", "[".repeat(100_000));
    let error = from_plain_json::<HashMap<String, AttributeValue>>(nested).unwrap_err().to_string();
    assert!(error.contains("nested deeper than 64 levels"), "{error}");
}
