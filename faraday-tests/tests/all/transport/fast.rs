//! The fast path compared with the SDK's typed operations: the same requests, the same number of times, with the same outcome.

use std::future::Future;
use std::task::Poll;
use std::time::Duration;

use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{AppName, IdentityCache};
use aws_sdk_dynamodb::config::{Builder, Credentials, retry::RetryConfig};
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_types::endpoint_config::AccountIdEndpointMode;
use faraday::{Database, ErrorKind, Item, Table, database::Codec, transaction};

use super::measured::Counted;
use super::scripted::{Answer, Elsewhere, Mine, Scripted, Seen};

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    visits: u64,
}

/// What the SDK's own decoder refuses, and faraday's passes over: it shows which path was taken.
const ODD: &str = r#"{"Item":{"id":{"S":"ann"},"visits":{"N":"1"},"spare":{"S":{"odd":[1]}}}}"#;

fn ann() -> User {
    User { id: "ann".into(), visits: 1 }
}

async fn get(db: &Database) -> faraday::Result<Option<User>> {
    Table::<User>::get("ann").on(db).await
}

/// What came of a request, to be compared.
type Outcome = (Option<ErrorKind>, bool, bool);

fn outcome<T>(result: faraday::Result<T>) -> Outcome {
    match result {
        Ok(_) => (None, false, false),
        Err(error) => (Some(error.kind()), error.is_outcome_unknown(), error.is_throttled()),
    }
}

/// Runs the same on both paths, after a first request that is not counted; what was sent, what came of it, and how long it took.
async fn on_both<F: Future<Output = Vec<Outcome>>>(
    configure: impl Fn(Builder) -> Builder,
    answers: &[Answer],
    run: impl Fn(Database) -> F,
) -> (Vec<Seen>, Vec<Outcome>) {
    let mut both = Vec::new();
    for codec in [Codec::Wire, Codec::Map] {
        let scripted = Scripted::default();
        let db = Database::builder(scripted.client(&configure)).codec(codec).build();
        scripted.script(&[Answer::Body(ODD)]);
        assert_eq!(get(&db).await.is_ok(), codec == Codec::Wire, "the first request takes {codec:?}");
        Table::<User>::put(&ann()).on(&db).await.unwrap();
        scripted.forget();
        scripted.script(answers);
        let start = tokio::time::Instant::now();
        let outcomes = run(db).await;
        both.push((scripted.seen(), outcomes, start.elapsed()));
    }
    let (typed, fast) = (both.pop().unwrap(), both.pop().unwrap());
    assert_eq!(fast.0, typed.0);
    assert_eq!(fast.1, typed.1);
    (fast.0, fast.1)
}

fn unchanged(config: Builder) -> Builder {
    config
}

fn refused(code: &'static str) -> Answer {
    Answer::Status(400, code)
}

const FAILED: Answer = Answer::Status(500, "InternalServerError");

