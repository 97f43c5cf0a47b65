//! The client of change streams: it has the settings of the client for DynamoDB.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{AppName, Builder, Credentials, Region};
use faraday::testing::{Canned, RecordedRequest};
use faraday::{Database, ErrorKind};

const STREAM: &str =
    r#"{"StreamDescription":{"StreamArn":"arn","TableName":"orders","StreamStatus":"ENABLED","Shards":[]}}"#;

/// Keys that change each time, as those of a role do.
#[derive(Debug, Default)]
struct Rotating(AtomicUsize);

impl ProvideCredentials for Rotating {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let credentials = Credentials::new(format!("KEY{number}"), "secret", Some("token".into()), None, "test");
        future::ProvideCredentials::ready(Ok(credentials))
    }
}

/// The settings of a program in the cloud, over a connector that answers with a stream.
fn settings(canned: &Canned) -> Builder {
    let config = canned.client().config().to_builder();
    config.region(Region::new("eu-north-1")).credentials_provider(Rotating::default())
}

async fn described(canned: &Canned, config: Builder) -> RecordedRequest {
    let db = Database::new(Client::from_conf(config.build()));
    assert_eq!(db.describe_stream("arn").await.unwrap().table, "orders");
    canned.last()
}

fn in_the_cloud(config: Builder) -> Builder {
    let mut config = config;
    config.set_endpoint_url(None);
    config
}

#[tokio::test]
async fn region_credentials_and_name_are_those_of_the_client() {
    let canned = Canned::answering(STREAM);
    let config = in_the_cloud(settings(&canned)).app_name(AppName::new("shop").unwrap());
    let sent = described(&canned, config).await;
    assert!(sent.uri.starts_with("https://streams.dynamodb.eu-north-1.amazonaws.com"), "{}", sent.uri);
    let signature = sent.header("authorization").unwrap();
    assert!(signature.contains("Credential=KEY") && signature.contains("/eu-north-1/dynamodb/"), "{signature}");
    assert_eq!(sent.header("x-amz-security-token"), Some("token"));
    assert!(
        sent.header("user-agent").unwrap_or_default().contains("shop")
            || sent.header("x-amz-user-agent").unwrap().contains("shop")
    );
    assert_eq!(sent.header("x-amz-target"), Some("DynamoDBStreams_20120810.DescribeStream"));
}

#[tokio::test]
async fn the_endpoint_is_that_of_the_client_unless_it_is_dynamodbs_alone() {
    let canned = Canned::answering(STREAM);
    let local = described(&canned, settings(&canned).endpoint_url("http://localhost:8000")).await;
    assert!(local.uri.starts_with("http://localhost:8000"), "{}", local.uri);
    let of_dynamodb = settings(&canned).endpoint_url("https://dynamodb.eu-north-1.amazonaws.com");
    let cloud = described(&canned, of_dynamodb).await;
    assert!(cloud.uri.starts_with("https://streams.dynamodb.eu-north-1.amazonaws.com"), "{}", cloud.uri);
    let fips =
        described(&canned, in_the_cloud(settings(&canned)).region(Region::new("us-east-1")).use_fips(true)).await;
    assert!(fips.uri.contains("fips"), "{}", fips.uri);
}

#[tokio::test]
async fn a_request_is_tried_as_often_as_by_the_client() {
    for attempts in [1, 2] {
        let canned = Canned::answering("{}").with_status(500);
        let retry = RetryConfig::standard().with_max_attempts(attempts).with_initial_backoff(std::time::Duration::ZERO);
        let db = Database::new(Client::from_conf(settings(&canned).retry_config(retry).build()));
        let error = db.describe_stream("arn").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InternalServerError);
        assert_eq!(canned.recorded().len(), attempts as usize);
    }
}

#[tokio::test]
async fn a_client_that_is_given_is_used() {
    let (canned, other) = (Canned::answering(STREAM), Canned::answering(STREAM));
    let config = aws_sdk_dynamodbstreams::config::Builder::new()
        .behavior_version(aws_sdk_dynamodbstreams::config::BehaviorVersion::latest())
        .region(Region::new("us-west-2"))
        .credentials_provider(Credentials::new("OTHER", "secret", None, None, "test"))
        .http_client(other.client().config().http_client().unwrap())
        .build();
    let streams = aws_sdk_dynamodbstreams::Client::from_conf(config);
    let db = Database::builder(canned.client()).streams_client(streams).build();
    db.describe_stream("arn").await.unwrap();
    assert!(canned.recorded().is_empty());
    assert!(other.last().header("authorization").unwrap().contains("OTHER"));
}

#[tokio::test]
async fn an_answer_that_is_cut_off_or_garbled_is_an_error_without_its_content() {
    for body in
        [r#"{"Records":[{"secret":"#, r#"{"Records":["secret"]}"#, r#"{"Records":[{"eventName":"secret"}]}"#, "[]", ""]
    {
        let canned = Canned::answering(body);
        let db = Database::new(Client::from_conf(settings(&canned).retry_config(RetryConfig::disabled()).build()));
        let error = faraday::Table::<super::world::User>::records("iterator").on(&db).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::Other), "{body}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}
