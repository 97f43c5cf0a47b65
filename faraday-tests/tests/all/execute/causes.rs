//! All causes of an error, in every form, show no value, no request, no reply and no credentials.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt::{self, Write};
use std::str::FromStr;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_async::rt::sleep::TokioSleep;
use faraday::document::{from_map, to_map};
use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, Error, Item, Table, Value, database::Codec, transaction, transaction_get};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Stands in every value; none of its parts is in a name.
const SECRET: &str = "zq7!xv";

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    name: String,
    visits: u64,
}

fn user() -> User {
    User { id: SECRET.into(), name: SECRET.into(), visits: 1 }
}

/// All that whoever logs an error may write: each error of the chain in each form.
fn shown(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        assert!(!error.is::<aws_sdk_dynamodb::Error>(), "the SDK's error is a cause: {error}");
        write!(text, "{error}\n{error:?}\n{error:#?}\n").unwrap();
        next = error.source();
    }
    text
}

fn assert_discreet(about: &str, error: &(dyn StdError + 'static)) {
    let text = shown(error);
    for secret in [SECRET, "enE3IXh2", "122, 113, 55"] {
        assert!(!text.contains(secret), "{about}: {secret} in {text}");
    }
}

/// The errors of every operation: on items, on tables, on change streams.
async fn errors(db: &Database) -> Vec<(&'static str, Option<Error>)> {
    let put = || Table::<User>::put(&user());
    vec![
        ("get", Table::<User>::get(SECRET).on(db).await.err()),
        ("put", put().returning_old().on(db).await.err()),
        ("put if absent", put().if_absent().returning_current().on(db).await.err()),
        ("update", Table::<User>::update(SECRET).set(User::NAME, SECRET).returning_new().on(db).await.err()),
        ("delete", Table::<User>::delete(SECRET).returning_old().on(db).await.err()),
        ("query", Table::<User>::query(SECRET).filter(User::NAME.eq(SECRET)).on(db).await.err()),
        ("scan", Table::<User>::scan().filter(User::NAME.eq(SECRET)).on(db).await.err()),
        ("get many", Table::<User>::get_many([SECRET]).max_attempts(1).on(db).await.err()),
        ("put many", Table::<User>::put_many([user()]).max_attempts(1).on(db).await.err()),
        ("transaction", transaction((put(),)).max_attempts(1).on(db).await.err()),
        ("transaction get", transaction_get((Table::<User>::get(SECRET),)).max_attempts(1).on(db).await.err()),
        ("create", Table::<User>::create().on(db).await.err()),
        ("describe", Table::<User>::describe().on(db).await.err()),
        ("plan", Table::<User>::plan().on(db).await.err()),
        ("delete table", Table::<User>::delete_table().on(db).await.err()),
        ("streams", db.streams().try_next().await.err()),
        ("describe stream", db.describe_stream(SECRET).await.err()),
        ("records", Table::<User>::records(SECRET).on(db).await.err()),
    ]
}

async fn assert_all_discreet(about: &str, client: impl Fn() -> Client) {
    let mut failed = BTreeMap::new();
    for codec in [Codec::Wire, Codec::Map] {
        let db = Database::builder(client()).codec(codec).build();
        for (operation, error) in errors(&db).await {
            let Some(error) = error else { continue };
            assert_discreet(&format!("{about}: {operation}, {codec:?}"), &error);
            *failed.entry(operation).or_insert(0) += 1;
        }
    }
    assert!(failed.len() > 5, "{about}: only {failed:?} failed");
}

fn once(client: &Client) -> Client {
    changed(client, |config| config.retry_config(RetryConfig::disabled()))
}

fn changed(
    client: &Client,
    change: impl Fn(aws_sdk_dynamodb::config::Builder) -> aws_sdk_dynamodb::config::Builder,
) -> Client {
    Client::from_conf(change(client.config().to_builder()).build())
}

#[tokio::test(start_paused = true)]
async fn refusals_that_hold_items_or_quote_values() {
    let item = json!({"id": {"S": SECRET}, "name": {"S": SECRET}, "data": {"B": "enE3IXh2"}});
    let reason = json!({"Code": "ConditionalCheckFailed", "Message": format!("'{SECRET}'"), "Item": item});
    for (code, message) in [
        ("ConditionalCheckFailedException", "The conditional request failed".to_owned()),
        ("TransactionCanceledException", format!("Transaction cancelled [{SECRET}]")),
        ("ValidationException", format!("Value '{SECRET}' at 'limit' failed to satisfy constraint")),
        ("ResourceInUseException", format!("value: {SECRET}")),
        ("SomethingNewException", format!("{{S:{SECRET}}}")),
        ("AccessDeniedException", format!("values: {SECRET}")),
    ] {
        let body = json!({
            "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"),
            "message": message,
            "Item": item,
            "CancellationReasons": [reason],
            "Unknown": SECRET,
        });
        let canned = Canned::answering(body.to_string()).with_status(400);
        assert_all_discreet(code, || once(&canned.client())).await;
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_cannot_be_read() {
    let bodies = [
        SECRET.to_owned(),
        format!("<html>{SECRET}</html>"),
        json!(SECRET).to_string(),
        json!([SECRET]).to_string(),
        format!(r#"{{"Item":{{"id":{{"S":"{SECRET}"#),
        format!(r#"{{"{SECRET}":"#),
        format!(r#"{{"Item":{{"id":{{"S":"{SECRET}\q"}}}}}}"#),
        json!({"Table": SECRET, "Item": SECRET, "Items": SECRET, "Attributes": SECRET, "Responses": SECRET}).to_string(),
        json!({"TableDescription": {"TableName": {"S": SECRET}}, "Records": [SECRET], "Streams": SECRET}).to_string(),
        json!({"Item": {"id": {"B": SECRET}}, "Attributes": {"id": {"N": SECRET}}, "Items": [{"id": {SECRET: SECRET}}]})
            .to_string(),
    ];
    for body in &bodies {
        for status in [200, 400, 502] {
            let canned = Canned::answering(body.as_str()).with_status(status);
            assert_all_discreet(&format!("{status} {body}"), || once(&canned.client())).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn requests_without_an_answer() {
    let faulty = |fault: fn() -> Fault| {
        move || {
            let (client, faults) = Faults::new().over(&Canned::answering("{}").client());
            faults.rule(move |_| Some(fault()));
            once(&client)
        }
    };
    assert_all_discreet("disconnect", faulty(|| Fault::Disconnected)).await;
    assert_all_discreet("a lost answer", faulty(|| Fault::AnswerLost)).await;
    assert_all_discreet("a cut answer", faulty(|| Fault::AnswerCut)).await;
    let slow = faulty(|| Fault::Delayed(Duration::from_secs(60)));
    let times = [
        TimeoutConfig::builder().operation_timeout(Duration::from_secs(1)).build(),
        TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(1)).build(),
        TimeoutConfig::builder().read_timeout(Duration::from_secs(1)).operation_timeout(Duration::from_secs(2)).build(),
    ];
    for time in times {
        let client = || changed(&slow(), |config| config.timeout_config(time.clone()).sleep_impl(TokioSleep::new()));
        assert_all_discreet("a time-out", client).await;
    }
}

/// Credentials that no header can hold, that are none, or that do not come.
#[derive(Debug, Clone, Copy)]
enum Provider {
    Unsendable,
    Failing,
    Expired,
}

impl ProvideCredentials for Provider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let key = |token: &str| Credentials::new("KEY", SECRET, Some(token.to_owned()), None, "test");
        future::ProvideCredentials::ready(match self {
            Self::Unsendable => Ok(key(&format!("{SECRET}\u{1}\n"))),
            Self::Failing => Err(CredentialsError::unhandled(Holding { _token: SECRET })),
            Self::Expired => Err(CredentialsError::provider_timed_out(Duration::from_secs(1))),
        })
    }
}

/// Says nothing in its message, and everything in its debug output: as the SDK's errors with an answer of STS in them.
#[derive(Debug)]
struct Holding {
    _token: &'static str,
}

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no credentials")
    }
}

impl StdError for Holding {}

#[tokio::test(start_paused = true)]
async fn credentials_that_cannot_be_used() {
    for provider in [Provider::Unsendable, Provider::Failing, Provider::Expired] {
        let client = || {
            let canned = once(&Canned::answering("{}").client());
            changed(&canned, |config| config.credentials_provider(provider).region(Region::new("eu-north-1")))
        };
        assert_all_discreet(&format!("{provider:?}"), client).await;
    }
}

#[tokio::test]
async fn clients_without_settings() {
    let canned = Canned::answering("{}");
    let bare = || {
        let config = Config::builder().behavior_version_latest().http_client(canned.clone());
        Client::from_conf(config.retry_config(RetryConfig::disabled()).build())
    };
    assert_all_discreet("neither region nor credentials", bare).await;
}

/// A type whose own errors show the value.
#[derive(Debug, Clone, PartialEq)]
struct Loud;

impl FromStr for Loud {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Err(format!("no such thing: {text}"))
    }
}

impl fmt::Display for Loud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("loud")
    }
}

