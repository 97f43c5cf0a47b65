//! An embedded engine under faults and with a clock: [`Database::embedded_with`], [`Database::expire_now`].

use std::time::SystemTime;

use dynoxide::storage_backend::Clock as EngineClock;

use super::Engine;
use super::open::not_started;
use crate::database::Database;
use crate::database::client::local_client;
use crate::database::kit::Kit;
use crate::error::{Error, ErrorKind, Result};
use crate::testing::{Clock, Faults};

impl Database {
    /// Creates an engine in the memory of this process whose requests suffer these faults and are recorded. Needs the features `embedded`
    /// and `testing`.
    ///
    /// The test adds faults with [`faults`](Database::faults), looks at the requests with [`recorded`](Database::recorded), and moves the
    /// time of the database and the engine with [`clock`](Database::clock). The pauses between the attempts of the SDK are 1 to 4 ms.
    /// Otherwise it is like [`Database::embedded`].
    ///
    /// # Errors
    ///
    /// When the engine cannot be set up.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
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
    /// let db = Database::embedded_with(Faults::new().fail_next("PutItem", Fault::Throttled))?;
    /// Table::<User>::create().on(&db).await?;
    /// Table::<User>::put(&User { id: "ann".into() }).on(&db).await?;
    /// assert_eq!(db.recorded().of("PutItem").operations(), ["PutItem", "PutItem"]);
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [error retries](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.RetryAndBackoff).
    pub fn embedded_with(faults: Faults) -> Result<Self> {
        let clock = Clock::new();
        let engine = Engine::memory_at(clock.clone()).map_err(not_started)?;
        let (client, faults) = faults.over(&local_client("http://embedded", "local", engine.connector()));
        let database = Self::builder(client).clock(clock.reader()).embedded().build();
        Ok(Self { kit: Kit { faults: Some(faults), clock: Some(clock), engine: Some(engine) }, ..database })
    }

    /// Deletes the items whose time to live has passed, as DynamoDB's background process does, and returns their number. Needs the
    /// features `embedded` and `testing`.
    ///
    /// DynamoDB deletes an item within a few days after it has expired; until then, reads return it. The embedded engine deletes expired
    /// items only when you call this. The time is that of [`clock`](Database::clock), or of the machine if the database has no clock. It
    /// covers the tables whose time to live is enabled. The records in their streams say that `dynamodb.amazonaws.com` deleted the items,
    /// so that a consumer sees [`ChangeKind::Removed`](crate::changes::ChangeKind::Removed) with `expired: true`.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) when the database is not embedded.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> faraday::Result<()> {
    /// use std::time::{Duration, SystemTime};
    /// use faraday::{Database, Item, Table};
    /// use faraday::testing::Faults;
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "sessions")]
    /// struct Session {
    ///     #[faraday(partition_key)]
    ///     token: String,
    ///     #[faraday(ttl)]
    ///     expires_at: SystemTime,
    /// }
    ///
    /// let db = Database::embedded_with(Faults::new())?;
    /// Table::<Session>::create().on(&db).await?;
    /// let expires_at = db.clock().now() + Duration::from_secs(3_600);
    /// Table::<Session>::put(&Session { token: "a".into(), expires_at }).on(&db).await?;
    /// assert_eq!(db.expire_now().await?, 0);
    ///
    /// db.clock().advance(Duration::from_secs(3_601));
    /// assert_eq!(db.expire_now().await?, 1);
    /// assert!(Table::<Session>::get("a").on(&db).await?.is_none());
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    ///
    /// See [time to live](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html).
    pub async fn expire_now(&self) -> Result<u64> {
        let Some(engine) = self.kit.engine.clone() else {
            let message = "only an embedded database can be told to expire items: DynamoDB does it by itself";
            return Err(Error::new(ErrorKind::InvalidArgument, message));
        };
        let expired = engine.expire().await;
        expired.map_err(|error| Error::new(ErrorKind::Other, "the engine failed to expire items").with_source(error))
    }
}

/// Lets the engine's time to live and streams use the test's clock.
impl EngineClock for Clock {
    fn now_unix_secs(&self) -> u64 {
        self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64()
    }
}
