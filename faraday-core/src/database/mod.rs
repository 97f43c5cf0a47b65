//! The database that operations run on, and its settings: [`Database`], [`DatabaseBuilder`], [`Codec`].

mod builder;
mod capacity;
mod client;
mod destination;
#[cfg(feature = "embedded")]
mod embedded;
mod hedge;
#[cfg(feature = "testing")]
mod kit;
mod limits;
mod missing_features;
mod observe;
mod policies;
mod rate_limit;
mod resolve;
mod retry_policy;
mod table_names;
mod tally;
mod to_map;
#[cfg(feature = "testing")]
mod under_test;
mod warm;
mod with_policies;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;

pub use builder::DatabaseBuilder;
pub use capacity::Capacity;
pub(crate) use capacity::Consumed;
#[cfg(feature = "testing")]
pub(crate) use client::local_client;
pub(crate) use limits::Limits;
pub(crate) use observe::Observers;
pub use observe::{Finished, Scope};
use policies::Policies;
pub use rate_limit::RateLimit;
pub(crate) use rate_limit::{Reservation, Units};
pub use retry_policy::RetryPolicy;
pub(crate) use retry_policy::RetrySettings;
pub(crate) use tally::{Tally, Totals};

pub use crate::transport::Codec;

use crate::encryption::DatabaseKeys;
use crate::schema::Item;
use crate::transport::Transport;
#[doc(hidden)]
pub use destination::Destination;
use table_names::TableNames;

/// A connection to DynamoDB: in the cloud, on your machine, or inside the process.
///
/// Cheap to clone and to share: all clones use the same client.
///
/// # Which database an operation runs on
///
/// 1. the database given with `.on(&db)`;
/// 2. else that of the enclosing [`scope`](Database::scope);
/// 3. else the one that was [installed](Database::install), in a process that uses no scopes.
///
/// Without any of them an operation fails with [`ErrorKind::NoDatabase`](crate::ErrorKind::NoDatabase); faraday never connects
/// to a database that you did not name.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "embedded")]
/// # async fn run() -> faraday::Result<()> {
/// use faraday::{Database, Item, Table};
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
/// }
///
/// let db = Database::embedded()?;
/// Table::<User>::create().on(&db).await?;
/// Table::<User>::put(&User { id: "ann".into() }).on(&db).await?;
/// # Ok(())
/// # }
/// ```
///
/// See [the endpoints of DynamoDB](https://docs.aws.amazon.com/general/latest/gr/ddb.html).
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
    keys: DatabaseKeys,
    policies: Arc<Policies>,
    /// One declared table, and its name for the current operation.
    renamed: Option<Arc<(String, Arc<str>)>>,
    #[cfg(feature = "testing")]
    kit: kit::Kit,
}

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

struct Inner {
    transport: Transport,
    names: TableNames,
    clock: Clock,
    /// The reason why no request can be sent: the address is wrong.
    unusable: Option<&'static str>,
    /// Whether its tables are in this process.
    is_embedded: bool,
}

impl Database {
    /// Connects to a server on your machine or in your network over plain HTTP: DynamoDB Local, ScyllaDB Alternator and others.
    ///
    /// `url` is like `http://localhost:8000`. With another scheme, or without one, every operation fails with an error that says so. The
    /// region is `local` and the credentials are made up, because such servers ignore them. For a server that needs a region of AWS, such
    /// as moto, use [`local_in`](Database::local_in). For others, and for `https://`, make an SDK client and use [`Database::new`].
    ///
    /// It waits 3 seconds for a connection, 10 seconds for the answer to an attempt, and 30 seconds for an operation with all its
    /// attempts.
    ///
    /// # Examples
    ///
    /// ```
    /// let db = faraday::Database::local("http://localhost:8000");
    /// ```
    ///
    /// See [DynamoDB Local](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html).
    #[must_use]
    pub fn local(url: &str) -> Self {
        Self::local_in("local", url)
    }

    /// Connects like [`local`](Database::local), with a region: moto accepts only regions of AWS.
    ///
    /// # Examples
    ///
    /// ```
    /// let db = faraday::Database::local_in("us-east-1", "http://localhost:5000");
    /// ```
    ///
    /// See [moto's server mode](https://docs.getmoto.org/en/latest/docs/server_mode.html).
    #[must_use]
    pub fn local_in(region: &str, url: &str) -> Self {
        let client = client::local_client(url, region, client::plain_http());
        let config = client.config().to_builder().timeout_config(client::time_limits()).build();
        Self::builder(Client::from_conf(config)).unusable(client::wrong_address(url)).build()
    }

    /// Connects to DynamoDB in the cloud with the standard AWS chain: environment, profile, single sign-on, container and instance roles.
    /// Needs the feature `aws`.
    ///
    /// If credentials or the region are missing, the first operation reports it. The database waits 3 seconds for a connection, 10 seconds
    /// for the answer to an attempt, and 30 seconds for an operation with all its attempts. For other limits, give a client to
    /// [`Database::new`].
    ///
    /// See [the credential chain](https://docs.aws.amazon.com/sdk-for-rust/latest/dg/credproviders.html).
    #[cfg(feature = "aws")]
    pub async fn from_env() -> Self {
        let config = aws_config::defaults(aws_config::BehaviorVersion::latest()).timeout_config(client::time_limits());
        Self::new(Client::new(&config.load().await))
    }

