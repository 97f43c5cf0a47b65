use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use super::{Database, Inner};

/// How items travel between your structs and the SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Codec {
    /// Straight to and from the bytes of the request and the response; the default.
    #[default]
    Wire,
    /// Through the SDK's own `HashMap<String, AttributeValue>`: slower, for interceptors of yours that look at the
    /// SDK's typed inputs and outputs.
    Map,
}

/// Settings of a [`Database`]; region, credentials, time-outs, retries and proxy are the SDK client's.
#[derive(Debug)]
#[must_use = "call `build`"]
pub struct DatabaseBuilder {
    client: Client,
    table_prefix: String,
    codec: Codec,
}

impl DatabaseBuilder {
    pub(super) fn new(client: Client) -> Self {
        Self { client, table_prefix: String::new(), codec: Codec::default() }
    }

    /// Puts this before the name of every table: `staging-` makes `orders` the table `staging-orders`.
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.table_prefix = prefix.into();
        self
    }

    /// Chooses how items travel.
    pub fn codec(mut self, codec: Codec) -> Self {
        self.codec = codec;
        self
    }

    /// The database.
    #[must_use]
    pub fn build(self) -> Database {
        Database { inner: Arc::new(Inner { client: self.client, table_prefix: self.table_prefix, codec: self.codec }) }
    }
}
