//! The fast path: sends requests with what one observed request of the SDK used.
//!
//! Most of what the SDK does for a request gives the same result every time: it merges the layers of its configuration, puts its
//! components together, and writes the user agent. [`observe`] lets the SDK do this once a minute for each operation, with a
//! request that is never sent. The requests that follow go through the SDK's own
//! [`orchestrator::invoke`](aws_smithy_runtime::client::orchestrator::invoke) with what was observed, as one plugin (`flat.rs`).
//!
//! The retry strategy and its quota, the identity cache, the endpoint rules, signing, time-outs, the HTTP client, connection
//! poisoning, stalled-stream protection, clock-skew correction and metrics stay the SDK's: they are components of the observed
//! request. Bodies are faraday's, and errors are typed by the SDK's own deserializers.
//!
//! If the observation meets anything that `rules.rs` does not know, the SDK's typed operations send the requests. Examples are an
//! interceptor of the user, adaptive retry, other authentication, an endpoint resolver of the user, and a new header.

mod flat;
mod observe;
mod rules;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;

pub(super) use flat::FastInput;

use super::api::Api;
use super::signing::Proof;
use crate::error::Result;

/// How long an observation is valid.
const HOLDS: Duration = Duration::from_secs(60);

/// The observations, one for each operation.
#[derive(Default)]
pub(super) struct FastPath([Observation; Api::COUNT]);

/// What was observed of one operation.
#[derive(Default)]
struct Observation {
    last: RwLock<Option<Seen>>,
    /// Whether a task is making the next observation.
    under_way: AtomicBool,
}

#[derive(Clone)]
struct Seen {
    at: SystemTime,
    /// `None` if the SDK must send the requests.
    plugins: Option<Arc<RuntimePlugins>>,
}

impl FastPath {
    /// Returns the plugins with which a request of this operation is sent; `None` if the SDK must send it.
    ///
    /// # Errors
    ///
    /// Fails as the SDK does if it cannot build a request: there are no credentials, or no region.
    pub(super) async fn plugins(
        &self,
        api: Api,
        client: &Client,
        proof: Option<&Proof>,
    ) -> Result<Option<Arc<RuntimePlugins>>> {
        let Some(observation) = self.0.get(api as usize) else { return Ok(None) };
        let now = client.config().time_source().unwrap_or_default().now();
        let last = observation.last.read().unwrap_or_else(PoisonError::into_inner).clone();
        // A client never changes. So if the SDK must send once, it must always send.
        let is_fresh = |seen: &Seen| seen.plugins.is_none() || now.duration_since(seen.at).is_ok_and(|age| age < HOLDS);
        if let Some(seen) = last.as_ref().filter(|seen| is_fresh(seen)) {
            return Ok(seen.plugins.clone());
        }
        // One task observes. Meanwhile the others use the previous observation, or the SDK if there is none.
        let Some(_turn) = Turn::take(&observation.under_way) else {
            return Ok(last.and_then(|seen| seen.plugins));
        };
        let plugins = Box::pin(observe::observe(api, client, proof)).await?.map(Arc::new);
        let seen = Seen { at: now, plugins: plugins.clone() };
        *observation.last.write().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        Ok(plugins)
    }
}

/// The right to observe. It ends when its task ends, even if the task is dropped.
struct Turn<'o>(&'o AtomicBool);

impl<'o> Turn<'o> {
    fn take(under_way: &'o AtomicBool) -> Option<Self> {
        (!under_way.swap(true, Ordering::Relaxed)).then_some(Self(under_way))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