#[tokio::test(start_paused = true)]
async fn a_failure_is_tried_again_as_often_as_by_the_sdk() {
    let throttled = refused("ProvisionedThroughputExceededException");
    let cases = [
        (vec![FAILED; 3], 3),
        (vec![FAILED, Answer::Fine], 2),
        (vec![Answer::Status(503, "ServiceUnavailable"), Answer::Fine], 2),
        (vec![throttled; 3], 3),
        (vec![refused("ThrottlingException"), throttled, Answer::Fine], 3),
        (vec![refused("TransactionInProgressException"); 3], 3),
        (vec![Answer::Reset; 3], 3),
        (vec![Answer::Reset, FAILED, Answer::Fine], 3),
        (vec![Answer::Body(r#"{"Item":"#); 3], 3),
        (vec![refused("ConditionalCheckFailedException")], 1),
        (vec![refused("ValidationException")], 1),
        (vec![refused("ResourceNotFoundException")], 1),
        (vec![refused("AccessDeniedException")], 1),
        (vec![refused("ExpiredTokenException")], 1),
    ];
    for (answers, times) in cases {
        let (seen, _) = on_both(unchanged, &answers, async |db| {
            vec![outcome(Table::<User>::put(&ann()).if_absent().on(&db).await)]
        })
        .await;
        assert_eq!(seen.len(), times, "{answers:?}");
        assert!(seen.iter().all(|request| request.id == seen[0].id), "one id for all attempts");
    }
}

#[tokio::test(start_paused = true)]
async fn every_operation_is_sent_the_same_way() {
    let (seen, outcomes) = on_both(unchanged, &[FAILED], async |db| {
        vec![
            outcome(get(&db).await),
            outcome(Table::<User>::update("ann").add(User::VISITS, 1).on(&db).await),
            outcome(Table::<User>::delete("ann").on(&db).await),
            outcome(Table::<User>::query("ann").on(&db).await),
            outcome(Table::<User>::scan().on(&db).await),
            outcome(Table::<User>::get_many(["ann"]).on(&db).await),
            outcome(Table::<User>::put_many([ann()]).on(&db).await),
            outcome(transaction((Table::<User>::put(&ann()),)).token("t").on(&db).await),
            outcome(faraday::transaction_get((Table::<User>::get("ann"),)).on(&db).await),
            outcome(db.statement("DELETE FROM users WHERE id = ?").bind("ann").await),
            outcome(db.statement("SELECT * FROM users").rows::<User>().await),
            outcome(db.statement_batch([db.statement("DELETE FROM users WHERE id = 'ann'")]).await),
            outcome(db.statement_batch([db.statement("SELECT * FROM users")]).rows::<User>().await),
            outcome(db.statement_transaction([db.statement("DELETE FROM users")]).token("t").await),
        ]
    })
    .await;
    // The answers are empty: what the operations make of that is not this test's.
    assert_eq!(outcomes.len(), 14);
    let operations: Vec<_> = seen.iter().map(|request| request.operation.as_str()).collect();
    let all = ["UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem", "TransactWriteItems"];
    let statements = ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"];
    assert!(statements.iter().all(|operation| operations.contains(operation)), "{operations:?}");
    assert!(all.iter().all(|operation| operations.contains(operation)), "{operations:?}");
}

/// An answer that the SDK's types cannot hold is read.
#[tokio::test(start_paused = true)]
async fn statements_take_the_fast_path() {
    let item = ODD.strip_prefix(r#"{"Item":"#).and_then(|rest| rest.strip_suffix('}')).unwrap();
    let rows: &'static str = format!(r#"{{"Items":[{item}]}}"#).leak();
    let responses: &'static str = format!(r#"{{"Responses":[{{"Item":{item}}}]}}"#).leak();
    for codec in [Codec::Wire, Codec::Map] {
        let scripted = Scripted::default();
        let db = Database::builder(scripted.client(&unchanged)).codec(codec).build();
        let select = || db.statement("SELECT * FROM users WHERE id = 'ann'");
        scripted.script(&[Answer::Body(rows)]);
        assert_eq!(select().rows::<User>().await.is_ok(), codec == Codec::Wire, "{codec:?}");
        scripted.script(&[Answer::Body(responses)]);
        let batch = db.statement_batch([select()]).rows::<User>().await;
        assert_eq!(batch.is_ok_and(|results| results[0].is_ok()), codec == Codec::Wire, "{codec:?}");
        scripted.script(&[Answer::Body(responses)]);
        let transaction = db.statement_transaction([select()]).rows::<User>().await;
        assert_eq!(transaction.is_ok(), codec == Codec::Wire, "{codec:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_retry_quota_is_the_sdks() {
    // Each failed request takes tokens for its two retries; when they are gone, requests are sent once.
    let (seen, _) = on_both(unchanged, &[FAILED; 400], async |db| {
        let mut outcomes = Vec::new();
        for _ in 0..100 {
            outcomes.push(outcome(get(&db).await));
        }
        outcomes
    })
    .await;
    assert!(seen.len() > 100 && seen.len() < 300, "{}", seen.len());
}

#[tokio::test(start_paused = true)]
async fn settings_of_the_client_hold() {
    let second = Duration::from_secs(1);
    let retries = |retries: RetryConfig| move |config: Builder| config.retry_config(retries.clone());
    let once = async |db: Database| vec![outcome(get(&db).await)];
    let (seen, _) = on_both(retries(RetryConfig::standard().with_max_attempts(5)), &[FAILED; 9], once).await;
    assert_eq!(seen.len(), 5);
    let (seen, _) = on_both(retries(RetryConfig::disabled()), &[FAILED; 9], once).await;
    assert_eq!(seen.len(), 1);
    let limits = TimeoutConfig::builder().connect_timeout(second).read_timeout(2 * second).build();
    let (seen, _) = on_both(|config| config.timeout_config(limits.clone()), &[], once).await;
    assert_eq!(seen[0].time_outs, (Some(second), Some(2 * second)));
    let (seen, _) = on_both(|config| config.app_name(AppName::new("shop").unwrap()), &[], once).await;
    assert!(seen[0].header("x-amz-user-agent").is_some_and(|agent| agent.contains("app/shop")), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn time_limits_of_an_attempt_and_of_an_operation_hold() {
    let limits = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(1));
    let of_attempt = limits.clone().build();
    let (seen, outcomes) = on_both(
        |config| config.timeout_config(of_attempt.clone()),
        &[Answer::Never, Answer::Never, Answer::Fine],
        async |db| vec![outcome(get(&db).await)],
    )
    .await;
    assert_eq!((seen.len(), outcomes[0].0), (3, None));
    let of_operation = limits.operation_timeout(Duration::from_millis(1_500)).build();
    let (_, outcomes) = on_both(
        |config| {
            let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
            config.timeout_config(of_operation.clone()).retry_config(retries)
        },
        &[Answer::Never; 3],
        async |db| {
            let start = tokio::time::Instant::now();
            let outcome = outcome(Table::<User>::put(&ann()).on(&db).await);
            assert_eq!(start.elapsed(), Duration::from_millis(1_500));
            vec![outcome]
        },
    )
    .await;
    assert_eq!(outcomes, [(Some(ErrorKind::Timeout), true, false)]);
}

#[tokio::test(start_paused = true)]
async fn every_endpoint_is_the_one_that_the_rules_give() {
    let in_account = |account: &'static str| {
        let credentials = Credentials::builder().access_key_id("AKID").secret_access_key("one").provider_name("test");
        let credentials = credentials.account_id(account).build();
        move |config: Builder| real(config).credentials_provider(credentials.clone())
    };
    let host = async |configure: &dyn Fn(Builder) -> Builder| {
        let (seen, _) = on_both(configure, &[], async |db| vec![outcome(get(&db).await)]).await;
        seen[0].uri.clone()
    };
    assert_eq!(host(&real).await, "https://dynamodb.eu-west-1.amazonaws.com/");
    assert!(host(&|config| real(config).use_fips(true)).await.contains("fips"));
    assert!(host(&|config| real(config).use_dual_stack(true)).await.contains("api.aws"));
    assert_eq!(host(&in_account("123456789012")).await, "https://123456789012.ddb.eu-west-1.amazonaws.com/");
    let without =
        |config: Builder| in_account("123456789012")(config).account_id_endpoint_mode(AccountIdEndpointMode::Disabled);
    assert_eq!(host(&without).await, "https://dynamodb.eu-west-1.amazonaws.com/");
    assert_eq!(host(&|config| config.endpoint_url("http://proxy/ddb")).await, "http://proxy/ddb/");
}

/// Without the address of a test: the endpoint is the rules' to decide.
fn real(mut config: Builder) -> Builder {
    config.set_endpoint_url(None);
    config
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_failed_is_closed() {
    for answers in [vec![FAILED, Answer::Fine], vec![Answer::Reset, Answer::Fine], vec![refused("ValidationException")]]
    {
        let (seen, _) = on_both(unchanged, &answers, async |db| vec![outcome(get(&db).await)]).await;
        let closed = seen.iter().filter(|request| request.closed).count();
        assert_eq!(closed, usize::from(answers[0] == FAILED), "{answers:?}");
    }
}

/// Polls the request so often, and drops it.
async fn dropped_after(polls: usize, db: &Database) {
    let mut request = Box::pin(get(db));
    let mut count = 0;
    std::future::poll_fn(|context| {
        if count == polls || request.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        count += 1;
        Poll::Pending
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_request_may_be_dropped_at_any_await() {
    let scripted = Scripted::default();
    scripted.wait_for_credentials();
    let db = Database::new(scripted.client(&|config: Builder| config.identity_cache(IdentityCache::no_cache())));
    for polls in 1..12 {
        scripted.script(&[FAILED, Answer::After(Duration::from_secs(1), &Answer::Fine)]);
        dropped_after(polls, &db).await;
        scripted.script(&[Answer::Body(ODD)]);
        assert_eq!(get(&db).await.unwrap(), Some(ann()), "after a request that was dropped at await {polls}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_left_to_the_sdk() {
    let takes_fast_path = async |configure: &dyn Fn(Builder) -> Builder| {
        let scripted = Scripted::default();
        let db = Database::new(scripted.client(configure));
        scripted.script(&[Answer::Body(ODD), Answer::Body(ODD)]);
        let first = get(&db).await.is_ok();
        assert_eq!(get(&db).await.is_ok(), first);
        assert_eq!(scripted.seen().len(), 2, "nothing is sent but what was asked for");
        first
    };
    assert!(takes_fast_path(&unchanged).await);
    assert!(!takes_fast_path(&|config| config.retry_config(RetryConfig::adaptive())).await);
    assert!(!takes_fast_path(&|config| config.interceptor(Mine)).await);
    assert!(!takes_fast_path(&|config| config.endpoint_resolver(Elsewhere)).await);
    let unsigned = |config: Builder| config.allow_no_auth().auth_scheme_preference([AuthSchemeId::from("noAuth")]);
    assert!(!takes_fast_path(&unsigned).await);
}

#[tokio::test]
async fn a_request_that_cannot_be_made_is_the_sdks_error() {
    let scripted = Scripted::default();
    scripted.refuse_credentials();
    let errors = [Codec::Wire, Codec::Map].map(|codec| {
        let db = Database::builder(scripted.client(&unchanged)).codec(codec).build();
        async move { Table::<User>::put(&ann()).on(&db).await.unwrap_err() }
    });
    for error in errors {
        let error = error.await;
        assert_eq!((error.operation(), error.kind()), (Some("PutItem"), ErrorKind::Other), "{error:?}");
        assert!(!error.is_outcome_unknown());
    }
    assert!(scripted.seen().is_empty());
}

#[tokio::test]
async fn credentials_that_change_within_the_minute_are_used_at_once() {
    let scripted = Scripted::default();
    let db = Database::new(scripted.client(&|config: Builder| real(config).identity_cache(IdentityCache::no_cache())));
    for (account, host) in [
        (None, "https://dynamodb.eu-west-1.amazonaws.com/"),
        (Some("123456789012"), "https://123456789012.ddb.eu-west-1.amazonaws.com/"),
        (Some("210987654321"), "https://210987654321.ddb.eu-west-1.amazonaws.com/"),
        (None, "https://dynamodb.eu-west-1.amazonaws.com/"),
    ] {
        scripted.forget();
        scripted.be_in(account);
        scripted.script(&[Answer::Body(ODD)]);
        assert_eq!(get(&db).await.unwrap(), Some(ann()), "the fast path is taken");
        let seen = scripted.seen();
        let key = format!("Credential={}/", account.unwrap_or("AKIDEXAMPLE"));
        assert!(seen[0].header("authorization").is_some_and(|value| value.contains(&key)), "{seen:?}");
        assert_eq!(seen[0].uri, host);
    }
}

#[tokio::test(start_paused = true)]
async fn a_warm_database_has_all_that_its_first_request_needs() {
    let scripted = Scripted::default();
    let db = Database::new(scripted.client(&unchanged));
    scripted.script(&[refused("AccessDeniedException"), Answer::Body(ODD)]);
    db.warm().await.unwrap();
    scripted.refuse_credentials();
    assert_eq!(get(&db).await.unwrap(), Some(ann()), "the credentials are there");
    let operations: Vec<_> = scripted.seen().into_iter().map(|request| request.operation).collect();
    assert_eq!(operations, ["DescribeEndpoints", "GetItem"]);
}

#[tokio::test(start_paused = true)]
async fn a_database_that_cannot_be_reached_is_not_warm() {
    let scripted = Scripted::default();
    let db = Database::new(scripted.client(&unchanged));
    scripted.script(&[Answer::Reset; 3]);
    let error = db.warm().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unreachable, Some("DescribeEndpoints")), "{error}");
    scripted.refuse_credentials();
    let db = Database::new(scripted.client(&unchanged));
    assert_eq!(db.warm().await.unwrap_err().kind(), ErrorKind::Other);
    assert_eq!(Database::local("localhost:8000").warm().await.unwrap_err().kind(), ErrorKind::InvalidArgument);
}

/// The SDK's metrics belong to the whole process, so this test has one of its own.
#[test]
fn the_sdks_metrics_count_what_was_asked_for_and_nothing_else() {
    const CHILD: &str = "FARADAY_TEST_METRICS";
    if std::env::var_os(CHILD).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let counted = Counted::install();
        runtime.block_on(async {
            let scripted = Scripted::default();
            let db = Database::new(scripted.client(&unchanged));
            for _ in 0..3 {
                scripted.script(&[Answer::Body(ODD)]);
                get(&db).await.unwrap();
            }
        });
        assert_eq!(counted.calls("smithy.client.call.duration"), 3);
        assert_eq!(counted.calls("smithy.client.call.attempt.duration"), 3);
        return;
    }
    let name = "transport::fast::the_sdks_metrics_count_what_was_asked_for_and_nothing_else";
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args(["--exact", name]).env(CHILD, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
