//! How requests reach DynamoDB: [`Transport`], the only code of faraday that sends anything.
//!
//! A request that reads or writes items takes one of two paths:
//!
//! - the **fast path** (`fast/`) sends bytes that faraday wrote and gives back the bytes of the answer, through the SDK's
//!   orchestrator, with what one request of the SDK was seen to use;
//! - the **typed path** (`typed_input.rs`, `typed_output.rs`) makes the SDK's typed input of the same bytes, lets the SDK
//!   send it, and writes its typed output as bytes again, so that the client's interceptors see, and may change, both. It is
//!   taken where the fast path does not know everything about a client.
//!
//! `hedge.rs` sends a read that takes long a second time, if the user wants that. On both paths, `exchange.rs` records what became of each attempt, and `body_check.rs` refuses an answer that arrived damaged.
//!
//! Requests about tables always take the SDK's typed operations: [`Transport::call`]. Change streams are a service of their own,
//! with a client of its own (`streams/`).

mod api;
mod body_check;
mod exchange;
mod fast;
mod generated;
mod hedge;
mod reply;
mod sdk_builders;
mod sdk_config;
mod send;
mod signing;
#[cfg(feature = "streams")]
mod streams;
mod typed_input;
mod typed_output;
mod warm;
mod watched;

use aws_sdk_dynamodb::Client;

pub(crate) use api::Api;
pub(crate) use exchange::Exchange;
pub(crate) use reply::Reply;
pub(crate) use sdk_config::SdkConfig;
#[cfg(feature = "streams")]
pub(crate) use streams::StreamsClient;
pub(crate) use watched::WatchedCall;

/// How items travel between your structs and the SDK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Codec {
    /// Straight to and from the bytes of the request and the response; the default.
    ///
    /// Some clients are served as by [`Codec::Map`] all the same: those with interceptors of their own, which may read or change
    /// the items of a request, with adaptive retry, with another authentication than SigV4, or with an endpoint resolver of
    /// their own.
    #[default]
    Wire,
    /// Through the SDK's typed inputs and outputs, for every operation: slower.
    Map,
}

/// An SDK client, and the path that requests take through it.
pub(crate) struct Transport {
    client: Client,
    /// `None` if every request takes the typed path.
    fast: Option<fast::FastPath>,
    /// Whether the kept signing key may be used, if the client keeps one.
    proof: Option<signing::Proof>,
    #[cfg(feature = "streams")]
    streams: StreamsClient,
}

impl Transport {
    /// A transport over `client`. With `keep_signing_key` it uses a copy of the client that keeps its signing key.
    pub(crate) fn new(client: Client, codec: Codec, keep_signing_key: bool) -> Self {
        let kept = if keep_signing_key { signing::keep(&client) } else { None };
        let (client, proof) = kept.map_or((client, None), |(client, proof)| (client, Some(proof)));
        // Interceptors of the user's would see the requests that are only observed.
        let may_be_fast = codec == Codec::Wire && client.config().interceptors().next().is_none();
        Self {
            client,
            fast: may_be_fast.then(fast::FastPath::default),
            proof,
            #[cfg(feature = "streams")]
            streams: StreamsClient::default(),
        }
    }

    /// The same, with this client for change streams.
    #[cfg(feature = "streams")]
    pub(crate) fn with_streams(self, streams: StreamsClient) -> Self {
        Self { streams, ..self }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}
