//! The debug form of a batch, a change or a response, and their errors, show no value of an item.

use std::error::Error as _;

use faraday::changes::{Change, ChangeBatch};
use faraday::{Error, Item, Table};
use serde_json::{Value, json};

use super::fixture::{batch_of, image, inserted, keys_in, record};

/// Stands in every value; none of its parts is in a name.
const SECRET: &str = "zq7!xv";
const NUMBER: u64 = 918_273_645;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    number: u64,
    name: String,
}

/// The same table through another struct, which the items do not fit.
#[derive(Debug, Item)]
#[faraday(table = "users")]
#[allow(dead_code)]
struct Other {
    #[faraday(partition_key)]
    id: String,
    #[faraday(sort_key)]
    number: u64,
    name: u64,
}

fn user() -> User {
    User { id: SECRET.into(), number: NUMBER, name: SECRET.into() }
}

fn assert_discreet(text: &str) {
    assert!(!text.is_empty());
    for secret in [SECRET, "918273645", "enE3IXh2"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

fn assert_tells_nothing(error: &Error) {
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert_discreet(&text);
    }
    let mut cause = error.source();
    while let Some(source) = cause {
        assert_discreet(&format!("{source} {source:?}"));
        cause = source.source();
    }
}

#[tokio::test]
async fn batches_changes_and_answers_do_not_show_values() {
    let batch = || batch_of::<User>([inserted(1, &user())]);
    let change: Change<User> = batch().into_iter().next().unwrap().unwrap();
    let response = batch_of::<Other>([inserted(1, &user())]).each_in_order(async |_| Ok::<_, String>(())).await;
    for text in [
        format!("{:?} {:#?}", batch(), batch()),
        format!("{:?}", batch().into_iter()),
        format!("{change:?} {change:#?}"),
        format!("{:?} {:?}", change.kind, change.key),
        format!("{response:?} {response:#?} {}", response.failures()[0]),
        serde_json::to_string(&response).unwrap(),
        format!("{:?}", Table::<User>::get(&change.key)),
    ] {
        assert_discreet(&text);
    }
}

#[test]
fn errors_of_records_do_not_show_values() {
    let image = image(&user());
    let garbled = [
        json!(SECRET),
        json!(NUMBER),
        json!([SECRET]),
        json!({ "id": SECRET }),
        json!({ "id": { "S": SECRET }, "number": { "N": SECRET }, "name": { "S": SECRET } }),
        json!({ "id": { "S": SECRET }, "number": { "N": NUMBER }, "name": { SECRET: SECRET } }),
        json!({ "id": { "B": SECRET } }),
    ];
    let keys = || keys_in::<User>(&image);
    let of_images = garbled.iter().map(|garbled| record(1, "INSERT", keys(), garbled.clone(), Value::Null));
    let of_keys = garbled[..4].iter().map(|garbled| record(1, "INSERT", garbled.clone(), image.clone(), Value::Null));
    let of_event = [record(1, SECRET, keys(), image.clone(), Value::Null)];
    for record in of_images.chain(of_keys).chain(of_event) {
        let error = batch_of::<User>([record]).into_iter().next().unwrap().unwrap_err();
        assert_tells_nothing(&error);
    }
    assert_tells_nothing(&batch_of::<Other>([inserted(1, &user())]).into_iter().next().unwrap().unwrap_err());
}

#[test]
fn errors_of_kinesis_do_not_show_values() {
    let data = |json: &str| aws_smithy_types::base64::encode(json);
    for data in [
        SECRET.to_owned(),
        data(SECRET),
        data(&json!(SECRET).to_string()),
        data(&json!({ "eventName": "INSERT", "dynamodb": SECRET }).to_string()),
        data(&json!({ "eventName": NUMBER, "dynamodb": { "Keys": {} } }).to_string()),
        data(&json!({ "eventName": "INSERT", "dynamodb": { "Keys": { "id": { "S": SECRET } } } }).to_string()),
    ] {
        let record = json!({ "kinesis": { "data": data, "sequenceNumber": "1" } });
        let error = batch_of::<User>([record]).into_iter().next().unwrap().unwrap_err();
        assert_tells_nothing(&error);
    }
}

#[test]
fn errors_of_events_do_not_show_values() {
    for event in [
        json!(SECRET),
        json!(NUMBER),
        json!([SECRET]),
        json!([NUMBER, SECRET]),
        json!({ "Records": SECRET }),
        json!({ "Records": [SECRET] }),
        json!({ "Records": [{ "body": SECRET }] }),
        json!({ "Records": [{ "eventName": "INSERT", "dynamodb": SECRET }] }),
        json!({ "Records": [{ "kinesis": SECRET }] }),
        json!({ "Records": [{ "userIdentity": SECRET }] }),
        json!({ "id": SECRET, "name": { "S": SECRET } }),
    ] {
        let error = serde_json::from_value::<ChangeBatch<User>>(event.clone()).unwrap_err();
        assert_discreet(&format!("{error} {error:?}"));
        let error = serde_json::from_str::<ChangeBatch<User>>(&event.to_string()).unwrap_err();
        assert_discreet(&format!("{error} {error:?}"));
    }
}
