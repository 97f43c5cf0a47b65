//! Signs requests with a kept signing key. SigV4's key is valid for a day, but the SDK derives it for every request.
//!
//! A [`Scheme`] replaces the SDK's `sigv4` in the client's configuration. It signs a request only if three conditions hold;
//! otherwise the SDK's signer signs it:
//!
//! - **Form**: the request is a plain POST to `/` with its body in memory, signed in its headers with DynamoDB's options.
//!   Presigned requests, streamed requests and changed options are left to the SDK.
//! - **Proof**: the SDK signs the first request, the first of every [`HOLDS`] seconds, and every retry. The scheme signs the
//!   same request and compares. Only if both signatures are equal does it sign the following requests. If the SDK ever
//!   signs differently, the scheme stops signing, and nothing fails.
//! - **Clock**: the SDK corrects a wrong clock from the dates of answers, but does not say by how much. The correction shows in the date
//!   with which it signs. If that date differs from our clock by more than [`TOLERANCE`], the SDK signs. An error answer with another date
//!   ends the proof at once.
//!
//! The key is wiped from memory when another replaces it (other credentials, day, region or service) and with the last clone
//! of the database. No `Debug` output and no error contains it.

mod canonical;
mod key;
mod scope;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4Signer};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{ConfigBag, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use canonical::LastSecond;
use key::SigningKeys;
use scope::Scope;

/// How long a proof is valid, in seconds.
const HOLDS: u64 = 60;
/// The largest difference between the SDK's date and ours. DynamoDB accepts requests that are up to five minutes off.
const TOLERANCE: Duration = Duration::from_secs(60);

/// Whether the scheme may sign; shared by a client and the database that uses it.
#[derive(Clone, Default)]
pub(crate) struct Proof(Arc<AtomicU64>);

/// The state of a [`Proof`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// There is no valid proof.
    Stale,
    Trusted,
    Refused,
}

impl Proof {
    fn verdict(&self, now: SystemTime) -> Verdict {
        // The time of the proof, with its result in the lowest bit.
        let known = self.0.load(Ordering::Relaxed);
        match seconds(now).checked_sub(known >> 1) {
            Some(age) if age < HOLDS && known & 1 == 1 => Verdict::Trusted,
            Some(age) if age < HOLDS => Verdict::Refused,
            _ => Verdict::Stale,
        }
    }

    fn record(&self, now: SystemTime, trusted: bool) {
        self.0.store(seconds(now) << 1 | u64::from(trusted), Ordering::Relaxed);
    }

    /// Ends the proof if the date of this error answer differs from our clock.
    pub(super) fn doubt(&self, date: Option<&str>, now: SystemTime) {
        let date = date.and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
        if date.and_then(|date| SystemTime::try_from(date).ok()).is_some_and(|date| !close(date, now)) {
            self.0.store(0, Ordering::Relaxed);
        }
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn close(one: SystemTime, other: SystemTime) -> bool {
    let apart = one.duration_since(other).unwrap_or_else(|error| error.duration());
    apart <= TOLERANCE
}

/// Returns a copy of the client that keeps its signing key; `None` if the client has its own auth schemes.
pub(super) fn keep(client: &Client) -> Option<(Client, Proof)> {
    let config = client.config();
    if config.auth_schemes().next().is_some() || config.auth_scheme_resolver().is_some() {
        return None;
    }
    let signer = Signer::default();
    let proof = signer.proof.clone();
    Some((Client::from_conf(config.to_builder().push_auth_scheme(Scheme { signer }).build()), proof))
}

/// Replaces the SDK's SigV4 scheme, with a kept key.
#[derive(Debug)]
struct Scheme {
    signer: Signer,
}

impl AuthScheme for Scheme {
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME_ID
    }

    fn identity_resolver(&self, resolvers: &dyn GetIdentityResolver) -> Option<SharedIdentityResolver> {
        resolvers.identity_resolver(SCHEME_ID)
    }

    fn signer(&self) -> &dyn Sign {
        &self.signer
    }
}

#[derive(Default)]
struct Signer {
    sdk: SigV4Signer,
    keys: SigningKeys,
    last_second: LastSecond,
    proof: Proof,
}

impl fmt::Debug for Signer {
    // The key must not appear.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

impl Sign for Signer {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        endpoint: AuthSchemeEndpointConfig<'_>,
        components: &RuntimeComponents,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        let now = components.time_source().unwrap_or_default().now();
        let scope = Scope::of(request, identity, &endpoint, config);
        let retried = config.load::<RequestAttempts>().is_none_or(|attempts| attempts.attempts() > 1);
        let verdict = if retried { Verdict::Stale } else { self.proof.verdict(now) };
        if verdict == Verdict::Trusted
            && let Some(scope) = &scope
            && self.sign(request, scope, now)
        {
            return Ok(());
        }
        self.sdk.sign_http_request(request, identity, endpoint, components, config)?;
        if verdict == Verdict::Stale
            && let Some(scope) = &scope
        {
            self.proof.record(now, self.proves(request, scope, now));
        }
        Ok(())
    }
}

impl Signer {
    /// Signs the request, or leaves it unchanged if the SDK must sign it.
    fn sign(&self, request: &mut HttpRequest, scope: &Scope<'_>, now: SystemTime) -> bool {
        let Some(date) = self.last_second.date_time(now) else { return false };
        let headers = request.headers_mut();
        if headers.get("x-amz-date").is_some() || headers.get("x-amz-security-token").is_some() {
            return false;
        }
        headers.insert("x-amz-date", date.clone());
        let token = match scope.credentials.session_token().map(http::HeaderValue::from_str) {
            Some(Ok(mut token)) => {
                token.set_sensitive(true);
                headers.insert("x-amz-security-token", token);
                true
            }
            Some(Err(_)) => false,
            None => true,
        };
        let authorization = if token { self.authorization(request, scope, &date) } else { None };
        let signed = authorization.is_some();
        let headers = request.headers_mut();
        match authorization {
            Some(authorization) => {
                headers.insert("authorization", authorization);
            }
            None => {
                headers.remove("x-amz-date");
                headers.remove("x-amz-security-token");
            }
        }
        signed
    }

    /// Returns the `authorization` header of a request that has its date and its token.
    fn authorization(&self, request: &HttpRequest, scope: &Scope<'_>, date_time: &str) -> Option<String> {
        let day = date_time.get(..8)?;
        let request = canonical::Canonical::of(request)?;
        let key = self.keys.get(scope, day, date_time)?;
        let signature = key.sign(&canonical::to_sign(&request, scope, date_time, day));
        Some(canonical::authorization(&request, scope, day, &signature))
    }

    /// Whether we would sign the request exactly as the SDK did, at this time.
    fn proves(&self, request: &HttpRequest, scope: &Scope<'_>, now: SystemTime) -> bool {
        let headers = request.headers();
        let (Some(date), Some(theirs)) = (headers.get("x-amz-date"), headers.get("authorization")) else {
            return false;
        };
        canonical::time(date).is_some_and(|date| close(date, now))
            && headers.get("x-amz-security-token") == scope.credentials.session_token()
            && self.authorization(request, scope, date).is_some_and(|ours| ours == theirs)
    }
}
