//! Events in the forms that AWS documents.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::changes::{Change, ChangeKind};
use faraday::{Item, Key, Projection, Value};

use super::fixture::{Order, batch, changes, order};

fn only(name: &str) -> Change<Order> {
    let mut changes = changes(name);
    assert_eq!(changes.len(), 1);
    changes.remove(0)
}

fn seconds(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn noted() -> Order {
    Order { note: Some("leave it at the door".into()), ..order("ann", 7, 120) }
}

#[test]
fn an_insert_has_the_new_item() {
    let change = only("insert");
    assert_eq!((change.new(), change.old()), (Some(&noted()), None));
    assert_eq!(change.key, Key::of(&noted()).unwrap());
    assert_eq!(change.sequence_number, "3090700000000058273645201974");
    assert_eq!(change.time, Some(seconds(1_772_704_800)));
    assert!(change.kind == ChangeKind::Inserted(Some(noted())));
}

#[test]
fn a_modification_has_both_items() {
    let change = only("modify");
    assert_eq!((change.new(), change.old()), (Some(&order("ann", 7, 95)), Some(&noted())));
    assert!(change.kind == ChangeKind::Modified { old: Some(noted()), new: Some(order("ann", 7, 95)) });
}

#[test]
fn a_removal_by_a_user_is_no_expiry() {
    let change = only("remove");
    assert_eq!((change.new(), change.old()), (None, Some(&order("ann", 7, 95))));
    assert!(!change.is_expiry());
}

#[test]
fn a_removal_by_the_time_to_live_is_an_expiry() {
    let change = only("expired");
    assert!(change.is_expiry());
    assert!(change.kind == ChangeKind::Removed { old: Some(order("bob", 3, 40)), expired: true });
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Order)]
struct OrderKey {
    customer: String,
    number: u64,
}

#[derive(Debug, Projection)]
#[faraday(of = Order)]
struct OrderTotal {
    #[allow(dead_code)]
    total: u64,
}

#[test]
fn a_stream_of_keys_has_no_items_but_always_the_key() {
    let changes = changes::<Order>("keys_only");
    assert!(changes[0].kind == ChangeKind::Inserted(None));
    assert!(changes[1].kind == ChangeKind::Modified { old: None, new: None });
    assert!(changes[2].kind == ChangeKind::Removed { old: None, expired: true });
    for change in &changes {
        assert_eq!((change.new(), change.old()), (None, None));
        assert_eq!(change.key, Key::new(("ann", 8)).unwrap());
        assert_eq!(change.key_as::<OrderKey>().unwrap(), OrderKey { customer: "ann".into(), number: 8 });
        assert!(change.key_as::<OrderTotal>().unwrap_err().is_decode());
        let attributes = change.key_attributes().unwrap();
        assert_eq!(attributes["customer"], AttributeValue::S("ann".into()));
        assert_eq!(attributes["number"], AttributeValue::N("8".into()));
    }
}

#[test]
fn a_stream_of_new_items_has_no_old_ones() {
    let changes = changes::<Order>("new_image");
    assert!(changes[0].kind == ChangeKind::Inserted(Some(order("ann", 8, 10))));
    assert!(changes[1].kind == ChangeKind::Modified { old: None, new: Some(order("ann", 8, 20)) });
    assert!(changes[2].kind == ChangeKind::Removed { old: None, expired: false });
}

#[test]
fn a_stream_of_old_items_has_no_new_ones() {
    let changes = changes::<Order>("old_image");
    assert!(changes[0].kind == ChangeKind::Inserted(None));
    assert!(changes[1].kind == ChangeKind::Modified { old: Some(order("ann", 8, 10)), new: None });
    assert!(changes[2].kind == ChangeKind::Removed { old: Some(order("ann", 8, 20)), expired: false });
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Maker {
    town: String,
    floors: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "samples")]
