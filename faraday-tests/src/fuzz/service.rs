//! A service that answers with any bytes.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

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
use tokio::runtime::Runtime;

thread_local! {
    /// One for each thread, because making a client takes far longer than a request.
    static SERVICE: RefCell<Option<(Runtime, Service, Database)>> = const { RefCell::new(None) };
}

/// Runs this with a database whose service answers every request with this status and body.
pub(super) fn with_database(status: u16, body: &[u8], run: impl AsyncFnOnce(&Database)) {
    SERVICE.with_borrow_mut(|service| {
        let (runtime, service, db) = service.get_or_insert_with(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let service = Service::default();
            let db = Database::new(service.client());
            (runtime, service, db)
        });
        *service.0.lock().unwrap() = (status, body.to_vec());
        runtime.block_on(run(db));
    });
}

#[derive(Debug, Clone, Default)]
struct Service(Arc<Mutex<(u16, Vec<u8>)>>);

impl Service {
    fn client(&self) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday-tests"))
            .endpoint_url("http://fuzz")
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone());
        Client::from_conf(config.build())
    }
}

impl HttpClient for Service {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Service {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let (status, body) = self.0.lock().unwrap().clone();
        let mut response = HttpResponse::new(status.try_into().expect("an HTTP status"), SdkBody::from(body));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        HttpConnectorFuture::ready(Ok(response))
    }
}
