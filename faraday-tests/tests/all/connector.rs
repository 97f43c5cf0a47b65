//! The connectors that other tests stand on, and what the SDK makes of their faults.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use faraday_tests::connector::{Canned, Fault, Faults, with_faults};
use faraday_tests::environment;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const TABLE: &str = "faraday-connector";

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
    with_faults(&client)
}

#[tokio::test(start_paused = true)]
async fn two_throttles_are_retried_with_the_same_body() {
    let (client, faults) = ann().await;
    faults.inject("GetItem", 2, Fault::Throttle);
    let get = client.get_item().table_name(TABLE).key("id", AttributeValue::S("ann".into()));
    let started = tokio::time::Instant::now();
    assert!(get.send().await.unwrap().item.is_some());
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    let requests = faults.requests_of("GetItem");
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
    faults.inject("GetItem", 20, Fault::Throttle);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert!(error.is_provisioned_throughput_exceeded_exception(), "{error:?}");
    faults.reset();
    faults.inject("GetItem", 20, Fault::InternalServerError);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert!(error.is_internal_server_error(), "{error:?}");
    faults.reset();
    faults.inject("GetItem", 20, Fault::Throttling);
    let error = get.clone().send().await.unwrap_err().into_service_error();
    assert_eq!(error.code(), Some("ThrottlingException"));
    faults.reset();
    faults.inject("GetItem", 20, Fault::Disconnect);
    let error = get.clone().send().await.unwrap_err();
    assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_io()), "{error:?}");
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_was_applied_and_is_sent_again() {
    let (client, faults) = ann().await;
    faults.inject("UpdateItem", 1, Fault::LoseAnswer);
    client
        .update_item()
        .table_name(TABLE)
        .key("id", AttributeValue::S("ann".into()))
        .update_expression("ADD visits :one")
        .expression_attribute_values(":one", AttributeValue::N("1".into()))
        .send()
        .await
        .unwrap();
    assert_eq!(faults.count("UpdateItem"), 2);
    let get = client.get_item().table_name(TABLE).key("id", AttributeValue::S("ann".into())).send().await.unwrap();
    assert_eq!(get.item.unwrap()["visits"], AttributeValue::N("2".into()));
}

#[tokio::test]
async fn an_injected_answer_is_given_in_place_of_the_engines() {
    let (client, faults) = ann().await;
    let body = r#"{"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"ann"}}}}]}}"#;
    faults.inject("BatchWriteItem", 1, Fault::Answer { status: 200, body: body.to_owned() });
    let answer = client.batch_write_item().set_request_items(Some(Default::default())).send().await.unwrap();
    assert_eq!(answer.unprocessed_items.unwrap()["t"].len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_delay_longer_than_the_time_out_is_a_time_out_error() {
    let (client, faults) = ann().await;
    faults.inject("GetItem", 1, Fault::Delay(Duration::from_secs(30)));
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
    assert_eq!(refused.requests().len(), 1);
}

#[tokio::test]
async fn the_engine_of_the_environment_answers() {
    environment::client().list_tables().send().await.unwrap();
}

/// The client for `http://` endpoints reaches a server over TCP, without TLS.
#[tokio::test]
async fn a_local_server_is_reached_over_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"{}") {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
        }
        let body = r#"{"TableNames":["orders"]}"#;
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    let database = faraday::Database::local(&endpoint);
    assert_eq!(database.client().list_tables().send().await.unwrap().table_names(), ["orders"]);
    let request = server.await.unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("x-amz-target: DynamoDB_20120810.ListTables\r\n"), "{request}");
}
