//! An attribute of a type that this version does not know is an error only for the field that reads it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::Value;
use faraday::document::from_json;

const NEW: &str = r#"{"XX":{"deep":[1,{"S":"x"}]}}"#;

#[derive(Debug, PartialEq, Value)]
struct Plain {
    name: String,
    #[faraday(default)]
    inner: Option<Box<Plain>>,
}

fn read<T: faraday::value::Attributes>(json: &str) -> Result<T, String> {
    from_json(json.replace("NEW", NEW)).map_err(|error| error.to_string())
}

fn plain(name: &str) -> Plain {
    Plain { name: name.into(), inner: None }
}

#[test]
fn it_is_skipped_if_no_field_reads_it() {
    assert_eq!(read(r#"{"new":NEW,"name":{"S":"ann"},"other":NEW}"#), Ok(plain("ann")));
    let inner = Some(Box::new(plain("bob")));
    let nested = r#"{"name":{"S":"ann"},"inner":{"M":{"new":NEW,"name":{"S":"bob"}}}}"#;
    assert_eq!(read(nested), Ok(Plain { name: "ann".into(), inner }));
}

#[test]
fn it_is_an_error_of_the_field_that_reads_it() {
    let error = read::<Plain>(r#"{"name":NEW}"#).unwrap_err();
    assert_eq!(error, "attribute `name`: expected S, found a type that this version of faraday does not know");
    assert!(read::<Plain>(r#"{"name":{"S":"ann"},"inner":NEW}"#).unwrap_err().contains("`inner`"));
    assert!(read::<BTreeMap<String, AttributeValue>>(r#"{"a":NEW}"#).unwrap_err().contains("`a`"));
}

#[derive(Debug, PartialEq, Value)]
struct Flat {
    id: u8,
    #[faraday(flatten)]
    plain: Plain,
}

#[derive(Debug, PartialEq, Value)]
struct Extra {
    id: u8,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, PartialEq, Value)]
#[faraday(tag = "kind")]
enum Tagged {
    Plain(Plain),
}

#[test]
fn forms_that_keep_attributes_tell_the_two_apart() {
    let flat = Flat { id: 1, plain: plain("ann") };
    assert_eq!(read(r#"{"id":{"N":"1"},"name":{"S":"ann"},"new":NEW}"#), Ok(flat));
    assert!(read::<Flat>(r#"{"id":{"N":"1"},"name":NEW}"#).unwrap_err().contains("`name`"));
    // An extra attribute that was left out would be lost when the item is written again.
    assert!(read::<Extra>(r#"{"id":{"N":"1"},"new":NEW}"#).unwrap_err().contains("`new`"));
    let tagged = Tagged::Plain(plain("ann"));
    assert_eq!(read(r#"{"kind":{"S":"Plain"},"name":{"S":"ann"},"new":NEW}"#), Ok(tagged));
    assert!(read::<Tagged>(r#"{"kind":{"S":"Plain"},"name":NEW}"#).unwrap_err().contains("`name`"));
}
