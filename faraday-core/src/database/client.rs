//! SDK clients for an engine on this machine, where the account and the region have no meaning.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, HttpClient, Region, SharedHttpClient};

/// Creates a client for `endpoint` that sends its requests through `http`.
///
/// It sleeps and tells the time as the SDK does by default (tokio and the system clock), so that retries and time-outs work as they do
/// against the service. It has credentials only because a request must be signed; no server checks them.
pub(crate) fn local_client(endpoint: &str, region: &str, http: impl HttpClient + 'static) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday"))
        .endpoint_url(endpoint)
        .http_client(http)
        .build();
    Client::from_conf(config)
}

/// The time-outs of a client that faraday creates. The SDK's only default is a connect time-out, so an operation would wait forever for a
/// server that accepts a request and never answers.
pub(super) fn time_limits() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(3))
        .operation_attempt_timeout(Duration::from_secs(10))
        .operation_timeout(Duration::from_secs(30))
        .build()
}

/// HTTP without TLS, with a pool of connections: a server on this machine needs no more.
pub(crate) fn plain_http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}

/// Returns what is wrong with the address of a local server, if it is not a plain HTTP address. The SDK would only report a failed
/// request. The address itself is not shown, because it may contain a password.
pub(crate) fn wrong_address(url: &str) -> Option<&'static str> {
    match url.split_once("://") {
        Some(("http", _)) => None,
        Some(_) => Some(
            "`Database::local` speaks plain HTTP, and the address has another scheme: give an SDK client to `Database::new`",
        ),
        None => Some("the address has no scheme: write `http://` before it"),
    }
}