struct Sample {
    #[faraday(partition_key)]
    id: Vec<u8>,
    name: String,
    grams: f64,
    large: u128,
    photo: Vec<u8>,
    sealed: bool,
    broken: bool,
    #[faraday(null)]
    note: Option<String>,
    places: Vec<String>,
    maker: Maker,
    words: BTreeSet<String>,
    sizes: BTreeSet<i64>,
    prints: BTreeSet<Vec<u8>>,
    empty_list: Vec<u32>,
    empty_map: BTreeMap<String, u8>,
    mixed: Vec<AttributeValue>,
}

#[test]
fn every_type_of_attribute_is_read() {
    let change = changes::<Sample>("all_types").remove(0);
    let deep = AttributeValue::M([("deep".to_owned(), AttributeValue::Bs(vec![b"x"[..].into()]))].into());
    let sample = Sample {
        id: b"\x00\xffsample".to_vec(),
        name: "a \"quoted\" name, ümlaut, \n line".into(),
        grams: -12.5,
        large: 123_456_789_012_345_678_901_234_567_890,
        photo: (0..16).collect(),
        sealed: true,
        broken: false,
        note: None,
        places: vec!["shelf".into(), "box".into()],
        maker: Maker { town: "Leeds".into(), floors: vec![1, 2] },
        words: ["dry".to_owned(), "fragile".into()].into(),
        sizes: [3, 15, -7].into(),
        prints: [b"left".to_vec(), b"right".to_vec()].into(),
        empty_list: vec![],
        empty_map: BTreeMap::new(),
        mixed: vec![
            AttributeValue::S("one".into()),
            AttributeValue::N("2".into()),
            AttributeValue::L(vec![AttributeValue::Null(true), deep]),
        ],
    };
    assert_eq!(change.new(), Some(&sample));
    assert_eq!(change.key, Key::of(&sample).unwrap());
}

fn assert_are_of_kinesis(changes: &[Change<Order>]) {
    let (first, last) = (order("ann", 7, 120), order("ann", 7, 95));
    assert!(changes[0].kind == ChangeKind::Inserted(Some(first.clone())));
    assert!(changes[1].kind == ChangeKind::Modified { old: Some(first), new: Some(last.clone()) });
    assert!(changes[2].kind == ChangeKind::Removed { old: Some(last), expired: true });
    // Without a precision they are milliseconds.
    let second = seconds(1_772_704_800);
    assert_eq!(changes[0].time, Some(second + Duration::from_millis(123)));
    assert_eq!(changes[1].time, Some(second + Duration::from_micros(123_456)));
    assert_eq!(changes[2].time, Some(second + Duration::from_millis(1_456)));
    assert_eq!(changes[0].sequence_number, "49618273645546372819009182736455463728190091827364552210");
}

#[test]
fn records_of_kinesis_are_read() {
    assert_are_of_kinesis(&changes("kinesis"));
}

#[test]
fn the_lists_of_pipes_are_read() {
    let changes = changes::<Order>("pipes");
    assert!(changes[0].kind == ChangeKind::Inserted(Some(order("ann", 7, 120))));
    assert!(changes[1].kind == ChangeKind::Removed { old: Some(order("ann", 7, 120)), expired: false });
    assert_eq!(batch::<Order>("pipes").len(), 2);
    assert_are_of_kinesis(&super::fixture::changes("pipes_kinesis"));
}

#[test]
fn a_time_of_an_unknown_precision_is_left_out() {
    let mut event: serde_json::Value = serde_json::from_str(&super::fixture::text("insert")).unwrap();
    event["Records"][0]["dynamodb"]["ApproximateCreationDateTimePrecision"] = "FORTNIGHT".into();
    let batch: faraday::changes::ChangeBatch<Order> = serde_json::from_value(event).unwrap();
    let change = batch.into_iter().next().unwrap().unwrap();
    assert_eq!((change.time, change.new()), (None, Some(&noted())));
}

#[test]
fn an_empty_batch_has_no_changes() {
    for event in [r#"{ "Records": [] }"#, "[]"] {
        let batch: faraday::changes::ChangeBatch<Order> = serde_json::from_str(event).unwrap();
        assert!(batch.is_empty());
        assert_eq!(batch.into_iter().count(), 0);
    }
}
