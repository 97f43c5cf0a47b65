//! Fields that are not one attribute: `flatten` and `extra`, and `deny_unknown`.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Item, Value};

use super::documents::json;

fn read<T: faraday::value::Attributes>(json: &str) -> Result<T, String> {
    faraday::document::from_json(json).map_err(|error| error.to_string())
}

#[derive(Debug, PartialEq, Value)]
struct Audit {
    author: String,
    #[faraday(default, alias = "rev")]
    revision: u32,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(deny_unknown)]
struct Place {
    city: String,
    street: Option<String>,
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "pages")]
struct Page {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(flatten)]
    audit: Audit,
    title: String,
    #[faraday(flatten)]
    place: Place,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[test]
fn a_flattened_struct_is_inline_and_extra_keeps_the_rest() {
    let page = Page {
        id: 1,
        audit: Audit { author: "ann".into(), revision: 3 },
        title: "t".into(),
        place: Place { city: "Leeds".into(), street: None },
        rest: BTreeMap::from([("colour".to_owned(), AttributeValue::S("red".into()))]),
    };
    let written = json(&page);
    assert_eq!(
        written,
        r#"{"id":{"N":"1"},"author":{"S":"ann"},"revision":{"N":"3"},"title":{"S":"t"},"city":{"S":"Leeds"},"colour":{"S":"red"}}"#
    );
    assert_eq!(read(&written.replace("revision", "rev")), Ok(page));
    assert_eq!(Page::AUDIT.dot(Audit::AUTHOR).name(), "author");
    let _ = Page::AUDIT.dot(Audit::REVISION).gt(2) & Page::TITLE.eq("t");
    let error =
        read::<Page>(r#"{"id":{"N":"1"},"title":{"S":"t"},"author":{"S":"ann"},"city":{"N":"1"}}"#).unwrap_err();
    assert_eq!(error, "attribute `city`: expected S, found N");
}

#[test]
fn an_extra_attribute_is_none_of_the_fields() {
    for name in ["id", "author", "rev", "street"] {
        let page = Page {
            id: 1,
            audit: Audit { author: "ann".into(), revision: 3 },
            title: "t".into(),
            place: Place { city: "Leeds".into(), street: None },
            rest: BTreeMap::from([(name.to_owned(), AttributeValue::Bool(true))]),
        };
        let error = faraday::document::to_json(&page).unwrap_err().to_string();
        assert_eq!(error, format!("attribute `{name}`: the attribute has a field, so it cannot be an extra one"));
    }
}

#[derive(Debug, PartialEq, Value)]
#[faraday(deny_unknown)]
struct Strict {
    id: u64,
    #[faraday(flatten)]
    audit: Audit,
}

#[test]
fn an_unknown_attribute_is_passed_over_or_denied() {
    assert!(read::<Audit>(r#"{"author":{"S":"ann"},"colour":{"S":"red"}}"#).is_ok());
    let place = r#"{"city":{"S":"Leeds"},"colour":{"S":"red"}}"#;
    let error = read::<Place>(place).unwrap_err();
    assert_eq!(error, "attribute `colour`: expected one of the attributes city, street, found another");
    let error = faraday::document::from_map::<Place>(faraday::document::from_json(place).unwrap()).unwrap_err();
    assert_eq!(error.path(), "colour");
    let error = read::<Strict>(r#"{"id":{"N":"1"},"author":{"S":"ann"},"b":{"S":"red"}}"#).unwrap_err();
    assert_eq!(error, "attribute `b`: expected one of the attributes id, author, revision, rev, found another");
    assert_eq!(
        json(&Strict { id: 1, audit: Audit { author: "ann".into(), revision: 0 } }),
        r#"{"id":{"N":"1"},"author":{"S":"ann"},"revision":{"N":"0"}}"#
    );
}

#[derive(Debug, PartialEq, Value)]
struct With<T> {
    #[faraday(flatten)]
    inner: T,
    more: u8,
}

#[derive(Debug, PartialEq, Value)]
struct Typed {
    id: u8,
    #[faraday(extra)]
    counts: BTreeMap<String, u32>,
}

#[test]
fn what_is_flattened_may_be_generic_and_what_is_extra_typed() {
    let with = With { inner: Audit { author: "ann".into(), revision: 3 }, more: 1 };
    assert_eq!(json(&with), r#"{"author":{"S":"ann"},"revision":{"N":"3"},"more":{"N":"1"}}"#);
    let typed = Typed { id: 1, counts: BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]) };
    assert_eq!(json(&typed), r#"{"id":{"N":"1"},"a":{"N":"1"},"b":{"N":"2"}}"#);
    let error = read::<Typed>(r#"{"id":{"N":"1"},"c":{"S":"x"}}"#).unwrap_err();
    assert_eq!(error, "attribute `c`: expected N, found S");
}

/// Fields whose names are those of the expansion's locals.
#[derive(Debug, PartialEq, Value)]
#[faraday(deny_unknown)]
struct Locals {
    #[faraday(alias = "m")]
    map: u8,
    name: u8,
    value: Option<u8>,
    #[faraday(serde)]
    field: Option<u64>,
    #[faraday(flatten)]
    rest: Audit,
}

#[test]
fn fields_do_not_clash_with_locals() {
    let locals = Locals { map: 1, name: 2, value: None, field: None, rest: Audit { author: "a".into(), revision: 0 } };
    json(&locals);
}
