//! A client that lets a request wait before it is applied, and again before its reply arrives.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use faraday::Database;
use faraday_tests::environment;
use faraday_tests::tables::unique_prefix;

/// An engine, and databases on it that yield.
pub(super) struct Watched {
    client: Client,
    prefix: String,
    requests: Arc<AtomicUsize>,
}

impl Watched {
    pub(super) fn new() -> Self {
        Self { client: environment::client(), prefix: unique_prefix(), requests: Arc::default() }
    }

    /// A database that never yields, to look at the tables.
    pub(super) fn quiet(&self) -> Database {
        Database::builder(self.client.clone()).table_prefix(&self.prefix).build()
    }

    /// A new database that yields at every request.
    pub(super) fn database(&self) -> Database {
        let inner = self.client.config().http_client().unwrap();
        let yielding = Yielding { inner, requests: self.requests.clone() };
        let config = self.client.config().to_builder().http_client(yielding).build();
        Database::builder(Client::from_conf(config)).table_prefix(&self.prefix).build()
    }

    /// How many requests are under way.
    pub(super) fn in_flight(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

#[derive(Debug)]
struct Yielding {
    inner: SharedHttpClient,
    requests: Arc<AtomicUsize>,
}

impl HttpClient for Yielding {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(YieldingConnector { inner, requests: self.requests.clone() })
    }
}

#[derive(Debug)]
struct YieldingConnector {
    inner: SharedHttpConnector,
    requests: Arc<AtomicUsize>,
}

/// A request is under way until this is dropped.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn new(requests: &Arc<AtomicUsize>) -> Self {
        requests.fetch_add(1, Ordering::SeqCst);
        Self(requests.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl HttpConnector for YieldingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (inner, under_way) = (self.inner.clone(), UnderWay::new(&self.requests));
        HttpConnectorFuture::new(async move {
            let _under_way = under_way;
            yield_once().await;
            let answer = inner.call(request).await;
            yield_once().await;
            answer
        })
    }
}

/// Is pending once, and wakes at once.
async fn yield_once() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
