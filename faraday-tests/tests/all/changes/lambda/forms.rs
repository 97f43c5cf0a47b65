//! Any deserializer can read a batch, with the same result.

use std::collections::HashMap;

use faraday::Result;
use faraday::changes::{Change, ChangeBatch};
use serde::Deserialize;
use serde_json::Value;

use super::fixture::{Order, text};

const EVENTS: [&str; 9] =
    ["insert", "modify", "remove", "expired", "keys_only", "kinesis", "pipes", "pipes_kinesis", "window"];

fn taken(batch: ChangeBatch<Order>) -> Vec<Change<Order>> {
    batch.into_iter().collect::<Result<_>>().unwrap()
}

#[test]
fn texts_readers_and_values_give_the_same_changes() {
    for name in EVENTS {
        let text = text(name);
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = taken(serde_json::from_str(&text).unwrap());
        assert!(!expected.is_empty(), "{name}");
        assert_eq!(taken(serde_json::from_slice(text.as_bytes()).unwrap()), expected, "{name}");
        assert_eq!(taken(serde_json::from_reader(text.as_bytes()).unwrap()), expected, "{name}");
        assert_eq!(taken(ChangeBatch::deserialize(&value).unwrap()), expected, "{name}");
        assert_eq!(taken(serde_json::from_value(value).unwrap()), expected, "{name}");
    }
}

/// `lambda_runtime` reads the payload of a handler so.
#[test]
fn wrappers_that_follow_the_path_give_the_same_changes() {
    for name in EVENTS {
        let text = text(name);
        let expected = taken(serde_json::from_str(&text).unwrap());
        let mut json = serde_json::Deserializer::from_str(&text);
        assert_eq!(taken(serde_path_to_error::deserialize(&mut json).unwrap()), expected, "{name}");
    }
    let mut json = serde_json::Deserializer::from_str(r#"{ "Records": [{ "eventName": "INSERT", "dynamodb": 7 }] }"#);
    let error = serde_path_to_error::deserialize::<_, ChangeBatch<Order>>(&mut json).unwrap_err();
    assert_eq!(error.path().to_string(), "Records[0].dynamodb");
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    Warm { warm: bool },
    Changes(ChangeBatch<Order>),
}

#[test]
fn one_function_may_take_other_events_as_well() {
    for name in EVENTS {
        let expected = taken(serde_json::from_str(&text(name)).unwrap());
        match serde_json::from_str(&text(name)).unwrap() {
            Event::Changes(batch) => assert_eq!(taken(batch), expected, "{name}"),
            Event::Warm { .. } => panic!("{name} is a batch"),
        }
    }
    assert!(matches!(serde_json::from_str(r#"{ "warm": true }"#).unwrap(), Event::Warm { warm: true }));
}

/// The event of a tumbling window.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WindowEvent {
    #[serde(flatten)]
    batch: ChangeBatch<Order>,
    state: HashMap<String, String>,
    is_final_invoke_for_window: bool,
}

#[test]
fn the_state_of_a_window_is_read_beside_the_batch() {
    let event: WindowEvent = serde_json::from_str(&text("window")).unwrap();
    assert_eq!((event.state["ann"].as_str(), event.is_final_invoke_for_window), ("1", false));
    assert_eq!(taken(event.batch), taken(serde_json::from_str(&text("window")).unwrap()));
}

#[test]
fn members_come_in_any_order() {
    let event: Value = serde_json::from_str(&text("modify")).unwrap();
    let data = &event["Records"][0]["dynamodb"];
    let member = |name: &str| format!(r#""{name}": {}"#, data[name]);
    let names = ["OldImage", "SequenceNumber", "ApproximateCreationDateTime", "NewImage", "Keys"];
    let data = names.map(member).join(", ");
    let turned =
        format!(r#"{{ "x": [1], "Records": [{{ "dynamodb": {{ {data} }}, "eventName": "MODIFY" }}], "y": {{}} }}"#);
    assert_eq!(taken(serde_json::from_str(&turned).unwrap()), taken(serde_json::from_str(&text("modify")).unwrap()));
}
