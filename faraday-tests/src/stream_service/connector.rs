//! The service as an HTTP client of the SDK.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use faraday::testing::{RecordedRequest, answer};
use http_body_util::BodyExt;
use tokio::time::sleep;

use super::{Fault, StreamService};
use crate::control_plane::failure::{Failure, Outcome};

const ENDPOINT: &str = "http://stream-service";
const ATTEMPTS: u32 = 2;

impl StreamService {
    /// Returns an SDK client for the service, and through it for the engine. It makes two attempts and has no time-out.
    ///
    /// Each client counts its retries separately, because the SDK stops retrying once a process has failed too often. The SDK takes its
    /// pauses between attempts from fastrand, so a test that calls `fastrand::seed` first can be repeated.
    pub fn client(&self) -> aws_sdk_dynamodb::Client {
        use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(credentials())
            .endpoint_url(ENDPOINT)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .retry_partition(RetryPartition::new(partition()))
            .http_client(self.clone())
            .build();
        aws_sdk_dynamodb::Client::from_conf(config)
    }

    /// Returns a client of DynamoDB Streams, made like [`Self::client`].
    pub fn streams_client(&self) -> aws_sdk_dynamodbstreams::Client {
        use aws_sdk_dynamodbstreams::config::BehaviorVersion;
        use aws_sdk_dynamodbstreams::config::retry::{RetryConfig, RetryPartition};
        let config = aws_sdk_dynamodbstreams::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(credentials())
            .endpoint_url(ENDPOINT)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .retry_partition(RetryPartition::new(partition()))
            .http_client(self.clone())
            .build();
        aws_sdk_dynamodbstreams::Client::from_conf(config)
    }

    async fn pause(&self) {
        let pause = self.state().settings.pause();
        if pause > Duration::ZERO {
            sleep(pause).await;
        }
    }
}

fn credentials() -> Credentials {
    Credentials::new("faraday", "faraday", None, None, "faraday-tests")
}

fn partition() -> String {
    static CLIENTS: AtomicU64 = AtomicU64::new(0);
    format!("stream-service-{}", CLIENTS.fetch_add(1, Ordering::Relaxed))
}

#[derive(Debug, Clone)]
struct Connector {
    service: StreamService,
    engine: SharedHttpConnector,
}

impl HttpClient for StreamService {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let engine = self.engine.config().http_client().expect("the engine is an HTTP client");
        let engine = engine.http_connector(settings, components);
        SharedHttpConnector::new(Connector { service: self.clone(), engine })
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move {
            connector.service.pause().await;
            let answer = connector.receive(request).await;
            connector.service.pause().await;
            answer
        })
    }
}

impl Connector {
    /// Answers a request, or makes it fail.
    async fn receive(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let recorded = RecordedRequest::of(&request);
        let Some(fault) = self.service.arrive(&recorded.operation, &recorded.json()) else {
            return self.answer(request, &recorded).await;
        };
        match fault.failure() {
            Some(failure) => written(Err(failure)),
            None if fault == Fault::NoAnswer => {
                // If nobody reads the body, the SDK gives it up.
                let _ = request.into_body().collect().await;
                std::future::pending().await
            }
            None => {
                self.answer(request, &recorded).await?;
                let error = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "connection reset by the test");
                Err(ConnectorError::io(Box::new(error)))
            }
        }
    }

    /// Returns the reply of the stream, or of the engine.
    async fn answer(&self, request: HttpRequest, recorded: &RecordedRequest) -> Result<HttpResponse, ConnectorError> {
        let (operation, body) = (recorded.operation.as_str(), recorded.json());
        let target = recorded.header("x-amz-target").unwrap_or_default();
        if target.starts_with("DynamoDBStreams_20120810.") {
            return written(self.service.state().answer(operation, &body));
        }
        if operation == "DescribeTable" && self.service.state().is_table(&body) {
            return written(Ok(self.service.state().describe_table()));
        }
        self.engine.call(request).await
    }
}

fn written(outcome: Outcome) -> Result<HttpResponse, ConnectorError> {
    match outcome {
        Ok(body) => answer(200, body.to_string()),
        Err(failure) => answer(failure.status, Failure::body(&failure).to_string()),
    }
}
