//! An HTTP client that records requests and makes them fail: [`Faults`].

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::exchange::FaultyClient;
use super::fault::Fault;
use super::fault_rates::FaultRates;
use super::recorded::Recorded;
use super::recorded_request::RecordedRequest;
use super::retries::with_own_retries;
use super::state::{Plan, State};

/// Records the requests to DynamoDB and makes them fail, by a script, a rule or seeded probabilities.
///
/// All clones share the script and the record, so that a test can keep one to add faults and to look at the requests. It is placed between
/// the SDK and its HTTP client: the SDK retries, times out and reads errors as it does in production.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use std::time::Duration;
/// use faraday::{Database, Item, Table};
/// use faraday::testing::{Fault, Faults};
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
/// }
///
/// let latency = Duration::from_millis(5)..Duration::from_millis(50);
/// let db = Database::embedded_with(
///     Faults::new().fail_next("PutItem", Fault::Throttled).latency(latency),
/// )?;
/// Table::<User>::create().on(&db).await?;
/// Table::<User>::put(&User { id: "ann".into() }).on(&db).await?; // the SDK sends it again
/// assert_eq!(db.recorded().of("PutItem").operations(), ["PutItem", "PutItem"]);
///
/// db.faults().fail_next_times("PutItem", 3, Fault::Throttled); // all three attempts of the SDK
/// let error = Table::<User>::put(&User { id: "bob".into() }).on(&db).await.unwrap_err();
/// assert!(error.is_throttled());
/// assert_eq!(db.faults().pending(), 0);
/// # Ok(())
/// # }
/// # #[cfg(feature = "embedded")]
/// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
/// ```
///
/// See [error retries](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.RetryAndBackoff).
#[derive(Debug, Clone, Default)]
pub struct Faults {
    state: Arc<State>,
}

impl Faults {
    /// Creates an empty script: every request is recorded and passed on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates random faults. The same seed gives the same faults for the same requests in the same order.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::testing::{FaultRates, Faults};
    ///
    /// let faults = Faults::random(7, FaultRates::all(0.1));
    /// println!("faults of seed {:?}", faults.seed()); // so that a failure can be repeated
    /// ```
    #[must_use]
    pub fn random(seed: u64, rates: FaultRates) -> Self {
        let faults = Self::new();
        faults.state.plan().seed = Some(seed);
        faults.rule(rates.seeded(seed))
    }

    /// Returns the seed that was given to [`random`](Self::random).
    #[must_use]
    pub fn seed(&self) -> Option<u64> {
        self.state.plan().seed
    }

    /// Adds a fault for the next request of this operation that has none in the script yet.
    ///
    /// `operation` is DynamoDB's name: `PutItem`. A request that the SDK sends again counts once for each attempt.
    pub fn fail_next(&self, operation: &str, fault: Fault) -> Self {
        self.fail_next_times(operation, 1, fault)
    }

    /// Adds the fault for the next `times` requests of this operation: see [`fail_next`](Self::fail_next).
    pub fn fail_next_times(&self, operation: &str, times: usize, fault: Fault) -> Self {
        let mut plan = self.state.plan();
        plan.script.entry(operation.to_owned()).or_default().extend(std::iter::repeat_n(fault, times));
        drop(plan);
        self.clone()
    }

    /// Sets a rule that decides for every request without a fault in the script. It replaces an earlier rule, also that of
    /// [`random`](Self::random). The rule must not set a rule itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::testing::{Fault, Faults};
    ///
    /// let faults = Faults::new().rule(|request| request.is_consistent().then_some(Fault::Throttled));
    /// ```
    pub fn rule(&self, rule: impl FnMut(&RecordedRequest) -> Option<Fault> + Send + 'static) -> Self {
        *self.state.rule() = Some(Box::new(rule));
        self.clone()
    }

    /// Delays every request by a time in this range before it arrives, in addition to its fault. The time is random, with the seed of
    /// [`random`](Self::random), or else with a fixed seed.
    ///
    /// It is tokio's time: in a test with a paused clock it passes at once.
    pub fn latency(&self, range: Range<Duration>) -> Self {
        self.state.plan().latency = range;
        self.clone()
    }

    /// Keeps only the last `most` requests, for tests that send many.
    pub fn keep_last(&self, most: usize) -> Self {
        self.state.plan().most_kept = Some(most);
        self.clone()
    }

    /// Returns all requests so far, in order. A request that the SDK sent again is there once for each attempt.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        self.state.plan().requests.iter().cloned().collect()
    }

    /// Returns how many faults of the script have not happened. It is 0 at the end of a test in which all faults happened.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.state.plan().script.values().map(VecDeque::len).sum()
    }

    /// Returns how many requests are under way.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.state.plan().in_flight
    }

    /// Returns the largest number of requests that were under way at once.
    #[must_use]
    pub fn most_in_flight(&self) -> usize {
        self.state.plan().most_in_flight
    }

    /// Forgets the requests, the script, the rule and the latency.
    pub fn reset(&self) {
        *self.state.rule() = None;
        let mut plan = self.state.plan();
        let (seed, most_kept, in_flight) = (plan.seed, plan.most_kept, plan.in_flight);
        *plan = Plan { seed, most_kept, in_flight, ..Plan::default() };
    }

    /// Returns a client like this one whose requests suffer the faults, with a handle of them. It works over any engine, in your process
    /// or elsewhere.
    ///
    /// The new client retries as often as the given one, but pauses for 1 to 4 ms instead of up to 20 s. It has its own retry quota: the
    /// SDK stops retrying when a process has failed too often, and the faults of one test must not count for another. A client without its
    /// own HTTP client gets one that speaks plain HTTP. Change streams are also read through the faults.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::Database;
    /// use faraday::testing::{Fault, Faults};
    ///
    /// let client = Database::local("http://localhost:8000").client().clone();
    /// let (client, faults) = Faults::new().over(&client);
    /// let db = Database::new(client);
    /// faults.fail_next("GetItem", Fault::Disconnected);
    /// ```
    #[must_use]
    pub fn over(&self, client: &Client) -> (Client, Self) {
        let inner = client.config().http_client();
        let inner = inner.unwrap_or_else(|| aws_smithy_http_client::Builder::new().build_http());
        let config = client.config();
        let retries = config.retry_config().cloned();
        let config = with_own_retries(config.to_builder().http_client(self.over_http(inner)), retries);
        (Client::from_conf(config.build()), self.clone())
    }

    /// Returns an HTTP client of the SDK that passes requests on to another one, through the faults. Use it for a client that you
    /// configure yourself.
    #[must_use]
    pub fn over_http(&self, inner: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(FaultyClient { inner, state: Arc::clone(&self.state) })
    }
}
