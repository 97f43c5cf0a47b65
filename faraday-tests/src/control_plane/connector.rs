//! The plane as an HTTP client of the SDK.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryPartition;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use serde_json::Value;

use super::failure::{Failure, Outcome};
use super::{ControlPlane, Refusal, Request};
use faraday::testing::{self, RecordedRequest};

impl ControlPlane {
    /// Returns an SDK client for it, with the SDK's own retries and time-outs: three attempts, and no time-out.
    ///
    /// Each client counts its retries separately, because the SDK stops retrying once a process has failed too often.
    pub fn client(&self) -> Client {
        static CLIENTS: AtomicU64 = AtomicU64::new(0);
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
            .endpoint_url("http://control-plane")
            .retry_partition(RetryPartition::new(format!("plane-{}", CLIENTS.fetch_add(1, Ordering::Relaxed))))
            .http_client(self.clone())
            .build();
        Client::from_conf(config)
    }

    fn receive(&self, operation: &str, body: &Value) -> Result<HttpResponse, ConnectorError> {
        let hook = {
            let mut state = self.state();
            let at = state.elapsed();
            state.requests.push(Request { operation: operation.to_owned(), body: body.clone(), at });
            state.hook.clone()
        };
        // The plane is not locked here, so that a hook can use it.
        let hooked = hook.and_then(|hook| hook.run(operation, body));
        let mut state = self.state();
        let scripted = state.script.get_mut(operation).and_then(|refusals| refusals.pop_front());
        match scripted.or(hooked) {
            None => answer(state.answer(operation, body)),
            Some(refusal) => refused(refusal, refusal.applies().then(|| state.answer(operation, body))),
        }
    }
}

/// Returns the reply to a refused request. If the request was to be applied, but the service cannot apply it, the service's own error
/// replaces the refusal.
fn refused(refusal: Refusal, applied: Option<Outcome>) -> Result<HttpResponse, ConnectorError> {
    if let Some(Err(failure)) = applied {
        return answer(Err(failure));
    }
    match refusal.failure() {
        Some(failure) => answer(Err(failure)),
        None => {
            let error = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "connection reset by the test");
            Err(ConnectorError::io(Box::new(error)))
        }
    }
}

fn answer(outcome: Outcome) -> Result<HttpResponse, ConnectorError> {
    let (status, body) = match outcome {
        Ok(body) => (200, body),
        Err(failure) => (failure.status, Failure::body(&failure)),
    };
    testing::answer(status, body.to_string())
}

impl HttpClient for ControlPlane {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for ControlPlane {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = RecordedRequest::of(&request);
        HttpConnectorFuture::ready(self.receive(&request.operation, &request.json()))
    }
}
