//! `Edit` in the formats of serde.

use faraday::Edit;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Deserialize)]
struct Wrapped(String);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Mixed(Vec<u8>),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Body {
    #[serde(default)]
    text: Edit<String>,
    #[serde(default)]
    number: Edit<u64>,
    #[serde(default)]
    wrapped: Edit<Wrapped>,
    #[serde(default)]
    colour: Edit<Colour>,
    #[serde(default)]
    list: Edit<Vec<Option<u8>>>,
    #[serde(default)]
    body: Edit<Box<Body>>,
}

const EMPTY: Body = Body {
    text: Edit::Keep,
    number: Edit::Keep,
    wrapped: Edit::Keep,
    colour: Edit::Keep,
    list: Edit::Keep,
    body: Edit::Keep,
};

#[test]
fn a_json_body_keeps_sets_and_removes() {
    let read = |json: &str| serde_json::from_str::<Body>(json).unwrap();
    assert_eq!(read("{}"), EMPTY);
    let all = read(r#"{"text":"a","number":7,"wrapped":"w","colour":"red","list":[1,null],"body":{"text":null}}"#);
    let inner = Body { text: Edit::Remove, ..EMPTY };
    let expected = Body {
        text: Edit::Set("a".into()),
        number: Edit::Set(7),
        wrapped: Edit::Set(Wrapped("w".into())),
        colour: Edit::Set(Colour::Red),
        list: Edit::Set(vec![Some(1), None]),
        body: Edit::Set(Box::new(inner)),
    };
    assert_eq!(all, expected);
    assert_eq!(read(r#"{"colour":{"mixed":[1,2]}}"#).colour, Edit::Set(Colour::Mixed(vec![1, 2])));
    let removed = read(r#"{"text":null,"number":null,"wrapped":null,"colour":null,"list":null,"body":null}"#);
    assert_eq!((removed.text, removed.number, removed.wrapped), (Edit::Remove, Edit::Remove, Edit::Remove));
    assert_eq!((removed.colour, removed.list, removed.body), (Edit::Remove, Edit::Remove, Edit::Remove));
    assert!(serde_json::from_str::<Body>(r#"{"number":"seven"}"#).is_err());
    // From a document, and through what serde keeps of one.
    let document = serde_json::json!({ "text": "a", "wrapped": "w", "colour": "red", "number": null });
    assert_eq!(serde_json::from_value::<Body>(document).unwrap().wrapped, Edit::Set(Wrapped("w".into())));
}

#[test]
fn a_missing_field_without_a_default_is_an_error_and_never_a_removal() {
    #[derive(Debug, Serialize, Deserialize)]
    struct Strict {
        text: Edit<String>,
    }
    assert!(serde_json::from_str::<Strict>("{}").unwrap_err().to_string().contains("missing field"));
    assert!(serde_json::to_string(&Strict { text: Edit::Keep }).is_err());
    assert_eq!(serde_json::to_string(&Strict { text: Edit::Remove }).unwrap(), r#"{"text":null}"#);
    assert_eq!(serde_json::to_string(&Strict { text: Edit::Set("a".into()) }).unwrap(), r#"{"text":"a"}"#);
}
