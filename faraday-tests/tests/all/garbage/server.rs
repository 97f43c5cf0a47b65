//! A server that sends a correct reply to every request, except those of one API.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use faraday::Database;
use faraday::database::Codec;
use serde_json::Value;

/// An operation that sends more than this would go on for ever: pages whose cursor never ends, say.
const MOST_REQUESTS: usize = 12;

const REFUSED: &[u8] = br#"{"__type":"com.amazonaws.dynamodb.v20120810#AccessDeniedException","message":"enough"}"#;

#[derive(Debug, Clone, Default)]
pub(super) struct Server(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    good: HashMap<&'static str, Value>,
    garbled: (String, u16, Vec<u8>),
    requests: Vec<String>,
}

impl Server {
    /// The whole answer of each API.
    pub(super) fn new(good: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let server = Self::default();
        server.state().good.extend(good);
        server
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn good(&self, api: &str) -> Value {
        self.state().good[api].clone()
    }

    /// Answers this API with this body from now on, and forgets the requests.
    pub(super) fn garble(&self, api: &str, status: u16, body: Vec<u8>) {
        let mut state = self.state();
        state.garbled = (api.to_owned(), status, body);
        state.requests.clear();
    }

    pub(super) fn was_asked(&self, api: &str) -> bool {
        self.state().requests.iter().any(|request| request == api)
    }

    /// Whether it was asked too often, and refused what came then.
    pub(super) fn has_refused(&self) -> bool {
        self.state().requests.len() > MOST_REQUESTS
    }

    /// A database on it, without the SDK's retries: each answer counts.
    pub(super) fn database(&self, codec: Codec) -> Database {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
            .endpoint_url("http://garbage")
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone())
            .build();
        Database::builder(Client::from_conf(config)).codec(codec).build()
    }
}

impl HttpClient for Server {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Server {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let api = target.rsplit('.').next().unwrap_or_default().to_owned();
        let mut state = self.state();
        let (status, body) = match &state.garbled {
            _ if state.requests.len() >= MOST_REQUESTS => (400, REFUSED.to_vec()),
            (garbled, status, body) if *garbled == api => (*status, body.clone()),
            _ => (200, state.good.get(api.as_str()).map(|good| good.to_string().into_bytes()).unwrap_or_default()),
        };
        state.requests.push(api);
        let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        HttpConnectorFuture::ready(Ok(response))
    }
}
