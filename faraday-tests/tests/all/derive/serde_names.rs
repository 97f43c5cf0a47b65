//! Serde's attributes beside faraday's: names and forms that `serde_names` takes over.

use std::fmt::Debug;

use faraday::{Value, document};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Value, Serialize)]
#[serde(rename_all = "camelCase")]
#[faraday(serde_names)]
struct Serde {
    first_name: u8,
    #[serde(rename = "n", alias = "old")]
    number: u8,
    #[serde(rename = "ignored")]
    #[faraday(rename = "own")]
    named: u8,
    state: SerdeState,
}

#[derive(Debug, PartialEq, Value, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[faraday(serde_names)]
enum SerdeState {
    OnHold,
    #[serde(rename = "done")]
    Closed,
}

#[test]
fn serdes_names_may_be_those_of_the_attributes() {
    let value = Serde { first_name: 1, number: 2, named: 3, state: SerdeState::OnHold };
    let json = document::to_json(&value).unwrap();
    assert_eq!(json, r#"{"firstName":{"N":"1"},"n":{"N":"2"},"own":{"N":"3"},"state":{"S":"ON_HOLD"}}"#);
    let old = json.replace(r#""n":"#, r#""old":"#).replace("ON_HOLD", "done");
    let read = document::from_json::<Serde>(old).unwrap();
    assert_eq!(read, Serde { state: SerdeState::Closed, ..value });
    assert_eq!(Serde::FIRST_NAME.name(), "firstName");
}

/// The fields of variants, with the three ways in which serde names them, and the form of the enum.
#[derive(Debug, PartialEq, Value, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[faraday(serde_names)]
enum SerdePayment {
    Cash,
    ByCard {
        last_digits: String,
        #[serde(rename = "until")]
        valid_until: u32,
    },
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    Transfer {
        bank_code: u32,
    },
}

#[derive(Debug, PartialEq, Value, Serialize, Deserialize)]
#[serde(tag = "t", content = "c", rename_all_fields = "PascalCase")]
#[faraday(serde_names)]
enum SerdeAdjacent {
    One(u8),
    Two { some_number: u8 },
}

#[derive(Debug, PartialEq, Value, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
#[faraday(serde_names)]
enum SerdeUntagged {
    Text(String),
    Document { some_text: String },
}

/// Without `serde_names` the form of serde is serde's alone.
#[derive(Debug, PartialEq, Value, Serialize, Deserialize)]
#[serde(tag = "type")]
#[faraday(untagged)]
enum OwnForm {
    One { number: u8 },
}

#[derive(Debug, PartialEq, Value, Serialize)]
struct Holder<T> {
    value: T,
}

#[test]
fn serdes_names_of_variants_fields_and_forms_are_those_of_the_attributes() {
    fn same<T: Debug + PartialEq + Value + Serialize>(value: T, expected: &str) {
        let holder = Holder { value };
        let json = document::to_plain_json(&holder).unwrap();
        assert_eq!(serde_json::to_string(&holder).unwrap(), json);
        assert_eq!(json, format!(r#"{{"value":{expected}}}"#));
        assert_eq!(document::from_plain_json::<Holder<T>>(json).unwrap(), holder);
    }
    same(SerdePayment::Cash, r#"{"type":"cash"}"#);
    let card = SerdePayment::ByCard { last_digits: "4711".into(), valid_until: 2030 };
    same(card, r#"{"type":"by_card","lastDigits":"4711","until":2030}"#);
    same(SerdePayment::Transfer { bank_code: 7 }, r#"{"type":"transfer","BANK_CODE":7}"#);
    same(SerdeAdjacent::One(1), r#"{"t":"One","c":1}"#);
    same(SerdeAdjacent::Two { some_number: 2 }, r#"{"t":"Two","c":{"SomeNumber":2}}"#);
    same(SerdeUntagged::Text("x".into()), r#""x""#);
    same(SerdeUntagged::Document { some_text: "x".into() }, r#"{"some-text":"x"}"#);
    let own = Holder { value: OwnForm::One { number: 1 } };
    assert_eq!(document::to_plain_json(&own).unwrap(), r#"{"value":{"number":1}}"#);
}

/// Every attribute of serde, as <https://serde.rs/attributes.html> lists them, is applied, refused or has its row.
#[test]
fn the_guide_says_what_becomes_of_each_attribute_of_serde() {
    const ATTRIBUTES: &[&str] = &[
        "alias",
        "borrow",
        "bound",
        "content",
        "crate",
        "default",
        "deny_unknown_fields",
        "deserialize_with",
        "expecting",
        "field_identifier",
        "flatten",
        "from",
        "getter",
        "into",
        "other",
        "remote",
        "rename",
        "rename_all",
        "rename_all_fields",
        "serialize_with",
        "skip",
        "skip_deserializing",
        "skip_serializing",
        "skip_serializing_if",
        "tag",
        "transparent",
        "try_from",
        "untagged",
        "variant_identifier",
        "with",
    ];
    let page = include_str!("../../../../faraday-core/src/guide/coming_from/serde_dynamo.md");
    let (_, table) = page.split_once("| serde | faraday | differs |").unwrap();
    let firsts: String =
        table.split("\n\n").next().unwrap().lines().map(|row| row.split('|').nth(1).unwrap_or_default()).collect();
    let is_named = |name: &&&str| firsts.contains(&format!("`{name}`")) || firsts.contains(&format!("`{name} "));
    let missing: Vec<_> = ATTRIBUTES.iter().filter(|name| !is_named(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
