//! Signing with a cached key: the same signatures as the SDK's, whatever changes between two requests.
//!
//! The first request of a minute is one of the SDK's that is observed and not sent (`fast.rs`): it renews the proof.
//!
//! The date of a request shows who signed it. The server's clock is [`AHEAD`] of the client's: the SDK learns that from the first reply and
//! then signs with the server's time; faraday signs with the client's.

use std::time::Duration;

use aws_runtime::auth::SigV4OperationSigningConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, Region, retry::RetryConfig};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use faraday::{Database, Table};

use super::world::{AHEAD, User, World, check, credentials, expected};

#[tokio::test]
async fn the_first_request_is_the_sdks_and_the_next_are_ours() {
    let world = World::new(AHEAD);
    let database = world.database();
    for _ in 0..5 {
        assert_eq!(world.get(&database).await, Duration::ZERO);
    }
    let user = User { id: "ann".into(), text: Some("ünïcode \"and\" more".repeat(100)) };
    Table::<User>::put(&user).on(&database).await.unwrap();
    assert_eq!(world.date_of_last(), Duration::ZERO);
    check(&world, &credentials("one", None), "eu-west-1");
}

#[tokio::test]
async fn the_sdk_signs_alone_when_told_to() {
    let world = World::new(AHEAD);
    let client = Client::from_conf(world.config().build());
    let database = Database::builder(client).keep_signing_key(false).build();
    assert_eq!(world.get(&database).await, Duration::ZERO);
    assert_eq!(world.get(&database).await, AHEAD);
}

#[tokio::test]
async fn auth_schemes_of_the_users_own_are_left_alone() {
    let world = World::new(AHEAD);
    let config = world.config().push_auth_scheme(aws_runtime::auth::sigv4::SigV4AuthScheme::new());
    let database = Database::new(Client::from_conf(config.build()));
    assert_eq!(world.get(&database).await, Duration::ZERO);
    assert_eq!(world.get(&database).await, AHEAD);
}

#[tokio::test]
async fn the_signature_follows_credentials_and_the_day_and_is_renewed_after_a_minute() {
    let world = World::new(AHEAD);
    let database = world.database();
    for _ in 0..3 {
        world.get(&database).await;
    }
    check(&world, &credentials("one", None), "eu-west-1");
    // Rotated under the same access key's id, then with a session token, then with another token only.
    for (secret, token) in [("two", None), ("three", Some("token")), ("three", Some("other token")), ("one", None)] {
        let rotated = credentials(secret, token);
        world.set(|state| state.credentials = rotated.clone());
        for _ in 0..2 {
            assert_eq!(world.get(&database).await, Duration::ZERO);
        }
        check(&world, &rotated, "eu-west-1");
    }
    // Into the next day: 59 s after the first request the proof still holds.
    world.set(|state| state.now += Duration::from_secs(59));
    world.get(&database).await;
    world.set(|state| state.now += Duration::from_secs(1));
    // A minute after it, it is renewed: the SDK signs the request that is observed, and not sent.
    for _ in 0..2 {
        assert_eq!(world.get(&database).await, Duration::ZERO);
    }
    world.set(|state| state.now += Duration::from_secs(60));
    // The next minute begins with an operation that is never observed: the SDK signs it.
    database.client().list_tables().send().await.unwrap();
    assert_eq!(world.date_of_last(), AHEAD);
    assert!(world.set(|state| state.seen.last().unwrap().headers().get("x-amz-date").unwrap().starts_with("20261126")));
    check(&world, &credentials("one", None), "eu-west-1");
}

#[tokio::test]
async fn a_session_token_is_not_shown() {
    let world = World::new(AHEAD);
    world.set(|state| state.credentials = credentials("one", Some("MARK")));
    let database = world.database();
    for _ in 0..3 {
        world.get(&database).await;
    }
    let shown = world.set(|state| format!("{:?} {:?}", state.seen[0].headers(), state.seen[2].headers()));
    assert!(!shown.contains("MARK"), "{shown}");
    assert!(!format!("{database:?} {:?}", database.client().config()).contains("MARK"));
}

