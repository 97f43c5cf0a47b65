//! How requests reach DynamoDB: [`Transport`], the only code of faraday that sends requests.
//!
//! A request that reads or writes items takes one of two paths:
//!
//! - the **fast path** (`fast/`) sends the bytes that faraday wrote through the SDK's orchestrator, with the settings of one observed
//!   request of the SDK, and returns the bytes of the answer;
//! - the **typed path** (`typed_input.rs`, `typed_output.rs`) reads the same bytes into the SDK's typed input, lets the SDK send it, and
//!   writes its typed output as bytes again, so that the client's interceptors see both and may change them. It is used for a client that
//!   the fast path does not fully know.
//!
//! `hedge.rs` sends slow reads a second time, if the user asks for it. On both paths, `exchange.rs` records the outcome of each attempt,
//! and `body_check.rs` refuses an answer that arrived damaged.
//!
//! Requests about tables always use the SDK's typed operations: [`Transport::call`]. Change streams are a separate service with its own
//! client (`streams/`).

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
    /// Encodes items directly into the bytes of the request, and decodes them from the bytes of the response. This is the default.
    ///
    /// Some clients are served like [`Codec::Map`] anyway: clients with their own interceptors, which may read or change the items of a
    /// request; with adaptive retry; with another authentication than SigV4; or with their own endpoint resolver.
    #[default]
    Wire,
    /// Uses the SDK's typed inputs and outputs for every operation. This is slower.
    Map,
}

/// An SDK client, and the path that requests take through it.
pub(crate) struct Transport {
    client: Client,
    /// `None` if every request takes the typed path.
    fast: Option<fast::FastPath>,
    /// Whether the kept signing key may be used; `None` if the client keeps none.
    proof: Option<signing::Proof>,
    #[cfg(feature = "streams")]
    streams: StreamsClient,
}

impl Transport {
    /// Creates a transport over `client`. With `keep_signing_key` it uses a copy of the client that keeps its signing key.
    pub(crate) fn new(client: Client, codec: Codec, keep_signing_key: bool) -> Self {
        let kept = if keep_signing_key { signing::keep(&client) } else { None };
        let (client, proof) = kept.map_or((client, None), |(client, proof)| (client, Some(proof)));
        // A user's interceptors would also see the requests that are only observed.
        let may_be_fast = codec == Codec::Wire && client.config().interceptors().next().is_none();
        Self {
            client,
            fast: may_be_fast.then(fast::FastPath::default),
            proof,
            #[cfg(feature = "streams")]
            streams: StreamsClient::default(),
        }
    }

    /// Uses this client for change streams.
    #[cfg(feature = "streams")]
    pub(crate) fn with_streams(self, streams: StreamsClient) -> Self {
        Self { streams, ..self }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}
