use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use super::Recorded;
use super::canned::response;
use super::unprocessed::split;

/// What befalls one request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Fault {
    /// `ProvisionedThroughputExceededException`; nothing is applied.
    Throttle,
    /// `ThrottlingException`, as of an account or a control plane; nothing is applied.
    Throttling,
    /// Status 500, `InternalServerError`; nothing is applied.
    InternalServerError,
    /// The connection breaks before the request arrives.
    Disconnect,
    /// The request is applied, and the connection breaks before the answer arrives.
    LoseAnswer,
    /// The request is applied, and the connection breaks in the body of the answer.
    CutAnswer,
    /// The request is applied, and the body of its answer is changed. Without a checksum, it says nothing of the change.
    Rewrite {
        /// What arrives in place of this body.
        body: fn(&[u8]) -> Vec<u8>,
        /// Whether the checksum of the engine's body arrives.
        checksum: bool,
    },
    /// This answer in place of the engine's; nothing is applied.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The request is applied after a while.
    Delay(Duration),
    /// The writes or keys at these places of a batch are not applied, and answered as unprocessed; they are counted from 0
    /// through the tables in the order of their names. What is no batch is applied.
    Unprocessed(Vec<usize>),
}

/// A connector that records the requests to an engine and injects faults by a script or a rule; clones share all.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: &aws_sdk_dynamodb::Client) {
/// use faraday_tests::connector::{Fault, with_faults};
///
/// let (client, faults) = with_faults(client);
/// faults.inject("GetItem", 2, Fault::Throttle);
/// // … the third attempt succeeds:
/// assert_eq!(faults.count("GetItem"), 3);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Faults {
    inner: SharedHttpClient,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    script: HashMap<String, VecDeque<Fault>>,
    rule: Option<Rule>,
    requests: Vec<Recorded>,
    in_flight: usize,
    most_in_flight: usize,
}

type Rule = Box<dyn FnMut(&Recorded) -> Option<Fault> + Send>;

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("script", &self.script).finish_non_exhaustive()
    }
}

/// A client like the given one whose requests go through [`Faults`].
///
/// It retries as often, but after a millisecond where the given one waits up to a second, and counts its retries apart:
/// the SDK stops retrying once a process has failed too often, and one test's faults must not be another's.
///
/// # Panics
///
/// When the client was built without an HTTP client of its own.
pub fn with_faults(client: &Client) -> (Client, Faults) {
    static CLIENTS: AtomicU64 = AtomicU64::new(0);
    let inner = client.config().http_client().expect("the client has an HTTP client of its own");
    let faults = Faults::over(inner);
    let retries = client.config().retry_config().cloned().unwrap_or_else(RetryConfig::standard);
    let config = client
        .config()
        .to_builder()
        .http_client(faults.clone())
        .retry_config(retries.with_initial_backoff(Duration::from_millis(1)).with_max_backoff(Duration::from_millis(4)))
        .retry_partition(RetryPartition::new(format!("faults-{}", CLIENTS.fetch_add(1, Ordering::Relaxed))))
        .build();
    (Client::from_conf(config), faults)
}

impl Faults {
    /// Over any HTTP client of the SDK.
    pub fn over(inner: SharedHttpClient) -> Self {
        Self { inner, state: Arc::default() }
    }

    /// The next `times` requests of the operation suffer the fault, after those of earlier calls.
    pub fn inject(&self, operation: &str, times: usize, fault: Fault) -> &Self {
        let mut state = self.state.lock().unwrap();
        state.script.entry(operation.to_owned()).or_default().extend(std::iter::repeat_n(fault, times));
        drop(state);
        self
    }

    /// This is asked for every request that the script has no fault for.
    pub fn rule(&self, rule: impl FnMut(&Recorded) -> Option<Fault> + Send + 'static) -> &Self {
        self.state.lock().unwrap().rule = Some(Box::new(rule));
        self
    }

    /// How many requests are under way.
    pub fn in_flight(&self) -> usize {
        self.state.lock().unwrap().in_flight
    }

    /// How many were under way at once at most.
    pub fn most_in_flight(&self) -> usize {
        self.state.lock().unwrap().most_in_flight
    }

