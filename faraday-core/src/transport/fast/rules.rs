//! Decides whether every part of an observed request is known. Only then may other requests use it again.

use std::fmt::{self, Write};

use aws_runtime::auth::{PayloadSigningOverride, SigV4SessionTokenNameOverride};
use aws_runtime::content_encoding::DeferredSignerSender;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::client::endpoint::EndpointPrefix;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, LoadedRequestBody};
use aws_smithy_types::retry::{RetryConfig, RetryMode};
use aws_smithy_types::telemetry::RequestedTelemetryAttributes;

use super::super::api::Api;

/// The name of faraday's own interceptors.
pub(super) const OWN: &str = "faraday";

/// The SDK's interceptors that must run for every request.
const WORKING: [&str; 8] = [
    "TokenBucketProvider",
    "ConnectionPoisoningInterceptor",
    "ServiceClockSkewInterceptor",
    "RequestInfoInterceptor",
    "InvocationIdInterceptor",
    "RecursionDetectionInterceptor",
    "StalledStreamProtectionInterceptor",
    "EnforceContentLength",
];

/// The SDK's interceptors that measure every request for its metrics.
const MEASURING: [&str; 2] = ["MetricsInterceptor", "TelemetryBytesInterceptor"];

/// The SDK's interceptors whose result is always the same. It is already in the observed headers and configuration.
const DONE: [&str; 5] = [
    "RetryModeFeatureTrackerInterceptor",
    "UserAgentInterceptor",
    "AccountIdEndpointFeatureTrackerInterceptor",
    "EndpointOverrideFeatureTrackerInterceptor",
    "ObservabilityFeatureTrackerInterceptor",
];

/// The interceptors whose names begin with the name of the operation. They read the typed input: for the endpoint rules, and for telemetry
/// attributes that a user asks for by name.
const OF_OPERATION: [&str; 2] = ["EndpointParamsInterceptor", "TelemetryInputCaptureInterceptor"];

/// Sets the token of a transaction that has none. Faraday's transactions always have one.
const OF_TRANSACTIONS: &str = "IdempotencyTokenInterceptor";

/// The headers that are written for every request, by the interceptors that run, the signer and the serializer.
const WRITTEN: [&str; 7] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "x-amz-date",
    "x-amz-security-token",
    "x-amzn-trace-id",
];

/// The headers that are copied from the observed request.
pub(super) const FIXED: [&str; 4] = ["content-type", "user-agent", "x-amz-target", "x-amz-user-agent"];

/// Whether the interceptor with this name must run for every request.
pub(super) fn is_working(interceptor: &str) -> bool {
    WORKING.contains(&interceptor)
}

/// Whether the interceptor with this name measures.
pub(super) fn is_measuring(interceptor: &str) -> bool {
    MEASURING.contains(&interceptor)
}

/// Whether every part of an observed request is known, so that other requests may use it.
pub(super) fn are_kept(api: Api, request: &HttpRequest, components: &RuntimeComponents, cfg: &ConfigBag) -> bool {
    let is_known = |name: &str| {
        let of_operation = name.strip_prefix(api.name()).is_some_and(|rest| OF_OPERATION.contains(&rest));
        let has_token = matches!(api, Api::TransactWriteItems | Api::ReadTransaction | Api::WriteTransaction);
        let of_transactions = has_token && name == OF_TRANSACTIONS;
        name == OWN || is_working(name) || is_measuring(name) || DONE.contains(&name) || of_operation || of_transactions
    };
    components.interceptors().all(|interceptor| is_known(interceptor.name()))
        && has_known_form(api, request)
        && cfg.load::<RetryConfig>().is_some_and(|retry| retry.mode() != RetryMode::Adaptive)
        && is_sdks_resolver(&components.endpoint_resolver())
        && has_known_configuration(cfg)
}

fn has_known_form(api: Api, request: &HttpRequest) -> bool {
    let headers = request.headers();
    let is = |name: &str, value: &str| headers.get(name) == Some(value);
    request.method() == "POST"
        && is("content-type", "application/x-amz-json-1.0")
        && is("x-amz-target", api.target())
        && headers.get("authorization").is_some_and(|value| value.starts_with("AWS4-HMAC-SHA256 "))
        && headers.iter().all(|(name, _)| WRITTEN.contains(&name) || FIXED.contains(&name))
        && FIXED.iter().all(|name| headers.get_all(name).count() == 1)
        && request.body().bytes().is_some()
}

/// Whether the configuration has nothing that changes the address, the signature or the sending of a request and that is not copied.
fn has_known_configuration(cfg: &ConfigBag) -> bool {
    cfg.load::<EndpointPrefix>().is_none()
        && cfg.load::<LoadedRequestBody>().is_none()
        && cfg.load::<PayloadSigningOverride>().is_none()
        && cfg.load::<SigV4SessionTokenNameOverride>().is_none()
        && cfg.load::<DeferredSignerSender>().is_none()
        && cfg.load::<RequestedTelemetryAttributes>().is_none_or(RequestedTelemetryAttributes::is_empty)
}

/// Whether the endpoint resolver is the SDK's own. A user's resolver may decide by the table, which is not observed; the SDK's own reads
/// the table only if an ARN names it.
fn is_sdks_resolver(resolver: &dyn fmt::Debug) -> bool {
    let mut start = Start(String::new());
    let _ = write!(start, "{resolver:?}");
    start.0.contains("DefaultResolver")
}

/// Keeps the first characters of a text, and stops the writer then, because the rest may be long.
struct Start(String);

impl Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        if self.0.len() < 80 { Ok(()) } else { Err(fmt::Error) }
    }
}
