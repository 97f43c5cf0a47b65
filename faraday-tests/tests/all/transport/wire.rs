//! The wire path: the bodies are faraday's, and everything else is the SDK's.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Item, Table, database::Codec};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

fn ann() -> User {
    User { id: "ann".into(), visits: 1 }
}

#[tokio::test]
async fn the_decoder_in_effect_is_faradays() {
    // The SDK's own decoder refuses an attribute of a type that it does not know, even where nobody reads it; faraday's
    // passes over what it is not asked for.
    let answer = r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"1"},"spare":{"S":{"odd":[1]}}}}"#;
    let canned = Canned::answering(answer);
    let error = Table::<User>::get("ann").on(&Database::builder(canned.client()).codec(Codec::Map).build()).await;
    assert!(error.is_err());
    let got = Table::<User>::get("ann").on(&Database::new(canned.client())).await;
    assert_eq!(got.unwrap(), Some(ann()));
}

#[tokio::test]
async fn a_request_is_signed_and_addressed_by_the_sdk() {
    let canned = Canned::answering("{}");
    Table::<User>::put(&ann()).on(&Database::new(canned.client())).await.unwrap();
    let request = canned.last();
    assert_eq!(request.operation, "PutItem");
    assert_eq!(request.text(), r#"{"TableName":"users","Item":{"id":{"S":"ann"},"visits":{"N":"1"}}}"#);
    assert_eq!(request.header("content-type"), Some("application/x-amz-json-1.0"));
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
    assert!(request.header("authorization").is_some_and(|value| value.contains("Signature=")));
    assert!(request.uri.starts_with("http://canned"), "{}", request.uri);
}

/// Runs with the table and one item, over faults.
async fn with_ann(test: impl AsyncFnOnce(&Faults)) {
    let (client, faults) = Faults::new().over(&environment::client());
    with_table_of::<User>(own_database_over(client, Codec::Wire), async |_: &Database| {
        Table::<User>::put(&ann()).await.unwrap();
        faults.reset();
        test(&faults).await;
        assert_eq!(faults.pending(), 0);
    })
    .await;
}

fn assert_same_bodies(faults: &Faults, operation: &str, count: usize) {
    let requests = faults.recorded().of(operation);
    assert_eq!(requests.len(), count);
    assert!(requests.iter().all(|request| request.body == requests[0].body && !request.body.is_empty()));
}

#[tokio::test]
async fn a_throttled_request_is_sent_again() {
    with_ann(async |faults| {
        faults.fail_next_times("GetItem", 2, Fault::Throttled);
        assert_eq!(Table::<User>::get("ann").consistent().await.unwrap(), Some(ann()));
        assert_same_bodies(faults, "GetItem", 3);
        faults.fail_next("PutItem", Fault::Throttling).fail_next("PutItem", Fault::InternalServerError);
        assert_eq!(Table::<User>::put(&ann()).returning_old().await.unwrap(), Some(ann()));
        assert_same_bodies(faults, "PutItem", 3);
        faults.fail_next("Query", Fault::InternalServerError);
        assert_eq!(Table::<User>::query("ann").await.unwrap().len(), 1);
        assert_same_bodies(faults, "Query", 2);
    })
    .await;
}

#[tokio::test]
async fn a_request_that_is_throttled_too_often_says_so() {
    with_ann(async |faults| {
        faults.fail_next_times("GetItem", 3, Fault::Throttled);
        let error = Table::<User>::get("ann").await.unwrap_err();
        assert!(error.is_throttled(), "{error}");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::ProvisionedThroughputExceeded, Some("GetItem")));
        assert_eq!(error.request_id(), Some("CANNED"));
        faults.fail_next_times("DeleteItem", 3, Fault::Throttling);
        let error = Table::<User>::delete("ann").await.unwrap_err();
        assert_eq!((error.kind(), error.is_throttled()), (ErrorKind::Throttling, true));
        faults.fail_next_times("UpdateItem", 3, Fault::InternalServerError);
        let error = Table::<User>::update("ann").add(User::VISITS, 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InternalServerError);
    })
    .await;
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_sent_again() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_ann(async |faults| {
        faults.fail_next("PutItem", Fault::AnswerLost);
        let bob = User { id: "bob".into(), visits: 5 };
        assert_eq!(Table::<User>::put(&bob).returning_old().await.unwrap(), Some(bob.clone()));
        assert_same_bodies(faults, "PutItem", 2);
        // A condition sees its own first attempt.
        faults.fail_next("UpdateItem", Fault::AnswerLost);
        let update =
            Table::<User>::update("bob").add(User::VISITS, 1).condition(User::VISITS.eq(5)).returning_current();
        let error = update.await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(error.current::<User>().unwrap().unwrap().visits, 6);
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again_and_then_an_error() {
    with_ann(async |faults| {
        faults.fail_next("GetItem", Fault::Disconnected);
        assert_eq!(Table::<User>::get("ann").consistent().await.unwrap(), Some(ann()));
        faults.fail_next_times("GetItem", 3, Fault::Disconnected);
        let error = Table::<User>::get("ann").await.unwrap_err();
        assert!(error.is_unreachable(), "{error}");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unreachable, Some("GetItem")));
        assert!(std::error::Error::source(&error).is_some());
    })
    .await;
}

#[tokio::test]
async fn an_endpoint_that_nobody_listens_on_is_unreachable() {
    let db = Database::local("http://127.0.0.1:1");
    let quick = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let db = Database::new(Client::from_conf(db.client().config().to_builder().retry_config(quick).build()));
    let error = Table::<User>::get("ann").on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.is_unreachable()), (ErrorKind::Unreachable, true), "{error}");
    let error = Table::<User>::create().on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unreachable, Some("CreateTable")), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_takes_too_long_is_a_time_out_error() {
    let (client, faults) = Faults::new().over(&environment::client());
    let time_out = TimeoutConfig::builder().operation_timeout(Duration::from_millis(50)).build();
    let client = Client::from_conf(client.config().to_builder().timeout_config(time_out).build());
    faults.fail_next("GetItem", Fault::Delayed(Duration::from_secs(30)));
    let start = tokio::time::Instant::now();
    let error = Table::<User>::get("ann").on(&Database::new(client)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_unreachable()), (ErrorKind::Timeout, true), "{error}");
    assert_eq!(start.elapsed(), Duration::from_millis(50));
}
