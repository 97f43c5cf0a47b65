//! A machine that sleeps: hours pass between two requests, or the clock is set back. Both paths then behave the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, IdentityCache};
use faraday::{Database, Table, database::Codec};

use super::world::{User, World, expected, time_of};

const HOUR: Duration = Duration::from_secs(3_600);

/// Gives credentials that hold for an hour of the world's clock, each time others.
#[derive(Debug, Clone)]
struct Hourly {
    world: World,
    given: Arc<AtomicU64>,
}

impl Hourly {
    fn new() -> Self {
        Self { world: World::new(Duration::ZERO), given: Arc::default() }
    }

    fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }

    fn numbered(number: u64, expires: Option<SystemTime>) -> Credentials {
        let [key, secret, token] = ["KEY", "secret", "token"].map(|part| format!("{part}{number}"));
        Credentials::new(key, secret, Some(token), expires, "test")
    }

    fn database(&self, codec: Codec, configure: impl Fn(Builder) -> Builder) -> Database {
        let config = configure(self.world.config().credentials_provider(self.clone()));
        Database::builder(Client::from_conf(config.build())).codec(codec).build()
    }
}

impl ProvideCredentials for Hourly {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let expires = self.world.set(|state| state.now) + HOUR;
        future::ProvideCredentials::ready(Ok(Self::numbered(number, Some(expires))))
    }
}

async fn get(db: &Database) {
    assert_eq!(Table::<User>::get("ann").on(db).await.unwrap(), None);
}

/// The one request that a get sends now: by how much its date differs from the clock, and the number of its credentials. It is
/// signed as the SDK's own function signs it.
async fn signed(hourly: &Hourly, db: &Database) -> (Duration, u64) {
    let number = hourly.given();
    get(db).await;
    let (now, seen) = hourly.world.set(|state| (state.now, std::mem::take(&mut state.seen)));
    let [request] = seen.as_slice() else { panic!("{} requests were sent", seen.len()) };
    let used = (0..hourly.given()).map(|number| (number, Hourly::numbered(number, None)));
    let mut used = used.filter(|(_, credentials)| {
        let token = request.headers().get("x-amz-security-token");
        let authorization = request.headers().get("authorization");
        token == credentials.session_token()
            && authorization == Some(expected(request, credentials, "eu-west-1").as_str())
    });
    let (used, _) = used.next().unwrap_or_else(|| panic!("it is signed with none of {number} credentials"));
    let date = time_of(request.headers().get("x-amz-date").unwrap());
    (now.duration_since(date).unwrap(), used)
}

#[tokio::test]
async fn after_hours_the_credentials_and_the_date_are_new() {
    for codec in [Codec::Wire, Codec::Map] {
        let hourly = Hourly::new();
        let db = hourly.database(codec, |config| config.identity_cache(IdentityCache::lazy().build()));
        assert_eq!(signed(&hourly, &db).await, (Duration::ZERO, 0));
        assert_eq!(signed(&hourly, &db).await, (Duration::ZERO, 0), "they are kept");
        // Over midnight, a day, and a month.
        for (number, slept) in [(1, 9 * HOUR), (2, 24 * HOUR), (3, 24 * 30 * HOUR)] {
            hourly.world.set(|state| state.now += slept);
            for _ in 0..2 {
                assert_eq!(signed(&hourly, &db).await, (Duration::ZERO, number), "{codec:?}, after {slept:?}");
            }
            assert_eq!(hourly.given(), number + 1, "they are fetched once");
        }
        // Less than an hour later they still hold, and the date is new.
        hourly.world.set(|state| state.now += HOUR / 2);
        assert_eq!(signed(&hourly, &db).await, (Duration::ZERO, 3));
        // So it is where the clock is set back, over midnight too.
        hourly.world.set(|state| state.now -= 5 * HOUR);
        for _ in 0..2 {
            assert_eq!(signed(&hourly, &db).await, (Duration::ZERO, 3), "{codec:?}");
        }
    }
}

/// Without a cache, each request of the SDK asks for credentials once: so does the one that is observed and not sent.
#[tokio::test]
async fn after_hours_the_sdk_is_observed_anew() {
    for (codec, more) in [(Codec::Wire, 1), (Codec::Map, 0)] {
        let hourly = Hourly::new();
        let db = hourly.database(codec, |config| config.identity_cache(IdentityCache::no_cache()));
        let asked = async || {
            let before = hourly.given();
            let (off, number) = signed(&hourly, &db).await;
            assert_eq!((off, number), (Duration::ZERO, hourly.given() - 1), "the last ones are used");
            hourly.given() - before
        };
        assert_eq!((asked().await, asked().await), (1 + more, 1));
        hourly.world.set(|state| state.now += Duration::from_secs(59));
        assert_eq!(asked().await, 1);
        hourly.world.set(|state| state.now += 9 * HOUR);
        assert_eq!((asked().await, asked().await), (1 + more, 1), "{codec:?}, after the sleep");
        hourly.world.set(|state| state.now -= HOUR);
        assert_eq!((asked().await, asked().await), (1 + more, 1), "{codec:?}, after the clock was set back");
    }
}

/// What the SDK is not ready to sign with, it does not send: no request goes out with the old credentials.
#[tokio::test]
async fn credentials_that_cannot_be_renewed_are_an_error() {
    for codec in [Codec::Wire, Codec::Map] {
        let world = World::new(Duration::ZERO);
        let once = Once(Hourly { world: world.clone(), given: Arc::default() });
        let config = world.config().credentials_provider(once).identity_cache(IdentityCache::lazy().build());
        let db = Database::builder(Client::from_conf(config.build())).codec(codec).build();
        get(&db).await;
        world.set(|state| state.now += 9 * HOUR);
        for _ in 0..2 {
            let error = Table::<User>::get("ann").on(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.operation()), (faraday::ErrorKind::Other, Some("GetItem")), "{codec:?}");
        }
        assert_eq!(world.set(|state| state.seen.len()), 1);
    }
}

/// Gives credentials one time only.
#[derive(Debug)]
struct Once(Hourly);

impl ProvideCredentials for Once {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        if self.0.given() == 0 {
            return self.0.provide_credentials();
        }
        let none = aws_credential_types::provider::error::CredentialsError::not_loaded("the network is not up yet");
        future::ProvideCredentials::ready(Err(none))
    }
}
