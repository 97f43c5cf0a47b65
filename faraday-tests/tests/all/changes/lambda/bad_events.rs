//! Malformed events: the whole event is an error if the response cannot name the record, otherwise only the record.

use faraday::changes::{Change, ChangeBatch};
use faraday::{Error, Key, Result};
use serde_json::{Value, json};

use super::fixture::{Order, batch, batch_of, image, inserted, order, record, text};

fn refusal(event: &str) -> serde_json::Error {
    serde_json::from_str::<ChangeBatch<Order>>(event).unwrap_err()
}

#[test]
fn what_is_no_json_is_an_error_of_the_event() {
    let insert = text("insert");
    assert!(refusal(&insert[..insert.len() / 2]).is_eof());
    assert!(refusal("").is_eof());
    assert!(refusal("not JSON").is_syntax());
}

#[test]
fn an_event_without_records_is_an_error() {
    for event in ["{}", "7", "null", "true", r#""Records""#, r#"{ "records": [] }"#, r#"{ "Records": 7 }"#] {
        assert!(refusal(event).is_data(), "{event}");
    }
    assert!(refusal(r#"{ "Records": null }"#).is_data());
    assert!(refusal(r#"{ "Records": [], "Records": [] }"#).is_data());
}

#[test]
fn a_record_of_another_service_is_an_error_of_the_event() {
    let queue = json!({ "messageId": "1", "body": "secret", "eventSource": "aws:sqs" });
    for other in [queue, json!({}), json!([]), json!(7), json!("secret"), json!(null), json!({ "dynamodb": null })] {
        for event in [json!({ "Records": [inserted(1, &order("ann", 1, 1)), other] }), json!([other])] {
            let error = refusal(&event.to_string());
            assert!(error.is_data(), "{event}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn a_record_that_nothing_names_is_an_error_of_the_event() {
    let mut unnamed = inserted(1, &order("ann", 1, 1));
    unnamed["dynamodb"].as_object_mut().unwrap().remove("SequenceNumber");
    // Its event ID is no name for Lambda, which then sends the whole batch again.
    assert_eq!(batch_of::<Order>([unnamed.clone()]).len(), 1);
    unnamed.as_object_mut().unwrap().remove("eventID");
    assert!(refusal(&json!({ "Records": [unnamed] }).to_string()).is_data());
}

/// The changes of a batch with a bad record between two good ones.
fn around(bad: Value) -> Vec<Result<Change<Order>>> {
    batch_of([inserted(1, &order("ann", 1, 1)), bad, inserted(3, &order("ann", 1, 1))]).into_iter().collect()
}

fn error_of_the_record(bad: Value) -> Error {
    let mut changes = around(bad);
    assert_eq!(changes.len(), 3);
    assert!(changes[0].is_ok() && changes[2].is_ok());
    let error = changes.remove(1).unwrap_err();
    assert!(error.is_decode(), "{error:?}");
    assert!(error.to_string().contains("change 2"), "{error}");
    error
}

fn assert_has_key(error: &Error) {
    let key = error.item_key().unwrap();
    assert_eq!(faraday::document::from_map::<OrderKey>(key.clone()).unwrap(), ("eve".to_owned(), 5).into());
}

#[derive(Debug, PartialEq, faraday::Value)]
struct OrderKey {
    customer: String,
    number: u64,
}

impl From<(String, u64)> for OrderKey {
    fn from((customer, number): (String, u64)) -> Self {
        Self { customer, number }
    }
}

fn keys() -> Value {
    json!({ "customer": { "S": "eve" }, "number": { "N": "5" } })
}

#[test]
fn an_image_that_does_not_fit_is_an_error_of_its_record_with_the_key() {
    let good = image(&order("eve", 5, 1));
    let misfit = json!({ "customer": { "S": "eve" }, "number": { "N": "5" }, "total": { "S": "a lot" } });
    let error = error_of_the_record(record(2, "MODIFY", keys(), misfit.clone(), good.clone()));
    assert_eq!(error.decode_error().unwrap().path(), "total");
    assert!(error.to_string().contains("new image"), "{error}");
    assert_has_key(&error);
    let error = error_of_the_record(record(2, "MODIFY", keys(), good, misfit));
    assert!(error.to_string().contains("old image"), "{error}");
    assert_has_key(&error);
    for garbled in [json!(7), json!("x"), json!([]), json!({ "total": 7 }), json!({ "total": { "Q": "7" } })] {
        assert_has_key(&error_of_the_record(record(2, "INSERT", keys(), garbled, Value::Null)));
    }
}

#[test]
fn an_unknown_event_is_an_error_of_its_record_with_the_key() {
    let image = image(&order("eve", 5, 1));
    assert_has_key(&error_of_the_record(record(2, "UPSERT", keys(), image.clone(), Value::Null)));
    let mut unsaid = record(2, "INSERT", keys(), image, Value::Null);
    unsaid.as_object_mut().unwrap().remove("eventName");
    assert_has_key(&error_of_the_record(unsaid));
}

#[test]
fn missing_keys_are_an_error_of_their_record() {
    let image = image(&order("eve", 5, 1));
    let mut without = record(2, "INSERT", keys(), image.clone(), Value::Null);
    without["dynamodb"].as_object_mut().unwrap().remove("Keys");
    assert!(error_of_the_record(without).item_key().is_none());
    let half = json!({ "customer": { "S": "eve" } });
    for keys in [half, json!({}), json!(null), json!(7), json!("ann"), json!({ "customer": "eve", "number": 5 })] {
        assert!(error_of_the_record(record(2, "INSERT", keys, image.clone(), Value::Null)).item_key().is_none());
    }
}

#[test]
fn keys_of_other_types_are_an_error_of_their_record() {
    let image = image(&order("eve", 5, 1));
    let key = |customer: Value, number: Value| json!({ "customer": customer, "number": number });
    let (eve, five) = (json!({ "S": "eve" }), json!({ "N": "5" }));
    for keys in [
        key(five.clone(), five.clone()),
        key(eve.clone(), eve.clone()),
        key(json!({ "BOOL": true }), five.clone()),
        key(json!({ "M": {} }), five),
        key(eve, json!({ "N": "five" })),
    ] {
        error_of_the_record(record(2, "INSERT", keys.clone(), image.clone(), Value::Null));
        error_of_the_record(record(2, "REMOVE", keys, Value::Null, Value::Null));
    }
}

#[test]
fn other_attributes_in_the_keys_are_left_out() {
    let mut keys = keys();
    keys["extra"] = json!({ "S": "x" });
    let changes = around(record(2, "REMOVE", keys, Value::Null, Value::Null));
    let change = changes[1].as_ref().unwrap();
    assert_eq!(change.key, Key::new(("eve", 5)).unwrap());
    assert_eq!(change.key_attributes().unwrap().len(), 2);
}

fn of_kinesis(data: &str) -> Value {
    json!({ "eventID": "shard:2", "eventName": "aws:kinesis:record", "kinesis": { "data": data, "sequenceNumber": "2" } })
}

#[test]
fn data_of_kinesis_that_is_no_change_is_an_error_of_its_record() {
    let of_text = |text: &str| aws_smithy_types::base64::encode(text);
    let half = of_text(r#"{ "eventName": "INSERT", "dynamodb": "#);
    let bad = [
        "no base64!".to_owned(),
        of_text("no JSON"),
        half,
        of_text("{}"),
        of_text("7"),
        of_text(r#""secret""#),
        of_text(r#"{ "eventName": "INSERT", "dynamodb": "secret" }"#),
        of_text(r#"{ "eventName": "UPSERT", "dynamodb": { "Keys": {} } }"#),
        aws_smithy_types::base64::encode([0xFF, 0xFE]),
        String::new(),
    ];
    for data in bad {
        let error = error_of_the_record(of_kinesis(&data));
        assert!(error.item_key().is_none());
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    let keys = of_text(&json!({ "eventName": "UPSERT", "dynamodb": { "Keys": keys() } }).to_string());
    assert_has_key(&error_of_the_record(of_kinesis(&keys)));
}

#[test]
fn a_bad_record_is_not_the_end_of_the_batch() {
    let changes: Vec<_> = batch::<Order>("batch").into_iter().collect();
    assert_eq!(changes.len(), 7);
    assert_eq!(changes.iter().filter(|change| change.is_err()).count(), 1);
    assert!(changes[3].is_err());
}