    /// All requests so far, in order; a retried request is there once for each attempt.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.lock().unwrap().requests.clone()
    }

    /// The requests of one operation.
    pub fn requests_of(&self, operation: &str) -> Vec<Recorded> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation == operation);
        requests
    }

    /// How many requests of the operation were sent.
    pub fn count(&self, operation: &str) -> usize {
        self.requests_of(operation).len()
    }

    /// How many faults have not happened yet: none, at the end of a test that is in earnest.
    pub fn pending(&self) -> usize {
        self.state.lock().unwrap().script.values().map(VecDeque::len).sum()
    }

    /// Forgets the requests, the faults that have not happened and the rule.
    pub fn reset(&self) {
        let mut state = self.state.lock().unwrap();
        let in_flight = state.in_flight;
        *state = State { in_flight, ..State::default() };
    }

    /// Records the request and takes its fault off the script.
    fn next(&self, request: &HttpRequest) -> Option<Fault> {
        let recorded = Recorded::of(request);
        let mut state = self.state.lock().unwrap();
        let scripted = state.script.get_mut(&recorded.operation).and_then(VecDeque::pop_front);
        let fault = scripted.or_else(|| state.rule.as_mut().and_then(|rule| rule(&recorded)));
        state.requests.push(recorded);
        state.in_flight += 1;
        state.most_in_flight = state.most_in_flight.max(state.in_flight);
        fault
    }
}

/// A request that is under way until this is dropped.
struct UnderWay(Faults);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().in_flight -= 1;
    }
}

impl HttpClient for Faults {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Faulty {
            inner: self.inner.http_connector(settings, components),
            faults: self.clone(),
        })
    }
}

#[derive(Debug)]
struct Faulty {
    inner: SharedHttpConnector,
    faults: Faults,
}

impl HttpConnector for Faulty {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let fault = self.faults.next(&request);
        let under_way = UnderWay(self.faults.clone());
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let _under_way = under_way;
            let Some(fault) = fault else { return inner.call(request).await };
            match fault {
                Fault::Throttle => Ok(error(400, "ProvisionedThroughputExceededException")),
                Fault::Throttling => Ok(error(400, "ThrottlingException")),
                Fault::InternalServerError => Ok(error(500, "InternalServerError")),
                Fault::Disconnect => Err(broken("before the request was sent")),
                Fault::LoseAnswer => {
                    inner.call(request).await?;
                    Err(broken("before the answer came"))
                }
                Fault::CutAnswer => {
                    let mut answer = inner.call(request).await?;
                    // A body that was taken is an error to whoever reads it.
                    *answer.body_mut() = SdkBody::taken();
                    Ok(answer)
                }
                Fault::Rewrite { body, checksum } => {
                    let mut answer = inner.call(request).await?;
                    let whole = ByteStream::new(std::mem::replace(answer.body_mut(), SdkBody::taken()));
                    let bytes = whole.collect().await.unwrap().into_bytes();
                    *answer.body_mut() = SdkBody::from(body(&bytes));
                    answer.headers_mut().remove("content-length");
                    if !checksum {
                        answer.headers_mut().remove("x-amz-crc32");
                    }
                    Ok(answer)
                }
                Fault::Answer { status, body } => Ok(response(status, body)),
                Fault::Delay(time) => {
                    tokio::time::sleep(time).await;
                    inner.call(request).await
                }
                Fault::Unprocessed(places) => {
                    let Some(mut split) = split(&request, &places) else { return inner.call(request).await };
                    let answer = match split.rest.take() {
                        None => None,
                        Some(rest) => Some(inner.call(rest).await?),
                    };
                    Ok(split.merge(answer).await)
                }
            }
        })
    }
}

fn error(status: u16, name: &str) -> HttpResponse {
    let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":"injected by the test"}}"#);
    response(status, body)
}

fn broken(when: &str) -> ConnectorError {
    let error = std::io::Error::new(std::io::ErrorKind::ConnectionReset, format!("connection reset {when}"));
    ConnectorError::io(Box::new(error))
}
