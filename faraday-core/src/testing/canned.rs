//! Answers without an engine: [`Canned`].

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::fault::answer;
use super::recorded::Recorded;
use super::recorded_request::RecordedRequest;
use super::retries::with_own_retries;
use crate::database::local_client;

/// Answers requests with bodies that a test gives, instead of an engine, and records the requests.
///
/// It stores nothing. All clones share the answers and the record.
///
/// # Examples
///
/// ```
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table};
/// use faraday::testing::Canned;
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
///     visits: u64,
/// }
///
/// let canned = Canned::answering(r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"7"}}}"#).then("{}");
/// let db = Database::new(canned.client());
/// let ann = Table::<User>::get("ann").on(&db).await?;
/// assert_eq!(ann.map(|user| user.visits), Some(7));
/// assert!(Table::<User>::get("bob").on(&db).await?.is_none());
/// assert_eq!(canned.last().key::<User>(), faraday::Key::new("bob")?);
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [the format of DynamoDB's answers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html).
#[derive(Clone)]
pub struct Canned(Arc<Mutex<State>>);

struct State {
    /// The last answer stays, and answers all further requests.
    answers: VecDeque<(u16, String)>,
    requests: Vec<RecordedRequest>,
}

impl Canned {
    /// Answers every request with status 200 and this body.
    #[must_use]
    pub fn answering(body: impl Into<String>) -> Self {
        let answers = VecDeque::from([(200, body.into())]);
        Self(Arc::new(Mutex::new(State { answers, requests: Vec::new() })))
    }

    /// Sets the HTTP status of the answer that was added last.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        if let Some(last) = self.state().answers.back_mut() {
            last.0 = status;
        }
        self
    }

    /// Adds an answer with status 200 and this body. Each earlier answer is used once; the last one answers all further requests.
    #[must_use]
    pub fn then(self, body: impl Into<String>) -> Self {
        self.state().answers.push_back((200, body.into()));
        self
    }

    /// Returns an SDK client whose requests it answers. The client makes three attempts, with pauses of 1 to 4 ms.
    #[must_use]
    pub fn client(&self) -> Client {
        let client = local_client("http://canned", "local", self.clone());
        let retries = client.config().retry_config().cloned();
        Client::from_conf(with_own_retries(client.config().to_builder(), retries).build())
    }

    /// Returns all requests so far, in order.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        self.state().requests.iter().cloned().collect()
    }

    /// Returns the last request.
    ///
    /// # Panics
    ///
    /// When no request was sent.
    #[must_use]
    #[track_caller]
    pub fn last(&self) -> RecordedRequest {
        self.recorded().latest()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.state();
        state.requests.push(RecordedRequest::of(&request));
        let next = if state.answers.len() > 1 { state.answers.pop_front() } else { state.answers.front().cloned() };
        let (status, body) = next.unwrap_or_default();
        HttpConnectorFuture::ready(answer(status, body))
    }
}

/// Shows neither the answers nor the requests, which hold stored values.
impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canned").field("requests", &self.recorded()).finish_non_exhaustive()
    }
}
