//! An HTTP client that returns the replies of a script, and records the SDK's requests.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::retry::RetryPartition;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Config, Credentials, Intercept, Region, SharedAsyncSleep};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use tokio::time::Instant;

/// What a request gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// 200 and an empty object.
    Fine,
    /// 200 and this body.
    Body(&'static str),
    /// This status, with DynamoDB's name of the error.
    Status(u16, &'static str),
    /// The connection breaks.
    Reset,
    /// The other answer, after this time.
    After(Duration, &'static Answer),
    /// Nothing.
    Never,
}

/// One request, as far as it is the same on every path: its date, signature and random ids are not.
#[derive(Debug, Clone)]
pub struct Seen {
    pub operation: String,
    pub uri: String,
    pub headers: Vec<(String, String)>,
    pub body: serde_json::Value,
    pub time_outs: (Option<Duration>, Option<Duration>),
    /// Its connection was marked to be closed.
    pub closed: bool,
    /// The id of its invocation.
    pub id: String,
    /// When it came.
    pub at: Instant,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        let part = |seen: &Self| {
            let Self { operation, uri, headers, body, time_outs, closed, .. } = seen.clone();
            (operation, uri, headers, body, time_outs, closed)
        };
        part(self) == part(other)
    }
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone, Default)]
pub struct Scripted {
    script: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<Sent>>>,
    credentials: Arc<Mutex<Access>>,
    account: Arc<Mutex<Option<&'static str>>>,
    under_way: Arc<AtomicUsize>,
}

/// A request, and whether its connection was marked to be closed since.
type Sent = (Seen, Arc<AtomicBool>);

/// How credentials are had.
#[derive(Debug, Clone, Copy, Default)]
enum Access {
    #[default]
    AtOnce,
    Later,
    Never,
}

impl Scripted {
    /// A client with a retry quota of its own.
    pub fn client(&self, configure: &(impl Fn(Builder) -> Builder + ?Sized)) -> Client {
        static CLIENTS: AtomicU64 = AtomicU64::new(0);
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url("http://scripted")
            .credentials_provider(self.clone())
            .retry_partition(RetryPartition::new(format!("scripted-{}", CLIENTS.fetch_add(1, Ordering::Relaxed))))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .http_client(self.clone());
        Client::from_conf(configure(config).build())
    }

    /// The answers to the next requests; those after them are fine.
    pub fn script(&self, answers: &[Answer]) {
        *self.script.lock().unwrap() = answers.iter().copied().collect();
    }

    /// Credentials come only after a while.
    pub fn wait_for_credentials(&self) {
        *self.credentials.lock().unwrap() = Access::Later;
    }

    /// The credentials from now on are those of this account, which is their access key's id too.
    pub fn be_in(&self, account: Option<&'static str>) {
        *self.account.lock().unwrap() = account;
    }

    /// There are no credentials.
    pub fn refuse_credentials(&self) {
        *self.credentials.lock().unwrap() = Access::Never;
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(seen, closed)| Seen { closed: closed.load(Ordering::Relaxed), ..seen.clone() }).collect()
    }

    /// How many requests have no answer yet, and were not dropped.
    pub fn under_way(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    pub fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    fn remember(&self, request: &HttpRequest, time_outs: (Option<Duration>, Option<Duration>)) {
        let header = |name: &str| request.headers().get(name).unwrap_or_default().to_owned();
        let closed = Arc::new(AtomicBool::new(false));
        if let Some(connection) = request.extension::<CaptureSmithyConnection>() {
            let closed = Arc::clone(&closed);
            connection.set_connection_retriever(move || {
                let closed = Arc::clone(&closed);
                let poison = move || closed.store(true, Ordering::Relaxed);
                Some(ConnectionMetadata::builder().proxied(false).poison_fn(poison).build())
            });
        }
        let mut headers: Vec<_> =
            request.headers().iter().map(|(name, value)| (name.to_owned(), fixed_part(name, value))).collect();
        headers.sort();
        let target = header("x-amz-target");
        let seen = Seen {
            operation: target.rsplit('.').next().unwrap_or_default().to_owned(),
            uri: request.uri().to_owned(),
            headers,
            body: serde_json::from_slice(request.body().bytes().unwrap()).unwrap(),
            time_outs,
            closed: false,
            id: header("amz-sdk-invocation-id"),
            at: Instant::now(),
        };
        self.seen.lock().unwrap().push((seen, closed));
    }
}

/// The part of a header that is the same for the same request.
fn fixed_part(name: &str, value: &str) -> String {
    let end = match name {
        "amz-sdk-invocation-id" | "x-amz-date" => Some(0),
        "authorization" => value.find("Signature="),
        _ => None,
    };
    value[..end.unwrap_or(value.len())].to_owned()
}

impl ProvideCredentials for Scripted {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let account = *self.account.lock().unwrap();
        let mut credentials = Credentials::builder().secret_access_key("one").provider_name("test");
        credentials.set_account_id(account.map(Into::into));
        let credentials = credentials.access_key_id(account.unwrap_or("AKIDEXAMPLE")).build();
        let access = *self.credentials.lock().unwrap();
        future::ProvideCredentials::new(async move {
            match access {
                Access::AtOnce => Ok(credentials),
                Access::Later => {
                    tokio::task::yield_now().await;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    Ok(credentials)
                }
                Access::Never => Err(CredentialsError::not_loaded("there are none")),
            }
        })
    }
}

impl HttpConnector for Scripted {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.script.lock().unwrap().pop_front().unwrap_or(Answer::Fine);
        drop(request);
        let under_way = UnderWay::count(&self.under_way);
        HttpConnectorFuture::new(async move {
            let _under_way = under_way;
            answer.give().await
        })
    }
}

impl Answer {
    async fn give(mut self) -> Result<HttpResponse, ConnectorError> {
        while let Self::After(time, answer) = self {
            tokio::time::sleep(time).await;
            self = *answer;
        }
        match self {
            Self::Body(body) => Ok(response(200, body.to_owned())),
            Self::Status(status, code) => Ok(response(status, format!(r#"{{"__type":"x#{code}"}}"#))),
            Self::Reset => Err(ConnectorError::io("reset".into())),
            Self::Never => std::future::pending().await,
            Self::Fine | Self::After(..) => Ok(response(200, "{}".to_owned())),
        }
    }
}

/// A request that is under way, until this is dropped.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn count(under_way: &Arc<AtomicUsize>) -> Self {
        under_way.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(under_way))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn response(status: u16, body: String) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    response.headers_mut().insert("x-amzn-requestid", "SCRIPTED");
    response
}

/// A connector remembers the time-outs that it was made for.
#[derive(Debug)]
struct Connector {
    scripted: Scripted,
    time_outs: (Option<Duration>, Option<Duration>),
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.scripted.remember(&request, self.time_outs);
        self.scripted.call(request)
    }
}

impl HttpClient for Scripted {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        let time_outs = (settings.connect_timeout(), settings.read_timeout());
        SharedHttpConnector::new(Connector { scripted: self.clone(), time_outs })
    }
}

/// An interceptor of a user's own that does nothing.
#[derive(Debug)]
pub struct Mine;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Mine {
    fn name(&self) -> &'static str {
        "mine"
    }
}

/// An endpoint resolver of a user's own.
#[derive(Debug)]
pub struct Elsewhere;

impl ResolveEndpoint for Elsewhere {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url("http://elsewhere").build()))
    }
}
