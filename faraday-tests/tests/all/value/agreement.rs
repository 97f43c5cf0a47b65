//! Compares the stored form of a struct with that of the crate `serde_dynamo`, so that its users can move to faraday without rewriting
//! their tables.
//!
//! The page `value/serde_dynamo.md` says what both store in the same form and what not: its rows are tested here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::{Serde, from_attribute_value, to_attribute_value};
use faraday::{Item, Value};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

type Map = HashMap<String, AttributeValue>;

/// One text for each number, whose texts differ; that it is exact is seen where the other reads it.
fn normal(value: AttributeValue) -> AttributeValue {
    match value {
        AttributeValue::N(digits) => AttributeValue::N(format!("{:e}", digits.parse::<f64>().unwrap())),
        AttributeValue::L(values) => AttributeValue::L(values.into_iter().map(normal).collect()),
        AttributeValue::M(entries) => {
            AttributeValue::M(entries.into_iter().map(|(name, value)| (name, normal(value))).collect())
        }
        value => value,
    }
}

/// A struct of the common types.
#[derive(Debug, Clone, PartialEq, Item, Serialize, Deserialize)]
#[faraday(table = "orders", rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct Order {
    #[faraday(partition_key)]
    customer_id: String,
    #[faraday(sort_key)]
    placed_at: u64,
    total: i64,
    ratio: f64,
    paid: bool,
    grade: char,
    #[faraday(rename = "note")]
    #[serde(rename = "note")]
    remark: Option<String>,
    lines: Vec<Line>,
    pair: (u8, String),
    counts: BTreeMap<String, i16>,
    status: Status,
    event: Event,
    unit: (),
    cents: Cents,
    boxed: Box<Line>,
    #[faraday(default)]
    #[serde(default)]
    retries: u32,
    #[faraday(flatten)]
    #[serde(flatten)]
    audit: Audit,
}

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
struct Line {
    sku: String,
    count: u32,
}

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
struct Audit {
    author: String,
}

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
struct Cents(i64);

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
#[faraday(rename_all = "SCREAMING-KEBAB-CASE")]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
enum Status {
    Open,
    OnItsWay,
}

#[derive(Debug, Clone, PartialEq, Value, Serialize, Deserialize)]
#[faraday(tag = "type")]
#[serde(tag = "type")]
enum Event {
    Started,
    Moved { x: i32, y: i32 },
    Sold(Line),
}

fn line() -> impl Strategy<Value = Line> {
    (".*", any::<u32>()).prop_map(|(sku, count)| Line { sku, count })
}

prop_compose! {
    fn order()(
        (customer_id, placed_at, total, ratio, paid, grade) in
            (".+", any::<u64>(), any::<i64>(), -1e30..1e30, any::<bool>(), any::<char>()),
        (remark, lines, pair, counts) in (
            any::<Option<String>>(),
            proptest::collection::vec(line(), 0..4),
            any::<(u8, String)>(),
            proptest::collection::btree_map(".*", any::<i16>(), 0..4),
        ),
        (status, event, cents, boxed, retries, author) in (
            prop_oneof![Just(Status::Open), Just(Status::OnItsWay)],
            prop_oneof![
                Just(Event::Started),
                any::<(i32, i32)>().prop_map(|(x, y)| Event::Moved { x, y }),
                line().prop_map(Event::Sold),
            ],
            any::<i64>(),
            line(),
            any::<u32>(),
            ".*",
        ),
    ) -> Order {
        Order {
            customer_id, placed_at, total, ratio, paid, grade, remark, lines, pair, counts,
            status, event, unit: (), cents: Cents(cents), boxed: Box::new(boxed), retries, audit: Audit { author },
        }
    }
}

proptest! {
    #[test]
    fn a_derived_item_agrees(order in order()) {
        let ours: Map = faraday::document::to_map(&order).unwrap();
        let theirs: Map = serde_dynamo::to_item(&order).unwrap();
        prop_assert_eq!(&faraday::document::from_map::<Order>(theirs.clone()).unwrap(), &order);
        prop_assert_eq!(&serde_dynamo::from_item::<_, Order>(ours.clone()).unwrap(), &order);
        let mut theirs = theirs;
        theirs.retain(|_, value| *value != AttributeValue::Null(true) || order.remark.is_some());
        let mut ours = ours;
        ours.retain(|_, value| *value != AttributeValue::Null(true) || order.remark.is_some());
        prop_assert_eq!(normal(AttributeValue::M(ours)), normal(AttributeValue::M(theirs)));
    }
}

/// All of serde's data model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Any {
    Unit,
    Bool(bool),
    Small(i8, u16),
    Large(i64, u64),
    Float(f64),
    Single(f32),
    Char(char),
    Text { text: String, other: Option<String> },
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    Numbers(BTreeMap<i32, bool>),
    Flags(BTreeMap<bool, ()>),
    Set(BTreeSet<String>),
    Boxed(Option<Box<Any>>),
    Bytes(Vec<u8>),
    Plain(Plain),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Plain {
    status: Status,
    event: Event,
    nothing: (),
    cents: Cents,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skipped: Option<u8>,
}

