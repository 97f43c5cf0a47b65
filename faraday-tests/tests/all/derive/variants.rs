//! Enums: each tagging writes the same as serde's.

use std::fmt::Debug;

use faraday::Value;
use serde::{Deserialize, Serialize};

use super::documents::{json, read_value, value_json};

/// The value's JSON, after it was compared with what serde makes of it.
fn same<T: Value + Serialize + Debug + PartialEq>(value: T) -> String {
    let native = serde_json::to_value(&value).unwrap();
    let json = value_json(value);
    let typed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(plain(&typed), native, "{json}");
    json
}

/// DynamoDB JSON without its types.
fn plain(typed: &serde_json::Value) -> serde_json::Value {
    let (kind, value) = typed.as_object().unwrap().iter().next().unwrap();
    match (kind.as_str(), value) {
        ("N", serde_json::Value::String(digits)) => serde_json::from_str(digits).unwrap(),
        ("NULL", _) => serde_json::Value::Null,
        ("L", serde_json::Value::Array(values)) => values.iter().map(plain).collect(),
        ("M", serde_json::Value::Object(entries)) => {
            entries.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
        }
        (_, value) => value.clone(),
    }
}

#[derive(Debug, PartialEq, Clone, Value, Serialize, Deserialize)]
struct Point {
    x: i32,
    y: i32,
}

