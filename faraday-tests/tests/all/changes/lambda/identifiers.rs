//! The identifiers of records in the response, and the response as AWS documents it.

use faraday::changes::{BatchResponse, Change};
use serde_json::{Value, json};

use super::fixture::{Order, batch, batch_of, text};

/// The answer to a batch whose records all fail.
async fn answer_of_failures(name: &str) -> Value {
    let response = batch::<Order>(name).each_in_order(async |_: Change<Order>| Err("failed")).await;
    serde_json::to_value(&response).unwrap()
}

/// What stands in each record at this place.
fn members(name: &str, pointer: &str) -> Value {
    let event: Value = serde_json::from_str(&text(name)).unwrap();
    let records = event.get("Records").unwrap_or(&event).as_array().unwrap();
    let of = |record: &Value| json!({ "itemIdentifier": record.pointer(pointer).unwrap() });
    json!({ "batchItemFailures": records.iter().map(of).collect::<Vec<_>>() })
}

#[tokio::test]
async fn lambda_knows_a_record_by_its_sequence_number() {
    assert_eq!(answer_of_failures("batch").await, members("batch", "/dynamodb/SequenceNumber"));
    assert_eq!(answer_of_failures("kinesis").await, members("kinesis", "/kinesis/sequenceNumber"));
}

#[tokio::test]
async fn a_pipe_knows_a_record_by_its_event_id() {
    assert_eq!(answer_of_failures("pipes").await, members("pipes", "/eventID"));
    assert_eq!(answer_of_failures("pipes_kinesis").await, members("pipes_kinesis", "/eventID"));
}

#[test]
fn the_answer_is_as_aws_documents_it() {
    let json = |response: &BatchResponse| serde_json::to_string(response).unwrap();
    assert_eq!(json(&BatchResponse::success()), r#"{"batchItemFailures":[]}"#);
    let two = BatchResponse::success().failed("111").failed("222");
    assert_eq!(json(&two), r#"{"batchItemFailures":[{"itemIdentifier":"111"},{"itemIdentifier":"222"}]}"#);
    assert!(!two.is_success());
    assert!(BatchResponse::default().is_success());
}

#[test]
fn a_reported_failure_has_no_error_and_was_not_left_out() {
    let response = BatchResponse::success().failed("111");
    let failure = &response.failures()[0];
    assert_eq!((failure.identifier(), failure.error().is_some(), failure.is_left_out()), ("111", false, false));
    assert_eq!(failure.to_string(), "record 111: failed");
}

#[test]
fn a_batch_may_be_walked_with_identifiers() {
    let mut response = BatchResponse::success();
    for (identifier, change) in batch::<Order>("batch").with_identifiers() {
        if change.is_err() {
            response = response.failed(identifier);
        }
    }
    assert_eq!(response.failures().len(), 1);
    let expected = members("batch", "/dynamodb/SequenceNumber");
    assert_eq!(response.failures()[0].identifier(), expected["batchItemFailures"][3]["itemIdentifier"]);
}

#[test]
fn an_empty_sequence_number_is_answered_as_it_is() {
    // Lambda then sends the whole batch again.
    let mut record = super::fixture::inserted("", &super::fixture::order("ann", 1, 1));
    record["eventID"] = Value::Null;
    let identifiers: Vec<_> =
        batch_of::<Order>([record]).with_identifiers().map(|(identifier, _)| identifier).collect();
    assert_eq!(identifiers, [""]);
}
