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
    /// Why no request can be sent.
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
    /// Without it, they are read with a client that has the region, credentials, HTTP client, retries, time-outs and endpoint of
    /// the client for DynamoDB. Give one for other limits, or for an endpoint of streams alone.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::Database;
    /// # let client = Database::local("http://localhost:8000").client().clone();
    /// use aws_sdk_dynamodbstreams::{Client, config::{BehaviorVersion, Config, Region}};
    ///
    /// let config = Config::builder().behavior_version(BehaviorVersion::latest()).region(Region::new("eu-west-1")).build();
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

    /// Sets the name of one table: `declared` is the one that its items have. It gets no prefix.
    ///
    /// For a name that only the infrastructure knows, of CloudFormation or CDK, and that the program is told when it starts.
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

    /// Sets a rule for the names of all tables but those that [`table_name`](Self::table_name) names: it is given the declared name,
    /// and gives the whole name. No prefix is added.
    ///
    /// # Examples
    ///
    /// ```
    /// # let client = faraday::Database::local("http://localhost:8000").client().clone();
    /// let db = faraday::Database::builder(client).table_names(|declared| format!("{declared}-eu")).build();
    /// ```
    pub fn table_names(mut self, rule: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.names.rule = Some(Box::new(rule));
        self
    }

    /// Sets how items travel between your structs and the SDK: see [`Codec`]. Without it, [`Codec::Wire`].
    pub fn codec(mut self, codec: Codec) -> Self {
        self.codec = codec;
        self
    }

    /// Sets the clock for `created_at`, `updated_at` and [`live`](crate::operation::Query::live) reads, for tests.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Whether to keep the signing key between requests; the default is `true`.
    ///
    /// The key holds for a day, and the SDK derives it anew for every request: about a seventh of a small request's
    /// instructions. What is sent is the same: the SDK goes on signing one request a minute, and as long as faraday
    /// would have signed it in the same way it signs the others. The key is wiped from memory when the credentials change
    /// and with the last clone of the database.
    ///
    /// The database then uses a copy of the client with the same configuration, so that a client without an HTTP
    /// client or an identity cache of its own shares neither connections nor credentials with it. Say no where
    /// that matters. A client that has auth schemes of its own is always used as it is.
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

    /// The keys that encrypt and decrypt encrypted fields: see [`Database::with_keys`]. Needs the feature `encryption`.
    #[cfg(feature = "encryption")]
    pub fn keys(mut self, ring: crate::encryption::KeyRing) -> Self {
        self.keys = DatabaseKeys::new(ring);
        self
    }

    /// Sends every read that has no answer after `delay` once more, and takes the answer that comes first: see
    /// [`Database::with_hedged_reads`], which says what it costs. Without it, nothing is sent twice.
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

    /// Says that the client is that of an embedded engine.
    #[cfg(feature = "embedded")]
    pub(super) fn embedded(mut self) -> Self {
        self.is_embedded = true;
        self
    }

    /// The database.
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