macro_rules! events {
    ($name:ident, $(#[$options:meta])* [$($tuple:tt)*]) => {
        #[derive(Debug, PartialEq, Clone, Value, Serialize, Deserialize)]
        $(#[$options])*
        enum $name {
            Started,
            Said(Point),
            #[faraday(rename = "moved_to")]
            #[serde(rename = "moved_to")]
            Moved {
                x: u32,
                #[faraday(rename = "z")]
                #[serde(rename = "z")]
                y: Option<Vec<u8>>,
            },
            $($tuple)*
        }
    };
}

events!(External, [Pair(String, u8),]);
events!(
    Internal,
    #[faraday(tag = "kind")]
    #[serde(tag = "kind")]
    []
);
events!(
    Adjacent,
    #[faraday(tag = "kind", content = "data")]
    #[serde(tag = "kind", content = "data")]
    [Pair(String, u8),]
);
events!(
    Untagged,
    #[faraday(untagged)]
    #[serde(untagged)]
    [Pair(String, u8),]
);

#[test]
fn a_variant_is_around_its_content() {
    assert_eq!(same(External::Started), r#"{"S":"Started"}"#);
    let said = External::Said(Point { x: 1, y: 2 });
    assert_eq!(same(said), r#"{"M":{"Said":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}}}"#);
    assert_eq!(same(External::Pair("a".into(), 1)), r#"{"M":{"Pair":{"L":[{"S":"a"},{"N":"1"}]}}}"#);
    assert_eq!(value_json(External::Moved { x: 1, y: None }), r#"{"M":{"moved_to":{"M":{"x":{"N":"1"}}}}}"#);
}

#[test]
fn a_variant_is_named_in_its_content() {
    assert_eq!(same(Internal::Started), r#"{"M":{"kind":{"S":"Started"}}}"#);
    let said = Internal::Said(Point { x: 1, y: 2 });
    assert_eq!(same(said.clone()), r#"{"M":{"kind":{"S":"Said"},"x":{"N":"1"},"y":{"N":"2"}}}"#);
    assert_eq!(json(&said), r#"{"kind":{"S":"Said"},"x":{"N":"1"},"y":{"N":"2"}}"#);
    value_json(Internal::Moved { x: 1, y: Some(vec![1]) });
}

#[test]
fn a_variant_is_beside_its_content() {
    assert_eq!(same(Adjacent::Started), r#"{"M":{"kind":{"S":"Started"}}}"#);
    let said = Adjacent::Said(Point { x: 1, y: 2 });
    assert_eq!(same(said), r#"{"M":{"kind":{"S":"Said"},"data":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}}}"#);
    same(Adjacent::Pair("a".into(), 1));
    value_json(Adjacent::Moved { x: 1, y: None });
}

#[test]
fn a_variant_is_told_by_what_fits() {
    assert_eq!(same(Untagged::Started), r#"{"NULL":true}"#);
    assert_eq!(same(Untagged::Said(Point { x: 1, y: 2 })), r#"{"M":{"x":{"N":"1"},"y":{"N":"2"}}}"#);
    same(Untagged::Pair("a".into(), 1));
    value_json(Untagged::Moved { x: 1, y: None });
}

#[test]
fn an_unknown_variant_is_an_error_that_lists_the_known() {
    let all = "Started, Said, moved_to";
    for (json, error) in [
        (r#"{"S":"Ended"}"#, format!("expected one of {all}, Pair, found another string")),
        (r#"{"M":{"Ended":{"M":{}}}}"#, format!("expected one of the variants {all}, Pair, found another")),
        (r#"{"M":{}}"#, "expected a map of one entry, Started or Said or moved_to or Pair, found an empty one".into()),
        (r#"{"M":{"Said":{"N":"1"}}}"#, "expected M, found N".into()),
        (r#"{"N":"1"}"#, "expected M, found N".into()),
    ] {
        let at = if json.contains("Said") { "v.Said" } else { "v" };
        assert_eq!(read_value::<External>(json).unwrap_err(), format!("attribute `{at}`: {error}"), "{json}");
    }
    let error = read_value::<External>(r#"{"M":{"Said":{"M":{"x":{"N":"1"},"y":{"N":"1"}}},"Pair":{"L":[]}}}"#);
    assert_eq!(error.unwrap_err(), "attribute `v`: expected a map of one entry, the variant, found more");
    let ended = r#"{"M":{"kind":{"S":"Ended"}}}"#;
    let unknown = format!("attribute `v`: expected one of the variants {all}, found another");
    assert_eq!(read_value::<Internal>(ended).unwrap_err(), unknown);
    assert!(read_value::<Adjacent>(ended).unwrap_err().contains("moved_to, Pair, found another"));
    let missing = read_value::<Internal>(r#"{"M":{}}"#).unwrap_err();
    assert_eq!(missing, "attribute `v.kind`: expected S, found nothing");
    let missing = read_value::<Adjacent>(r#"{"M":{"kind":{"S":"Said"}}}"#).unwrap_err();
    assert_eq!(missing, "attribute `v.data`: expected the content of a variant, found nothing");
    let none = read_value::<Untagged>(r#"{"BOOL":true}"#).unwrap_err();
    assert!(none.contains("the form of one of the variants Started, Said, moved_to, Pair, found another"), "{none}");
}

#[derive(Debug, PartialEq, Value)]
#[faraday(rename_all = "lowercase")]
enum Status {
    #[faraday(alias = "new")]
    Open,
    #[faraday(other)]
    Other(String),
}

#[derive(Debug, PartialEq, Value)]
enum Colour {
    Red,
    #[faraday(other)]
    Unknown,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(tag = "t")]
enum Message {
    #[faraday(alias = "Txt", rename_all = "camelCase")]
    Text { the_body: String },
    #[faraday(other)]
    Unknown,
}

#[test]
fn other_catches_what_is_unknown_and_an_alias_is_known() {
    assert_eq!(value_json(Status::Open), r#"{"S":"open"}"#);
    assert_eq!(read_value(r#"{"S":"new"}"#), Ok(Status::Open));
    assert_eq!(value_json(Status::Other("shipped".into())), r#"{"S":"shipped"}"#);
    assert_eq!(read_value(r#"{"S":"blue"}"#), Ok(Colour::Unknown));
    assert_eq!(read_value(r#"{"M":{"t":{"S":"Video"},"url":{"S":"x"}}}"#), Ok(Message::Unknown));
    assert_eq!(value_json(Message::Text { the_body: "a".into() }), r#"{"M":{"t":{"S":"Text"},"theBody":{"S":"a"}}}"#);
    assert_eq!(
        read_value(r#"{"M":{"theBody":{"S":"a"},"t":{"S":"Txt"}}}"#),
        Ok(Message::Text { the_body: "a".into() })
    );
}

#[derive(Debug, Clone, Copy, PartialEq, Value)]
#[faraday(number)]
#[repr(i16)]
enum Level {
    Low = -1,
    Middle = 10,
    High,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(number)]
enum Code {
    Ok = 200,
    #[faraday(other)]
    Other = 0,
}

#[test]
fn a_number_is_that_of_the_variant() {
    for (level, number) in [(Level::Low, "-1"), (Level::Middle, "10"), (Level::High, "11")] {
        assert_eq!(value_json(level), format!(r#"{{"N":"{number}"}}"#));
    }
    let error = read_value::<Level>(r#"{"N":"12"}"#).unwrap_err();
    assert_eq!(error, "attribute `v`: expected one of the variants Low, Middle, High, found another");
    assert_eq!(read_value(r#"{"N":"200"}"#), Ok(Code::Ok));
    assert_eq!(read_value(r#"{"N":"404"}"#), Ok(Code::Other));
}

#[derive(Debug, PartialEq, Value)]
struct Envelope {
    id: u8,
    #[faraday(flatten)]
    message: Internal,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(deny_unknown)]
enum Generic<T> {
    One(T),
    Pair { left: T, right: Vec<T> },
}

#[test]
fn an_enum_may_be_flattened_or_generic() {
    let envelope = Envelope { id: 1, message: Internal::Said(Point { x: 1, y: 2 }) };
    assert_eq!(json(&envelope), r#"{"id":{"N":"1"},"kind":{"S":"Said"},"x":{"N":"1"},"y":{"N":"2"}}"#);
    json(&Envelope { id: 1, message: Internal::Moved { x: 1, y: None } });
    assert_eq!(value_json(Generic::One(1u8)), r#"{"M":{"One":{"N":"1"}}}"#);
    value_json(Generic::Pair { left: "a".to_owned(), right: vec![] });
    let error = read_value::<Generic<u8>>(r#"{"M":{"Pair":{"M":{"left":{"N":"1"},"middle":{"N":"1"}}}}}"#).unwrap_err();
    assert_eq!(error, "attribute `v.Pair.middle`: expected one of the attributes left, right, found another");
}
