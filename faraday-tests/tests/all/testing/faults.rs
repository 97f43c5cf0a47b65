//! Faults, canned replies and the record of requests with the SDK's own client: how the SDK reacts to each fault.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use faraday::testing::{Canned, Fault, Faults};

const TABLE: &str = "faraday-testing";

/// A new table with one item, behind faults, with what it took forgotten.
async fn ann() -> (Client, Faults) {
    let client = faraday::Database::embedded().unwrap().client().clone();
    let id = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S);
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash);
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(id.build().unwrap())
        .key_schema(key.build().unwrap())
        .send()
        .await
        .unwrap();
    client.put_item().table_name(TABLE).item("id", AttributeValue::S("ann".into())).send().await.unwrap();
    Faults::new().over(&client)
}

#[tokio::test(start_paused = true)]
async fn two_throttles_are_retried_with_the_same_body() {
    let (client, faults) = ann().await;
    faults.fail_next_times("GetItem", 2, Fault::Throttled);
    let get = client.get_item().table_name(TABLE).key("id", AttributeValue::S("ann".into()));
    let started = tokio::time::Instant::now();
    assert!(get.send().await.unwrap().item.is_some());
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    let requests = faults.recorded().of("GetItem");
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0].body, requests[2].body);
    assert_eq!(requests[0].json()["Key"]["id"]["S"], "ann");
    assert_eq!(requests[0].header("X-Amz-Target"), Some("DynamoDB_20120810.GetItem"));
    assert_eq!(faults.pending(), 0);
}

#[tokio::test]
async fn faults_that_do_not_end_are_typed_errors() {
    let (client, faults) = ann().await;
    let get = client.get_item().table_name(TABLE).key("id", AttributeValue::S("ann".into()));
    faults.fail_next_times("GetItem", 20, Fault::Throttled);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert!(error.is_provisioned_throughput_exceeded_exception(), "{error:?}");
    faults.reset();
    faults.fail_next_times("GetItem", 20, Fault::InternalServerError);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert!(error.is_internal_server_error(), "{error:?}");
    faults.reset();
    faults.fail_next_times("GetItem", 20, Fault::Throttling);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert_eq!(error.code(), Some("ThrottlingException"));
    faults.reset();
    faults.fail_next_times("GetItem", 20, Fault::Disconnected);
    let error = get.clone().send().await.unwrap_err();
    assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_io()), "{error:?}");
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_was_applied_and_is_sent_again() {
    let (client, faults) = ann().await;
    faults.fail_next("UpdateItem", Fault::AnswerLost);
    client
        .update_item()
        .table_name(TABLE)
        .key("id", AttributeValue::S("ann".into()))
        .update_expression("ADD visits :one")
        .expression_attribute_values(":one", AttributeValue::N("1".into()))
        .send()
        .await
        .unwrap();
    assert_eq!(faults.recorded().count("UpdateItem"), 2);
    let get = client.get_item().table_name(TABLE).key("id", AttributeValue::S("ann".into())).send().await.unwrap();
    assert_eq!(get.item.unwrap()["visits"], AttributeValue::N("2".into()));
}

#[tokio::test]
async fn an_injected_answer_is_given_in_place_of_the_engines() {
    let (client, faults) = ann().await;
    let body = r#"{"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"ann"}}}}]}}"#;
    faults.fail_next("BatchWriteItem", Fault::Answer { status: 200, body: body.to_owned() });
    let answer = client.batch_write_item().set_request_items(Some(Default::default())).send().await.unwrap();
    assert_eq!(answer.unprocessed_items.unwrap()["t"].len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_delay_longer_than_the_time_out_is_a_time_out_error() {
    let (client, faults) = ann().await;
    faults.fail_next("GetItem", Fault::Delayed(Duration::from_secs(30)));
    let time_out = TimeoutConfig::builder().operation_timeout(Duration::from_millis(50)).build();
    let error = client
        .get_item()
        .table_name(TABLE)
        .key("id", AttributeValue::S("ann".into()))
        .customize()
        .config_override(aws_sdk_dynamodb::Config::builder().timeout_config(time_out))
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, SdkError::TimeoutError(_)), "{error:?}");
}

#[tokio::test]
async fn a_canned_answer_is_given_and_the_request_kept() {
    let canned = Canned::answering(r#"{"TableNames":["orders"]}"#);
    let tables = canned.client().list_tables().limit(7).send().await.unwrap();
    assert_eq!(tables.table_names(), ["orders"]);
    assert_eq!(canned.last().operation, "ListTables");
    assert_eq!(canned.last().text(), r#"{"Limit":7}"#);
    let refused = Canned::answering(r#"{"__type":"x#ResourceNotFoundException"}"#).with_status(400);
    let error = refused.client().describe_table().table_name("t").send().await.unwrap_err().into_service_error();
    assert!(error.is_resource_not_found_exception());
    assert_eq!(refused.recorded().len(), 1);
}
