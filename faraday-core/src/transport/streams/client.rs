//! Makes a client of change streams with the settings of a client of DynamoDB: [`with_settings_of`].

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_runtime::auth::sigv4::SCHEME_ID;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, Region, RuntimeComponents};
use aws_sdk_dynamodbstreams::config::{BehaviorVersion, Builder};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::identity::{ResolveIdentity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::app_name::AppName;
use aws_types::endpoint_config::{EndpointUrl, UseDualStack, UseFips};

use crate::error::{Error, ErrorKind, Result};

/// Returns a client with the region, credentials, HTTP client, retries, time-outs, interceptors and endpoint of this one.
///
/// The SDK's configuration does not expose its credentials. So a request is begun and stopped before it is serialized: an interceptor
/// reads its settings.
pub(super) async fn with_settings_of(client: &Client) -> Result<aws_sdk_dynamodbstreams::Client> {
    let observer = Observer::default();
    let stopped = client.list_tables().customize().interceptor(observer.clone()).send().await;
    let seen = observer.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut settings) = seen else {
        return Err(
            stopped.map_or_else(Error::from_sdk, |_| Error::new(ErrorKind::Other, "the SDK called no interceptor"))
        );
    };
    for interceptor in client.config().interceptors() {
        settings = settings.interceptor(interceptor);
    }
    Ok(aws_sdk_dynamodbstreams::Client::from_conf(settings.build()))
}

/// Records the settings of a request, and stops it.
#[derive(Clone, Default)]
struct Observer(Arc<Mutex<Option<Builder>>>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Observer {
    fn name(&self) -> &'static str {
        "faraday"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(settings(components, cfg));
        Err("observed".into())
    }
}

fn settings(components: &RuntimeComponents, cfg: &ConfigBag) -> Builder {
    let mut settings = Builder::new().behavior_version(BehaviorVersion::latest());
    settings.set_region(cfg.load::<Region>().cloned());
    settings.set_use_fips(cfg.load::<UseFips>().map(|fips| fips.0));
    settings.set_use_dual_stack(cfg.load::<UseDualStack>().map(|dual| dual.0));
    settings.set_endpoint_url(cfg.load::<EndpointUrl>().map(|url| url.0.clone()).filter(|url| !is_dynamodb_only(url)));
    settings.set_retry_config(cfg.load::<RetryConfig>().cloned());
    settings.set_timeout_config(cfg.load::<TimeoutConfig>().cloned());
    settings.set_app_name(cfg.load::<AppName>().cloned());
    settings.set_http_client(components.http_client());
    settings.set_sleep_impl(components.sleep_impl());
    settings.set_time_source(components.time_source());
    let resolver = components.identity_resolver(SCHEME_ID);
    let credentials = resolver.map(|resolver| SameCredentials { resolver, components: components.clone() });
    settings.set_credentials_provider(credentials.map(SharedCredentialsProvider::new));
    settings
}

/// Whether AWS serves DynamoDB but not its streams at this address. Other servers, such as DynamoDB Local, serve both at one address.
fn is_dynamodb_only(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let of_aws = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].iter().any(|domain| host.ends_with(domain));
    of_aws && !host.contains("streams")
}

/// Provides the credentials of the DynamoDB client.
struct SameCredentials {
    resolver: SharedIdentityResolver,
    components: RuntimeComponents,
}

impl fmt::Debug for SameCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SameCredentials")
    }
}

impl ProvideCredentials for SameCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let cfg = ConfigBag::base();
            let identity = self.resolver.resolve_identity(&self.components, &cfg).await;
            let identity = identity.map_err(CredentialsError::provider_error)?;
            let credentials = identity.data::<Credentials>().cloned();
            credentials.ok_or_else(|| {
                CredentialsError::not_loaded("the credentials of the DynamoDB client are not access keys")
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_dynamodb_only;

    #[test]
    fn an_address_of_dynamodb_is_not_one_of_streams() {
        assert!(is_dynamodb_only("https://dynamodb.eu-west-1.amazonaws.com"));
        assert!(is_dynamodb_only("https://vpce-1-2.dynamodb.eu-west-1.vpce.amazonaws.com/"));
        assert!(!is_dynamodb_only("https://streams.dynamodb.eu-west-1.amazonaws.com"));
        assert!(!is_dynamodb_only("http://localhost:8000"));
        assert!(!is_dynamodb_only("http://embedded"));
    }
}
