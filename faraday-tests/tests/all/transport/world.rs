//! A client's clock, a server's clock and the available credentials: everything that a signature depends on, for a test to change.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Config, Credentials, Region, SharedAsyncSleep};
use aws_sdk_dynamodb::{Client, config::IdentityCache};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningParams, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::date_time::Format;
use faraday::{Database, Item, Table};

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "users")]
pub struct User {
    #[faraday(partition_key)]
    pub id: String,
    pub text: Option<String>,
}

/// By how much the server's clock may be ahead.
pub const AHEAD: Duration = Duration::from_secs(30);

/// 2026-11-25T23:59:00Z.
fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_651_140)
}

/// The client's clock, the server's, the requests that came, and the credentials to be had.
#[derive(Debug, Clone)]
pub struct World(Arc<Mutex<State>>);

#[derive(Debug)]
pub struct State {
    pub now: SystemTime,
    pub ahead: Duration,
    pub seen: Vec<HttpRequest>,
    pub refusals: u32,
    pub credentials: Credentials,
}

pub fn credentials(secret: &str, token: Option<&str>) -> Credentials {
    Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), None, "test")
}

impl World {
    pub fn new(ahead: Duration) -> Self {
        let credentials = credentials("one", None);
        Self(Arc::new(Mutex::new(State { now: start(), ahead, seen: Vec::new(), refusals: 0, credentials })))
    }

    pub fn set<T>(&self, set: impl FnOnce(&mut State) -> T) -> T {
        set(&mut self.0.lock().unwrap())
    }

    pub fn config(&self) -> Builder {
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(self.clone())
            .identity_cache(IdentityCache::no_cache())
            .time_source(self.clone())
            .http_client(self.clone())
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
    }

    pub fn database(&self) -> Database {
        Database::new(Client::from_conf(self.config().build()))
    }

    /// Reads an item and says by how much the date of the last request was ahead of the client's clock.
    pub async fn get(&self, database: &Database) -> Duration {
        let _ = Table::<User>::get("ann").on(database).await;
        self.date_of_last()
    }

    pub fn date_of_last(&self) -> Duration {
        self.set(|state| {
            let date = state.seen.last().unwrap().headers().get("x-amz-date").unwrap();
            time_of(date).duration_since(state.now).unwrap()
        })
    }
}

pub fn time_of(date: &str) -> SystemTime {
    let text =
        format!("{}-{}-{}T{}:{}:{}Z", &date[..4], &date[4..6], &date[6..8], &date[9..11], &date[11..13], &date[13..15]);
    SystemTime::try_from(DateTime::from_str(&text, Format::DateTime).unwrap()).unwrap()
}

impl TimeSource for World {
    fn now(&self) -> SystemTime {
        self.set(|state| state.now)
    }
}

impl ProvideCredentials for World {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Ok(self.set(|state| state.credentials.clone())))
    }
}

impl HttpConnector for World {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.set(|state| {
            state.seen.push(request);
            let date = DateTime::from(state.now + state.ahead).fmt(Format::HttpDate).unwrap();
            let refused = state.refusals > 0;
            state.refusals = state.refusals.saturating_sub(1);
            let body = if refused { r#"{"__type":"x#InvalidSignatureException"}"# } else { "{}" };
            let status = if refused { 400u16 } else { 200 }.try_into().unwrap();
            let mut answer = HttpResponse::new(status, SdkBody::from(body));
            answer.headers_mut().insert("date", date);
            answer
        });
        HttpConnectorFuture::ready(Ok(answer))
    }
}

impl HttpClient for World {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// The `authorization` that the SDK's own function gives this request.
pub fn expected(request: &HttpRequest, credentials: &Credentials, region: &str) -> String {
    let identity = credentials.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("dynamodb")
        .time(time_of(request.headers().get("x-amz-date").unwrap()))
        .settings(SigningSettings::default())
        .build()
        .unwrap();
    // Written by the signer, or by the SDK after it.
    let later = ["authorization", "x-amz-date", "x-amz-security-token", "amz-sdk-invocation-id", "amz-sdk-request"];
    let headers = request.headers().iter().filter(|(name, _)| !later.contains(name));
    let body = SignableBody::Bytes(request.body().bytes().unwrap());
    let request = SignableRequest::new(request.method(), request.uri(), headers, body).unwrap();
    let (instructions, _) = sign(request, &SigningParams::V4(params)).unwrap().into_parts();
    instructions.headers().find(|(name, _)| *name == "authorization").unwrap().1.to_owned()
}

/// All requests that came are signed as the SDK would have signed them.
pub fn check(world: &World, credentials: &Credentials, region: &str) {
    for request in world.set(|state| std::mem::take(&mut state.seen)) {
        assert_eq!(request.headers().get("authorization"), Some(expected(&request, credentials, region).as_str()));
        assert_eq!(request.headers().get("x-amz-security-token"), credentials.session_token());
    }
}