impl From<&Loud> for String {
    fn from(_: &Loud) -> Self {
        "loud".into()
    }
}

impl TryFrom<String> for Loud {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl Serialize for Loud {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(SECRET))
    }
}

impl<'de> Deserialize<'de> for Loud {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Value)]
struct AsText {
    #[faraday(with = faraday::value::text)]
    #[allow(dead_code, reason = "it is never read")]
    name: Loud,
}

#[derive(Debug, Value)]
struct AsString {
    #[faraday(as = String)]
    #[allow(dead_code, reason = "it is never read")]
    name: Loud,
}

#[derive(Debug, Value)]
struct BySerde {
    #[faraday(serde)]
    #[allow(dead_code, reason = "it is never read")]
    name: Loud,
}

/// Only who asks sees what the field's own type says.
#[test]
fn errors_of_the_fields_own_types() {
    let map = || std::collections::HashMap::from([("name".to_owned(), AttributeValue::S(SECRET.into()))]);
    for error in [
        from_map::<AsText>(map()).unwrap_err(),
        from_map::<AsString>(map()).unwrap_err(),
        from_map::<BySerde>(map()).unwrap_err(),
    ] {
        assert_discreet("read", &error);
        assert!(error.unredacted_source().unwrap().to_string().contains(SECRET));
        let error = Error::from(error);
        assert_discreet("read", &error);
        assert!(error.decode_error().unwrap().unredacted_source().is_some());
    }
    let error = to_map(&BySerde { name: Loud }).unwrap_err();
    assert_discreet("written", &error);
    assert_eq!(error.unredacted_source().unwrap().to_string(), SECRET);
}

/// Debuggers of programs print what holds a value.
#[test]
fn nothing_that_holds_values_shows_them() {
    let explained = Table::<User>::put(&user()).explain();
    assert!(explained.body().unwrap().contains(SECRET), "who asks gets the request");
    let debug = format!("{explained:?} {explained:#?}");
    assert!(debug.contains("PutItem") && !debug.contains(SECRET), "{debug}");
}
