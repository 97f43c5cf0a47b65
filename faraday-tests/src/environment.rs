//! The engine that the tests run against.
//!
//! Without more, each test has a new embedded engine. With `FARADAY_TEST_ENDPOINT=http://host:port` all share that
//! server: with the credentials of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` and the region of
//! `AWS_REGION`, or made-up ones.

use std::env;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Credentials, Region};
use faraday::Database;

/// An SDK client for the engine: a new and empty one, unless the environment names a server.
///
/// # Panics
///
/// When the embedded engine cannot be made.
pub fn client() -> Client {
    match endpoint() {
        None => Database::embedded().expect("an embedded engine").client().clone(),
        Some(endpoint) => remote(&endpoint),
    }
}

/// A database for the engine: a new and empty one, unless the environment names a server.
///
/// # Panics
///
/// When the embedded engine cannot be made.
pub fn database() -> Database {
    Database::new(client())
}

/// The server that the environment names.
pub fn endpoint() -> Option<String> {
    variable("FARADAY_TEST_ENDPOINT")
}

fn remote(endpoint: &str) -> Client {
    let local = Database::local(endpoint);
    let key = variable("AWS_ACCESS_KEY_ID").unwrap_or_else(|| "faraday".to_owned());
    let secret = variable("AWS_SECRET_ACCESS_KEY").unwrap_or_else(|| "faraday".to_owned());
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let config = local
        .client()
        .config()
        .to_builder()
        .credentials_provider(Credentials::new(key, secret, variable("AWS_SESSION_TOKEN"), None, "faraday-tests"))
        .region(Region::new(region.unwrap_or_else(|| "us-east-1".to_owned())))
        .build();
    Client::from_conf(config)
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