fn anything() -> impl Strategy<Value = Any> {
    let leaf = prop_oneof![
        Just(Any::Unit),
        any::<bool>().prop_map(Any::Bool),
        any::<(i8, u16)>().prop_map(|(a, b)| Any::Small(a, b)),
        any::<(i64, u64)>().prop_map(|(a, b)| Any::Large(a, b)),
        (-1e30..1e30).prop_map(Any::Float),
        (-1e30f32..1e30).prop_map(Any::Single),
        any::<char>().prop_map(Any::Char),
        any::<(String, Option<String>)>().prop_map(|(text, other)| Any::Text { text, other }),
        any::<BTreeMap<i32, bool>>().prop_map(Any::Numbers),
        any::<BTreeMap<bool, ()>>().prop_map(Any::Flags),
        any::<BTreeSet<String>>().prop_map(Any::Set),
        any::<Vec<u8>>().prop_map(Any::Bytes),
        (any::<(i32, i32)>(), any::<Option<u8>>()).prop_map(|((x, y), skipped)| Any::Plain(Plain {
            status: Status::OnItsWay,
            event: Event::Moved { x, y },
            nothing: (),
            cents: Cents(x.into()),
            skipped,
        })),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Any::List),
            proptest::collection::btree_map(".*", inner.clone(), 0..4).prop_map(Any::Map),
            proptest::option::of(inner).prop_map(|inner| Any::Boxed(inner.map(Box::new))),
        ]
    })
}

/// Both write the same, and each reads what the other wrote.
fn agree<T: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug>(value: &T) {
    let ours = to_attribute_value(&Serde(value.clone())).unwrap();
    let theirs: AttributeValue = serde_dynamo::to_attribute_value(value).unwrap();
    assert_eq!(normal(ours.clone()), normal(theirs.clone()));
    assert_eq!(from_attribute_value::<Serde<T>>(theirs).unwrap().0, *value);
    assert_eq!(serde_dynamo::from_attribute_value::<_, T>(ours).unwrap(), *value);
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Document {
    #[faraday(serde)]
    any: Any,
    #[faraday(serde, null)]
    option: Option<Any>,
}

proptest! {
    #[test]
    fn a_serde_field_agrees(any in anything(), option in proptest::option::of(anything())) {
        agree(&any);
        let document = Document { any, option };
        let json = faraday::document::to_json(&document).unwrap();
        let map = faraday::document::to_map(&document).unwrap();
        prop_assert_eq!(&faraday::document::from_json::<Map>(&json).unwrap(), &map);
        prop_assert_eq!(faraday::document::item_size(&document).unwrap(), faraday::document::item_size(&map).unwrap());
        prop_assert_eq!(&faraday::document::from_json::<Document>(&json).unwrap(), &document);
        prop_assert_eq!(&faraday::document::from_map::<Document>(map).unwrap(), &document);
    }
}

/// The table above.
#[test]
fn the_differences_are_those_that_are_listed() {
    #[derive(Value, Serialize)]
    struct Different {
        none: Option<u8>,
        bytes: Vec<u8>,
        set: BTreeSet<u8>,
        empty: BTreeSet<u8>,
        large: f64,
    }
    #[derive(Debug, PartialEq, Value, Serialize, Deserialize)]
    struct Same {
        #[faraday(null)]
        none: Option<u8>,
        #[faraday(serde)]
        bytes: Vec<u8>,
        #[faraday(serde)]
        set: BTreeSet<u8>,
        #[faraday(serde)]
        empty: BTreeSet<u8>,
        #[faraday(serde)]
        time: std::time::SystemTime,
    }
    let set = BTreeSet::from([1]);
    let different = Different { none: None, bytes: vec![1], set: set.clone(), empty: BTreeSet::new(), large: 1e21 };
    assert_eq!(
        faraday::document::to_json(&different).unwrap(),
        r#"{"bytes":{"B":"AQ=="},"set":{"NS":["1"]},"large":{"N":"1e21"}}"#
    );
    let theirs: Map = serde_dynamo::to_item(&different).unwrap();
    assert_eq!(theirs["none"], AttributeValue::Null(true));
    assert_eq!(theirs["bytes"], AttributeValue::L(vec![AttributeValue::N("1".into())]));
    assert_eq!(theirs["set"], AttributeValue::L(vec![AttributeValue::N("1".into())]));
    assert_eq!(theirs["empty"], AttributeValue::L(vec![]));
    assert_eq!(theirs["large"], AttributeValue::N("1000000000000000000000".into()));
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(1500);
    let same = Same { none: None, bytes: vec![1], set, empty: BTreeSet::new(), time };
    let theirs: Map = serde_dynamo::to_item(&same).unwrap();
    assert_eq!(faraday::document::to_map(&same).unwrap(), theirs);
    assert_eq!(faraday::document::from_map::<Same>(theirs).unwrap(), same);
}
