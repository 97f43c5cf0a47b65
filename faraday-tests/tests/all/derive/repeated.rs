//! Every writer refuses a value that would write an attribute twice.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::{to_json, to_map, to_plain_json};
use faraday::{Item, Table, Value, database::Codec, error::ErrorKind, value::Attributes};
use faraday_tests::tables::with_table;
use serde::{Deserialize, Serialize};

/// Every writer refuses it, and names the attribute.
#[track_caller]
fn refused<T: Attributes + Value>(value: &T, attribute: &str) {
    for error in [to_json(value).err(), to_map(value).err(), to_plain_json(value).err()] {
        let error = error.expect("an attribute is written twice");
        assert!(error.to_string().contains(attribute), "{error}");
    }
}

fn entries(names: &[&str]) -> BTreeMap<String, AttributeValue> {
    names.iter().map(|name| ((*name).to_owned(), AttributeValue::S("x".into()))).collect()
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "profiles")]
struct Profile {
    #[faraday(partition_key)]
    user: String,
    admin: bool,
    #[faraday(flatten)]
    answers: BTreeMap<String, AttributeValue>,
    #[faraday(version)]
    version: u64,
}

fn profile(names: &[&str]) -> Profile {
    Profile { user: "eve".into(), admin: false, answers: entries(names), version: 0 }
}

#[tokio::test]
async fn a_flattened_map_writes_no_attribute_of_a_field() {
    with_table::<Profile>(async |db| {
        let ann = Profile { user: "ann".into(), ..profile(&["city"]) };
        Table::<Profile>::put(&ann).await.unwrap();
        let map = faraday::Database::builder(db.client().clone()).codec(Codec::Map).build();
        for name in ["user", "admin", "version"] {
            let eve = profile(&["city", name]);
            for database in [db, &map] {
                let error = Table::<Profile>::put(&eve).on(database).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Encode);
                assert!(error.to_string().contains(name), "{error}");
            }
            let error = Table::<Profile>::put_many([&eve]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            let error = faraday::transaction((Table::<Profile>::put(&eve),)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
        }
        let all = Table::<Profile>::scan().await.unwrap();
        assert_eq!(all, [Profile { version: 1, ..ann }]);
    })
    .await;
}

#[derive(Debug, Value)]
struct Page<T> {
    number: u32,
    #[faraday(flatten)]
    body: T,
}

#[derive(Debug, Value)]
struct Numbered {
    number: u32,
}

#[test]
fn a_flattened_type_parameter_writes_no_attribute_of_a_field() {
    refused(&Page { number: 1, body: Numbered { number: 2 } }, "number");
    refused(&Page { number: 1, body: entries(&["a", "number"]) }, "number");
    refused(&Page { number: 1, body: Page { number: 2, body: entries(&[]) } }, "number");
    assert!(to_json(&Page { number: 1, body: entries(&["a", "b"]) }).is_ok());
}

#[derive(Debug, Value)]
struct Two {
    #[faraday(flatten)]
    one: BTreeMap<String, u32>,
    #[faraday(flatten)]
    other: HashMap<String, u32>,
}

#[test]
fn two_flattened_maps_have_no_name_in_common() {
    let map = |name: &str| [(name.to_owned(), 1)];
    refused(&Two { one: map("a").into(), other: map("a").into() }, "a");
    assert!(to_json(&Two { one: map("a").into(), other: map("b").into() }).is_ok());
}

#[derive(Debug, Value)]
#[faraday(tag = "kind")]
enum Event<T> {
    Open(BTreeMap<String, AttributeValue>),
    Of {
        #[faraday(flatten)]
        body: T,
    },
    Fields {
        #[faraday(extra)]
        rest: BTreeMap<String, AttributeValue>,
    },
    Flat {
        at: u32,
        #[faraday(flatten)]
        rest: BTreeMap<String, AttributeValue>,
    },
}

#[derive(Debug, Value)]
struct Kinded {
    kind: String,
}

#[test]
fn the_content_of_a_variant_does_not_write_the_tag() {
    refused(&Event::<Kinded>::Open(entries(&["kind"])), "kind");
    refused(&Event::Of { body: Kinded { kind: "Open".into() } }, "kind");
    refused(&Event::<Kinded>::Fields { rest: entries(&["kind"]) }, "kind");
    refused(&Event::<Kinded>::Flat { at: 1, rest: entries(&["kind"]) }, "kind");
    refused(&Event::<Kinded>::Flat { at: 1, rest: entries(&["at"]) }, "at");
    assert!(to_json(&Event::<Kinded>::Flat { at: 1, rest: entries(&["city"]) }).is_ok());
}

#[derive(Debug, Value)]
struct BySerde {
    #[faraday(serde)]
    inner: Repeating,
}

#[derive(Debug, Serialize, Deserialize)]
struct Repeating {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[test]
fn a_document_of_serde_has_no_name_twice() {
    let rest: BTreeMap<String, String> = [("name".to_owned(), "x".to_owned())].into();
    refused(&BySerde { inner: Repeating { name: "ann".into(), rest } }, "name");
}
