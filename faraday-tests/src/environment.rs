//! The engine that the tests run against.
//!
//! By default, each test has a new embedded engine. With `FARADAY_TEST_ENDPOINT=socket` all tests of a process share one embedded engine
//! over HTTP, through a port of this machine. With `FARADAY_TEST_ENDPOINT=http://host:port` they share that server: with the credentials of
//! `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` and the region of `AWS_REGION`, or with made-up ones.
//! `FARADAY_TEST_ENGINE` names its engine: see [`crate::engine`].

use std::env;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Credentials, Region};
use faraday::Database;

use crate::engine::{self, Capability};
use crate::server;

/// Returns an SDK client for the engine: for a new and empty one, unless the environment names a server.
///
/// # Panics
///
/// When the embedded engine cannot be made.
pub fn client() -> Client {
    match endpoint() {
        Some(_) if clock_is_paused() => {
            // The engine of the environment gets no request, so the test says nothing about it.
            engine::skipped(Capability::PausedClock);
            embedded()
        }
        Some(endpoint) => {
            engine::asked();
            remote(&endpoint)
        }
        None => embedded(),
    }
}

fn embedded() -> Client {
    Database::embedded().expect("an embedded engine").client().clone()
}

/// Whether tokio's clock is paused. Then time moves on whenever a task waits for a socket, and every time-out would pass before a server
/// answers: such a test always has the engine in its own process.
fn clock_is_paused() -> bool {
    let (clock, real) = (tokio::time::Instant::now(), std::time::Instant::now());
    while real.elapsed() < Duration::from_micros(1) {}
    tokio::time::Instant::now() == clock
}

/// Returns the endpoint of the server that the environment names.
fn endpoint() -> Option<String> {
    variable("FARADAY_TEST_ENDPOINT").map(|name| if name == "socket" { server::endpoint() } else { name })
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
