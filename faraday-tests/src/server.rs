//! An embedded engine at an HTTP port of this machine: for the tests over a socket, and for measurements of the client alone.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, OnceLock};
use std::thread;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use bytes::Bytes;
use faraday::Database;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Returns the endpoint of a server with a new embedded engine. The first call starts it, and it runs until the process ends.
pub(crate) fn endpoint() -> String {
    static ENDPOINT: OnceLock<String> = OnceLock::new();
    ENDPOINT.get_or_init(|| start(&Database::embedded().expect("an embedded engine"))).clone()
}

/// Starts a server that answers as the engine of this database, until the process ends. Returns its endpoint.
///
/// # Panics
///
/// If this machine has no free port.
#[must_use]
pub fn start(database: &Database) -> String {
    let client = database.client().clone();
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("the address of the port");
    listener.set_nonblocking(true).expect("a port that does not block");
    // A runtime of its own, because those of the tests end with them.
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let engine = engine(&client).await;
            serve(TcpListener::from_std(listener).expect("a port of this runtime"), engine).await;
        });
    });
    format!("http://{address}")
}

async fn serve(listener: TcpListener, engine: SharedHttpConnector) {
    while let Ok((stream, _)) = listener.accept().await {
        let engine = engine.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(engine.clone(), request));
            // A client that goes away ends its connection; the server does not care.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(engine: SharedHttpConnector, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else { return Ok(refused()) };
    let mut request = HttpRequest::new(body.to_bytes().into());
    for (name, value) in &parts.headers {
        let Ok(value) = value.to_str() else { return Ok(refused()) };
        request.headers_mut().insert(name.as_str().to_owned(), value.to_owned());
    }
    let Ok(reply) = engine.call(request).await else { return Ok(refused()) };
    let mut response = Response::builder().status(reply.status().as_u16());
    for (name, value) in reply.headers() {
        response = response.header(name, value);
    }
    let body = Bytes::copy_from_slice(reply.body().bytes().unwrap_or_default());
    Ok(response.body(Full::new(body)).unwrap_or_else(|_| refused()))
}

fn refused() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = hyper::StatusCode::BAD_REQUEST;
    response
}

/// Returns the connector of the engine. The SDK makes connectors, so one request has to be sent.
async fn engine(inner: &Client) -> SharedHttpConnector {
    let engine = Capture {
        inner: inner.config().http_client().expect("the client has an HTTP client of its own"),
        made: Arc::default(),
    };
    let client = Client::from_conf(inner.config().to_builder().http_client(engine.clone()).build());
    client.list_tables().send().await.expect("the engine answers");
    engine.made.get().expect("the SDK made a connector").clone()
}

/// Keeps the connector that the SDK makes.
#[derive(Debug, Clone)]
struct Capture {
    inner: SharedHttpClient,
    made: Arc<OnceLock<SharedHttpConnector>>,
}

impl HttpClient for Capture {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        self.made.get_or_init(|| self.inner.http_connector(settings, components)).clone()
    }
}
