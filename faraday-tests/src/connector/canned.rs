use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;

use super::Recorded;

/// A server that gives every request the same answer, and remembers the requests: for tests of what is sent.
///
/// Clones share what they remember.
#[derive(Debug, Clone)]
pub struct Canned {
    status: u16,
    body: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Canned {
    /// Answers with status 200 and this body.
    pub fn answering(body: impl Into<String>) -> Self {
        Self { status: 200, body: body.into(), requests: Arc::default() }
    }

    /// Answers with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// An SDK client that talks to it.
    pub fn client(&self) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
            .endpoint_url("http://canned")
            .http_client(self.clone())
            .build();
        Client::from_conf(config)
    }

    /// All requests so far, in order.
    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// The last request.
    ///
    /// # Panics
    ///
    /// When there was none.
    pub fn last(&self) -> Recorded {
        self.requests.lock().unwrap().last().expect("no request was sent").clone()
    }
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.requests.lock().unwrap().push(Recorded::of(&request));
        HttpConnectorFuture::ready(Ok(response(self.status, self.body.clone())))
    }
}

/// An answer in the form of DynamoDB's.
pub(crate) fn response(status: u16, body: impl Into<SdkBody>) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().expect("an HTTP status"), body.into());
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response.headers_mut().insert("x-amzn-requestid", "CANNED");
    response
}
