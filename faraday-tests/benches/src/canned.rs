//! A connector that always gives the same answer, at once or after a delay.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;

/// A prepared answer.
#[derive(Debug, Clone)]
pub struct Answer {
    body: Bytes,
    /// DynamoDB sends a checksum with every answer, and faraday verifies it.
    checksum: String,
}

impl Answer {
    pub fn new(body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self { checksum: crc32fast::hash(&body).to_string(), body }
    }

    pub fn response(&self) -> HttpResponse {
        let status = 200u16.try_into().expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(self.body.clone()));
        response.headers_mut().insert("x-amz-crc32", self.checksum.clone());
        response
    }

    /// Returns this answer after a delay.
    pub fn late(&self, delay: Duration) -> HttpConnectorFuture {
        let response = self.response();
        HttpConnectorFuture::new(async move {
            tokio::time::sleep(delay).await;
            Ok(response)
        })
    }
}

#[derive(Debug, Clone)]
struct Canned {
    answer: Answer,
    delay: Option<Duration>,
}

impl HttpConnector for Canned {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        match self.delay {
            None => HttpConnectorFuture::ready(Ok(self.answer.response())),
            Some(delay) => self.answer.late(delay),
        }
    }
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// Returns a client that gets this answer to every request.
pub fn client(answer: Vec<u8>) -> Client {
    client_of(Canned { answer: Answer::new(answer), delay: None })
}

/// Returns a client that gets this answer to every request, after a delay.
pub fn late_client(answer: Vec<u8>, delay: Duration) -> Client {
    client_of(Canned { answer: Answer::new(answer), delay: Some(delay) })
}

/// Returns a client that uses this connector.
pub fn client_of(http: impl HttpClient + 'static) -> Client {
    Client::from_conf(config(http).build())
}

/// Returns the settings of a client that uses this connector.
pub fn config(http: impl HttpClient + 'static) -> aws_sdk_dynamodb::config::Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("key", "secret", None, None, "bench"))
        .http_client(http)
}
