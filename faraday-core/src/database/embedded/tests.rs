use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, Put,
    ReturnValuesOnConditionCheckFailure, ScalarAttributeType, StreamSpecification, StreamViewType, TransactWriteItem,
};
use aws_smithy_types::body::SdkBody;

use super::*;
use crate::database::client::local_client;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn client(engine: &Engine) -> Client {
    local_client("http://embedded", "local", engine.connector())
}

async fn create_users(client: &Client) {
    client
        .create_table()
        .table_name("users")
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(
            AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build().unwrap(),
        )
        .key_schema(KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build().unwrap())
        .stream_specification(
            StreamSpecification::builder()
                .stream_enabled(true)
                .stream_view_type(StreamViewType::NewAndOldImages)
                .build()
                .unwrap(),
        )
        .send()
        .await
        .unwrap();
}

fn user(id: &str, age: u8) -> HashMap<String, AttributeValue> {
    HashMap::from([
        ("id".to_owned(), AttributeValue::S(id.to_owned())),
        ("age".to_owned(), AttributeValue::N(age.to_string())),
    ])
}

fn put_if_new(id: &str) -> TransactWriteItem {
    let put = Put::builder()
        .table_name("users")
        .set_item(Some(user(id, 1)))
        .condition_expression("attribute_not_exists(id)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()
        .unwrap();
    TransactWriteItem::builder().put(put).build()
}

#[test]
fn what_is_put_is_got_with_a_request_id_of_its_own() {
    run(async {
        let client = client(&Engine::memory().unwrap());
        create_users(&client).await;
        let put = client.put_item().table_name("users").set_item(Some(user("ann", 41))).send().await.unwrap();
        let get =
            client.get_item().table_name("users").key("id", AttributeValue::S("ann".into())).send().await.unwrap();
        assert_eq!(get.request_id().unwrap().len(), 52);
        assert_ne!(put.request_id(), get.request_id());
        assert_eq!(get.item, Some(user("ann", 41)));
    });
}

#[test]
fn a_failed_condition_carries_the_item() {
    run(async {
        let client = client(&Engine::memory().unwrap());
        create_users(&client).await;
        client.put_item().table_name("users").set_item(Some(user("ann", 41))).send().await.unwrap();
        let error = client
            .put_item()
            .table_name("users")
            .set_item(Some(user("ann", 42)))
            .condition_expression("attribute_not_exists(id)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await
            .unwrap_err()
            .into_service_error();
        assert!(error.is_conditional_check_failed_exception(), "{error:?}");
        let aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failed) = error else {
            panic!("not a failed condition");
        };
        assert_eq!(failed.item, Some(user("ann", 41)));

        let failed = client
            .execute_statement()
            .statement(r#"UPDATE "users" SET age = 7 WHERE id = 'ann' AND age = 3"#)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await
            .unwrap_err()
            .into_service_error();
        let aws_sdk_dynamodb::operation::execute_statement::ExecuteStatementError::ConditionalCheckFailedException(
            failed,
        ) = failed
        else {
            panic!("not a failed condition: {failed:?}");
        };
        assert_eq!(failed.item, Some(user("ann", 41)));
        assert!(failed.message.is_some());
    });
}

#[test]
fn errors_are_typed() {
    run(async {
        let client = client(&Engine::memory().unwrap());
        let error = client.describe_table().table_name("users").send().await.unwrap_err().into_service_error();
        assert!(error.is_resource_not_found_exception(), "{error:?}");
        create_users(&client).await;
        let key = AttributeValue::S("ann".into());
        let error =
            client.get_item().table_name("users").key("name", key).send().await.unwrap_err().into_service_error();
        assert_eq!(error.code(), Some("ValidationException"));
        let error = client
            .put_item()
            .table_name("users")
            .item("id", AttributeValue::Null(false))
            .send()
            .await
            .unwrap_err()
            .into_service_error();
        assert_eq!(error.code(), Some("ValidationException"));
        assert!(error.message().unwrap().starts_with("1 validation error detected: "), "{error:?}");
        let error = client.describe_limits().send().await.unwrap_err().into_service_error();
        assert_eq!(error.code(), Some("UnknownOperationException"));
    });
}

#[test]
fn a_cancelled_transaction_carries_its_reasons() {
    run(async {
        let client = client(&Engine::memory().unwrap());
        create_users(&client).await;
        client.put_item().table_name("users").set_item(Some(user("ann", 41))).send().await.unwrap();
        let error = client
            .transact_write_items()
            .transact_items(put_if_new("bob"))
            .transact_items(put_if_new("ann"))
            .send()
            .await
            .unwrap_err()
            .into_service_error();
        let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
            cancelled,
        ) = error
        else {
            panic!("not cancelled: {error:?}");
        };
        let reasons = cancelled.cancellation_reasons();
        assert_eq!(reasons[0].code(), Some("None"));
        assert_eq!(reasons[1].code(), Some("ConditionalCheckFailed"));
        assert_eq!(reasons[1].item, Some(user("ann", 41)));
    });
}

#[test]
fn the_streams_of_a_table_are_answered_under_their_own_target() {
    run(async {
        let engine = Engine::memory().unwrap();
        create_users(&client(&engine)).await;
        let mut request = HttpRequest::new(SdkBody::from(r#"{"TableName":"users"}"#));
        request.headers_mut().insert("x-amz-target", "DynamoDBStreams_20120810.ListStreams");
        let answer = engine.call(request).await.unwrap();
        assert!(answer.status().is_success());
        let answer: serde_json::Value = serde_json::from_slice(answer.body().bytes().unwrap()).unwrap();
        assert_eq!(answer["Streams"].as_array().unwrap().len(), 1, "{answer}");
    });
}

#[test]
fn on_disk_the_data_outlive_the_engine() {
    run(async {
        let path = std::env::temp_dir().join(format!("faraday-embedded-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let first = client(&Engine::open(&path).unwrap());
        create_users(&first).await;
        first.put_item().table_name("users").set_item(Some(user("ann", 41))).send().await.unwrap();
        drop(first);
        let second = client(&Engine::open(&path).unwrap());
        let key = AttributeValue::S("ann".into());
        let get = second.get_item().table_name("users").key("id", key).send().await.unwrap();
        assert_eq!(get.item, Some(user("ann", 41)));
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
    });
}

fn request(operation: &str, body: &str) -> HttpRequest {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.headers_mut().insert("x-amz-target", format!("DynamoDB_20120810.{operation}"));
    request
}

/// The key limits are never those of a table as it was before a change, even if other tasks write during the change.
#[test]
fn the_keys_of_a_new_index_are_checked_although_others_write_while_it_is_made() {
    const INDEX: &str = r#"{"TableName":"users","AttributeDefinitions":[{"AttributeName":"name","AttributeType":"S"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"by_name","KeySchema":[{"AttributeName":"name","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}}]}"#;
    for round in 0..200 {
        let engine = Engine::memory().unwrap();
        run(create_users(&client(&engine)));
        let put = |name: &str| {
            let body = format!(r#"{{"TableName":"users","Item":{{"id":{{"S":"ann"}},"name":{{"S":"{name}"}}}}}}"#);
            engine.answer(&request("PutItem", &body)).unwrap().status().is_success()
        };
        let (is_over, written) = (std::sync::atomic::AtomicBool::new(false), AtomicU64::new(0));
        std::thread::scope(|threads| {
            for _ in 0..3 {
                threads.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        assert!(put("Ann"));
                        written.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            while written.load(Ordering::Relaxed) < 20 {
                std::thread::yield_now();
            }
            assert!(engine.answer(&request("UpdateTable", INDEX)).unwrap().status().is_success());
            is_over.store(true, Ordering::Relaxed);
        });
        // The engine itself does not check the length.
        assert!(put("Ann") && !put(&"x".repeat(2_049)), "round {round}");
    }
}
