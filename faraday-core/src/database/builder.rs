use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;

use super::policies::Policies;
use super::table_names::TableNames;
use super::{Clock, Database, Inner};
use crate::encryption::DatabaseKeys;
use crate::transport::{Codec, Transport};

/// Settings of a [`Database`]; region, credentials, time-outs, retries and proxy are the SDK client's.
#[must_use = "call `build`"]
pub struct DatabaseBuilder {
    client: Client,
    names: TableNames,
    codec: Codec,
    clock: Clock,
    keep_signing_key: bool,
    keys: DatabaseKeys,
    pub(super) policies: Policies,
    /// The reason why no request can be sent.
    unusable: Option<&'static str>,
    is_embedded: bool,
    #[cfg(feature = "streams")]
    streams: crate::transport::StreamsClient,
}

impl DatabaseBuilder {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            names: TableNames::default(),
            codec: Codec::default(),
            clock: Box::new(SystemTime::now),
            keep_signing_key: true,
            keys: DatabaseKeys::default(),
            policies: Policies::default(),
            unusable: None,
            is_embedded: false,
            #[cfg(feature = "streams")]
            streams: crate::transport::StreamsClient::default(),
        }
    }

    /// Reads change streams with this client of `aws-sdk-dynamodbstreams`. Needs the feature `streams`.
    ///
    /// By default, faraday makes a client with the region, credentials, HTTP client, retries, time-outs and endpoint of the client for
    /// DynamoDB. Give your own for other limits, or for a separate endpoint of streams.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Database;
    /// # let client = Database::local("http://localhost:8000").client().clone();
    /// use aws_sdk_dynamodbstreams::{Client, config::{BehaviorVersion, Config, Region}};
    ///
    /// let config = Config::builder()
    ///     .behavior_version(BehaviorVersion::latest())
    ///     .region(Region::new("eu-west-1"))
    ///     .build();
    /// let db = Database::builder(client).streams_client(Client::from_conf(config)).build();
    /// ```
    ///
    /// See [the endpoints of streams](https://docs.aws.amazon.com/general/latest/gr/ddb.html).
    #[cfg(feature = "streams")]
    pub fn streams_client(mut self, client: aws_sdk_dynamodbstreams::Client) -> Self {
        self.streams = crate::transport::StreamsClient::given(client);
        self
    }

    /// Sets the prefix of all table names: with `staging-`, `orders` is the table `staging-orders`.
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.names.prefix = prefix.into();
        self
    }

    /// Sets the name of one table. `declared` is the name that its items declare. The name gets no prefix.
    ///
    /// Use it if only the infrastructure (CloudFormation, CDK) knows the name, and the program reads it when it starts.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// # let from_environment = "Stack-OrdersTable-1A2B3C".to_owned();
    /// let db = faraday::Database::builder(client).table_name("orders", from_environment).build();
    /// ```
    pub fn table_name(mut self, declared: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.single.insert(declared.into(), name.into());
        self
    }

    /// Sets a rule for the names of all tables that [`table_name`](Self::table_name) does not set: it gets the declared name and returns
    /// the whole name. No prefix is added.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// let db =
    ///     faraday::Database::builder(client).table_names(|declared| format!("{declared}-eu")).build();
    /// ```
    pub fn table_names(mut self, rule: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.names.rule = Some(Box::new(rule));
        self
    }

    /// Sets how items travel between your structs and the SDK: see [`Codec`]. The default is [`Codec::Wire`].
    pub fn codec(mut self, codec: Codec) -> Self {
        self.codec = codec;
        self
    }

    /// Sets the clock for `created_at`, `updated_at` and [`live`](crate::operation::Query::live) reads, for tests.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Sets whether to keep the signing key between requests. The default is `true`.
    ///
    /// The key is valid for a day, but the SDK derives it for every request, which takes about a seventh of the instructions of a small
    /// request. The requests are the same either way: the SDK still signs one request a minute, and faraday signs the others as long as
    /// its signature equals the SDK's. The key is wiped from memory when the credentials change, and with the last clone of the database.
    ///
    /// The database then uses a copy of the client with the same configuration. A client without its own HTTP client or identity cache
    /// shares neither connections nor credentials with that copy: set `false` if that matters. A client with its own auth schemes is
    /// always used as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// let db = faraday::Database::builder(client).keep_signing_key(false).build();
    /// ```
    ///
    /// See [how requests are signed](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
    pub fn keep_signing_key(mut self, keep: bool) -> Self {
        self.keep_signing_key = keep;
        self
    }

    /// Sets the keys that encrypt and decrypt encrypted fields: see [`Database::with_keys`]. Needs the feature `encryption`.
    #[cfg(feature = "encryption")]
    pub fn keys(mut self, ring: crate::encryption::KeyRing) -> Self {
        self.keys = DatabaseKeys::new(ring);
        self
    }

    /// Sends every read that has no answer after `delay` once more, and takes the answer that comes first. By default, nothing is sent
    /// twice. [`Database::with_hedged_reads`] says what it costs.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// use std::time::Duration;
    ///
    /// let db = faraday::Database::builder(client).hedge_reads_after(Duration::from_millis(20)).build();
    /// ```
    pub fn hedge_reads_after(mut self, delay: Duration) -> Self {
        self.policies.hedge = Some(delay);
        self
    }

    /// Makes every operation fail with this message.
    pub(super) fn unusable(mut self, message: Option<&'static str>) -> Self {
        self.unusable = message;
        self
    }

    /// Marks the client as that of an embedded engine.
    #[cfg(feature = "embedded")]
    pub(super) fn embedded(mut self) -> Self {
        self.is_embedded = true;
        self
    }

    /// Builds the database.
    #[must_use]
    pub fn build(self) -> Database {
        let Self { client, names, codec, clock, keep_signing_key, keys, policies, unusable, is_embedded, .. } = self;
        let transport = Transport::new(client, codec, keep_signing_key);
        #[cfg(feature = "streams")]
        let transport = transport.with_streams(self.streams);
        Database {
            inner: Arc::new(Inner { transport, names, clock, unusable, is_embedded }),
            keys,
            policies: Arc::new(policies),
            renamed: None,
            #[cfg(feature = "testing")]
            kit: super::kit::Kit::default(),
        }
    }
}

impl fmt::Debug for DatabaseBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { names, codec, .. } = self;
        f.debug_struct("DatabaseBuilder").field("names", names).field("codec", codec).finish_non_exhaustive()
    }
}
