//! Decides which requests the scheme signs, and with which credentials, region and service.

use aws_runtime::auth::{
    PayloadSigningOverride, SigV4OperationSigningConfig, SigV4SessionTokenNameOverride, SigningOptions,
};
use aws_runtime::content_encoding::DeferredSignerSender;
use aws_sdk_dynamodb::config::{ConfigBag, Credentials};
use aws_smithy_runtime_api::client::auth::AuthSchemeEndpointConfig;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::Document;
use aws_types::SigningName;
use aws_types::region::SigningRegion;

/// The credentials, region and service of a signature.
pub(super) struct Scope<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
}

impl<'a> Scope<'a> {
    /// Returns `None` if the SDK must sign.
    pub(super) fn of(
        request: &HttpRequest,
        identity: &'a Identity,
        endpoint: &AuthSchemeEndpointConfig<'a>,
        config: &'a ConfigBag,
    ) -> Option<Self> {
        let operation = config.load::<SigV4OperationSigningConfig>()?;
        // The options say whether the request is presigned, has an unsigned payload, or signs other headers.
        let plain = operation.signing_options == SigningOptions::default()
            && config.load::<PayloadSigningOverride>().is_none()
            && config.load::<SigV4SessionTokenNameOverride>().is_none()
            && config.load::<DeferredSignerSender>().is_none()
            && endpoint.get("disableDoubleEncoding").is_none()
            && endpoint.get("disableNormalizePath").is_none();
        if !plain || request.method() != "POST" {
            return None;
        }
        // In the SDK's order: the endpoint, the client, the operation.
        let name = match endpoint.get("signingName") {
            Some(Document::String(name)) => Some(name.as_str()),
            Some(_) => return None,
            None => config.load::<SigningName>().or(operation.name.as_ref()).map(AsRef::as_ref),
        };
        let region = match endpoint.get("signingRegion") {
            Some(Document::String(region)) => Some(region.as_str()),
            Some(_) => return None,
            None => config.load::<SigningRegion>().or(operation.region.as_ref()).map(AsRef::as_ref),
        };
        Some(Self { credentials: identity.data::<Credentials>()?, region: region?, service: name? })
    }
}