    /// Uses your own SDK client with all its settings: region, credentials, endpoint, time-outs, retries, proxy,
    /// interceptors. Its signing key is [kept between requests](DatabaseBuilder::keep_signing_key).
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use aws_sdk_dynamodb::config::{
    ///     BehaviorVersion, Config, Region, retry::RetryConfig, timeout::TimeoutConfig,
    /// };
    ///
    /// let config = Config::builder()
    ///     .behavior_version(BehaviorVersion::latest())
    ///     .region(Region::new("eu-west-1"))
    ///     .retry_config(RetryConfig::standard().with_max_attempts(5))
    ///     .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(3)).build())
    ///     .build();
    /// let db = faraday::Database::new(aws_sdk_dynamodb::Client::from_conf(config));
    /// ```
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self::builder(client).build()
    }

    /// Creates a builder, for your own SDK client with faraday's own settings.
    pub fn builder(client: Client) -> DatabaseBuilder {
        DatabaseBuilder::new(client)
    }

    /// Returns the SDK's client, for requests that faraday does not offer. It is the client that you gave, or a copy with the same
    /// configuration that [keeps its signing key](DatabaseBuilder::keep_signing_key).
    #[must_use]
    pub fn client(&self) -> &Client {
        self.inner.transport.client()
    }

    /// Returns this database with the keys that encrypt and decrypt fields marked `#[faraday(frozen, encrypted)]`. Needs the feature
    /// `encryption`.
    ///
    /// Writes encrypt with the ring's current key; reads also decrypt values of its older keys. Without a key ring, an operation that
    /// writes or reads such a field fails before it sends anything.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use faraday::{Database, Item, Table, encryption::KeyRing};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "patients")]
    /// struct Patient {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    ///     #[faraday(frozen, encrypted)]
    ///     record: Record,
    /// }
    ///
    /// #[derive(Debug, PartialEq, Serialize, Deserialize)]
    /// struct Record { blood: String }
    ///
    /// // a key from your key management
    /// let db = Database::embedded()?.with_keys(KeyRing::new("2025", &[7; 32])?);
    /// Table::<Patient>::create().on(&db).await?;
    /// Table::<Patient>::put(&Patient { id: 1, record: Record { blood: "AB".into() } }).on(&db).await?;
    /// let patient = Table::<Patient>::get(1).on(&db).await?;
    /// assert_eq!(patient.map(|patient| patient.record.blood), Some("AB".into()));
    /// # Ok(())
    /// # }
    /// # #[cfg(feature = "embedded")]
    /// # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
    /// ```
    #[cfg(feature = "encryption")]
    #[must_use]
    pub fn with_keys(&self, ring: crate::encryption::KeyRing) -> Self {
        Self { keys: DatabaseKeys::new(ring), ..self.clone() }
    }

    pub(crate) fn keys(&self) -> &DatabaseKeys {
        &self.keys
    }

    /// Returns the prefix of all table names.
    #[must_use]
    pub fn table_prefix(&self) -> &str {
        &self.inner.names.prefix
    }

    /// Whether both use one connection. Their policies may differ.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    /// Returns the time that faraday writes into `created_at` and `updated_at`.
    ///
    /// It has whole seconds, as the table stores them, so that the item in memory equals the stored item.
    pub(crate) fn now(&self) -> SystemTime {
        let since_epoch = (self.inner.clock)().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch.as_secs())
    }

    /// Returns why no request can be sent, if that is known already.
    pub(crate) fn unusable(&self) -> Option<&'static str> {
        self.inner.unusable
    }

    /// Whether its tables are in this process, so that no other process uses them.
    pub(crate) fn is_embedded(&self) -> bool {
        self.inner.is_embedded
    }

    /// Returns the name of the table of `I` in this database: with the prefix, or as the builder sets it.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Database, Item};
    ///
    /// #[derive(Item)]
    /// #[faraday(table = "orders")]
    /// struct Order {
    ///     #[faraday(partition_key)]
    ///     id: u64,
    /// }
    ///
    /// let client = Database::local("http://localhost:8000").client().clone();
    /// let db = Database::builder(client).table_prefix("staging-").build();
    /// assert_eq!(db.table_name::<Order>(), "staging-orders");
    /// ```
    #[must_use]
    pub fn table_name<I: Item>(&self) -> String {
        self.name_of(I::SCHEMA.table())
    }

    /// Returns the name of a declared table in this database.
    pub(crate) fn name_of(&self, declared: &str) -> String {
        match &self.renamed {
            Some(renamed) if renamed.0 == declared => renamed.1.to_string(),
            _ => self.inner.names.of(declared),
        }
    }

    /// Gives a declared table another name.
    pub(crate) fn renaming(self, declared: &str, name: Arc<str>) -> Self {
        Self { renamed: Some(Arc::new((declared.to_owned(), name))), ..self }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("names", &self.inner.names).finish_non_exhaustive()
    }
}