#[tokio::test]
async fn any_endpoint_and_region_is_signed_and_a_path_by_the_sdk() {
    for endpoint in
        ["http://localhost:8000", "https://example.com:443/", "http://[::1]:80", "https://proxy.example/ddb"]
    {
        let world = World::new(AHEAD);
        let database = Database::new(Client::from_conf(
            world.config().region(Region::new("local")).endpoint_url(endpoint).build(),
        ));
        for _ in 0..3 {
            world.get(&database).await;
        }
        // A path is the SDK's to sign.
        let ours = !endpoint.ends_with("ddb");
        assert_eq!(world.date_of_last() == Duration::ZERO, ours, "{endpoint}");
        check(&world, &credentials("one", None), "local");
    }
}

#[tokio::test]
async fn headers_that_need_normalising_are_the_sdks() {
    let world = World::new(AHEAD);
    let database = world.database();
    for (value, ours) in [("plain", true), ("two  spaces", false), (" edge", false), ("plain", true)] {
        for _ in 0..2 {
            let list = database.client().list_tables().customize();
            let list = list.mutate_request(move |request| {
                request.headers_mut().insert("x-mine", value);
            });
            list.send().await.unwrap();
        }
        // What was refused is refused for a minute.
        assert_eq!(world.date_of_last() == Duration::ZERO, ours, "{value}");
        check(&world, &credentials("one", None), "eu-west-1");
        world.set(|state| state.now += Duration::from_secs(60));
        database.client().list_tables().send().await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_by_the_sdk() {
    const WRONG: Duration = Duration::from_secs(600);
    for retries in [RetryConfig::standard(), RetryConfig::disabled()] {
        let world = World::new(Duration::ZERO);
        let retried = retries.has_retry();
        let database = Database::new(Client::from_conf(world.config().retry_config(retries).build()));
        for _ in 0..3 {
            assert_eq!(world.get(&database).await, Duration::ZERO);
        }
        // The client's clock goes wrong: the next request is refused.
        world.set(|state| (state.ahead, state.refusals) = (WRONG, 1));
        assert_eq!(world.get(&database).await, if retried { WRONG } else { Duration::ZERO });
        for _ in 0..3 {
            assert_eq!(world.get(&database).await, WRONG);
        }
        // It is put right: the SDK learns it from the next answer, and the next proof brings us back.
        world.set(|state| state.ahead = Duration::ZERO);
        world.get(&database).await;
        assert_eq!(world.get(&database).await, Duration::ZERO);
        world.set(|state| (state.now, state.ahead) = (state.now + Duration::from_secs(61), AHEAD));
        world.get(&database).await;
        assert_eq!(world.get(&database).await, Duration::ZERO);
        check(&world, &credentials("one", None), "eu-west-1");
    }
}

/// Asks for the hash of the body in a header of its own, as an interceptor of a user's may.
#[derive(Debug)]
struct Hashed;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Hashed {
    fn name(&self) -> &'static str {
        "hashed"
    }

    fn read_before_signing(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut operation = config.load::<SigV4OperationSigningConfig>().cloned().unwrap();
        operation.signing_options.content_sha256_header = true;
        config.interceptor_state().store_put(operation);
        Ok(())
    }
}

#[tokio::test]
async fn options_that_somebody_changed_are_the_sdks() {
    let world = World::new(AHEAD);
    let database = world.database();
    for _ in 0..3 {
        world.get(&database).await;
    }
    for _ in 0..3 {
        database.client().list_tables().customize().interceptor(Hashed).send().await.unwrap();
        assert_eq!(world.date_of_last(), AHEAD);
        world.set(|state| assert!(state.seen.last().unwrap().headers().get("x-amz-content-sha256").is_some()));
    }
    // And it did not cost the others their proof.
    assert_eq!(world.get(&database).await, Duration::ZERO);
}

/// Many at once, over a change of credentials: each is signed with the key of its own.
#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_at_once_are_signed_each_with_its_own_key() {
    let world = World::new(Duration::ZERO);
    let database = world.database();
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let (world, database) = (world.clone(), database.clone());
            tokio::spawn(async move {
                world.set(|state| state.credentials = credentials(["one", "two"][task % 2], None));
                Table::<User>::get("ann").on(&database).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen = world.set(|state| std::mem::take(&mut state.seen));
    assert_eq!(seen.len(), 64);
    for request in seen {
        let authorization = request.headers().get("authorization").unwrap();
        let either = ["one", "two"].map(|secret| expected(&request, &credentials(secret, None), "eu-west-1"));
        assert!(either.iter().any(|expected| expected == authorization));
    }
}
