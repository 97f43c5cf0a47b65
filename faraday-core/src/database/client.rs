//! SDK clients for an engine on this machine, where neither account nor region mean anything.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, HttpClient, Region, SharedHttpClient};

/// A client for `endpoint` that reaches it through `http`.
///
/// Sleep and time are the SDK's defaults (tokio's and the system's), so that retries and time-outs work as they do
/// against the service. The credentials are there because a request must be signed; nobody checks them.
pub(crate) fn local_client(endpoint: &str, http: impl HttpClient + 'static) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("faraday", "faraday", None, None, "faraday"))
        .endpoint_url(endpoint)
        .http_client(http)
        .build();
    Client::from_conf(config)
}

/// HTTP without TLS, with a pool of connections: all that a server on this machine needs.
pub(crate) fn plain_http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}
