//! Makes what was observed of a request into one plugin of the SDK's orchestrator.

use std::fmt;
use std::sync::Arc;

use aws_runtime::invocation_id::SharedInvocationIdGenerator;
use aws_runtime::service_clock_skew::DisableClockSkewCorrection;
use aws_sdk_dynamodb::config::endpoint::Params;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, Region, RuntimeComponents, StalledStreamProtectionConfig};
use aws_smithy_observability::global::get_telemetry_provider;
use aws_smithy_runtime::client::metrics::MetricsRuntimePlugin;
use aws_smithy_runtime::client::orchestrator::AuthSchemeAndEndpointOrchestrationV2;
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemePreference;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError, SensitiveOutput};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugin, RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{FrozenLayer, Layer, Storable, StoreReplace};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use bytes::Bytes;

use super::super::api::Api;
use super::super::exchange::Exchange;
use super::super::generated::Generated;
use super::super::reply::Reply;
use super::super::signing::Proof;
use super::rules;

/// The name of the scope in which the SDK's client records metrics.
const SCOPE: &str = "aws-sdk-dynamodb";

/// The input that the orchestrator gets instead of a typed one.
pub(crate) struct FastInput {
    body: Bytes,
    exchange: Arc<Exchange>,
}

impl FastInput {
    /// `exchange` records the attempts.
    pub(crate) fn new(body: Bytes, exchange: &Arc<Exchange>) -> Self {
        Self { body, exchange: Arc::clone(exchange) }
    }
}

/// Shows no bytes: they hold items.
impl fmt::Debug for FastInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FastInput")
    }
}

/// Returns the plugins of one operation: its own configuration (`operation`), and everything else that the observed request used. `None`
/// if a part of that is missing.
pub(super) fn flat(
    api: Api,
    observed: &HttpRequest,
    endpoint: Params,
    operation: FrozenLayer,
    components: &RuntimeComponents,
    cfg: &ConfigBag,
    proof: Option<Proof>,
) -> Option<RuntimePlugins> {
    let metrics =
        if is_measured() { Some(MetricsRuntimePlugin::builder().with_scope(SCOPE).build().ok()?) } else { None };
    let mut layer = used_again(cfg);
    layer.store_put(SharedRequestSerializer::new(Template { api, request: template(observed)? }));
    layer.store_put(SharedResponseDeserializer::new(Answer(Generated::new(Some(operation.clone())))));
    let mut flat = RuntimeComponentsBuilder::from_runtime_components(components.clone(), "faraday");
    let works = |name: &str| rules::is_working(name) || (metrics.is_some() && rules::is_measuring(name));
    let working = components.interceptors().filter(|interceptor| works(interceptor.name()));
    flat.set_interceptors(working.collect::<Vec<_>>().into_iter());
    flat.push_interceptor(Attempts { endpoint, proof });
    let configured = |layer| StaticRuntimePlugin::new().with_config(layer);
    let mut plugins = RuntimePlugins::new().with_client_plugin(configured(operation));
    if let Some(instruments) = metrics.and_then(|metrics| metrics.config()) {
        plugins = plugins.with_client_plugin(configured(instruments));
    }
    Some(plugins.with_client_plugin(configured(layer.freeze()).with_runtime_components(flat)))
}

/// Whether the program collects the SDK's metrics. If not, the interceptors that measure are left out.
fn is_measured() -> bool {
    get_telemetry_provider().is_ok_and(|provider| provider.meter_provider().provider_name() != "noop")
}

/// Copies the parts of the client's configuration that a request reads, after the SDK has merged all its layers.
fn used_again(cfg: &ConfigBag) -> Layer {
    fn copy<T: Storable<Storer = StoreReplace<T>> + Clone>(layer: &mut Layer, cfg: &ConfigBag) {
        if let Some(value) = cfg.load::<T>() {
            layer.store_put(value.clone());
        }
    }
    let mut layer = Layer::new("faraday");
    copy::<RetryConfig>(&mut layer, cfg);
    copy::<RetryPartition>(&mut layer, cfg);
    copy::<TimeoutConfig>(&mut layer, cfg);
    copy::<StalledStreamProtectionConfig>(&mut layer, cfg);
    copy::<Region>(&mut layer, cfg);
    copy::<SigningRegion>(&mut layer, cfg);
    copy::<SigningName>(&mut layer, cfg);
    copy::<AuthSchemePreference>(&mut layer, cfg);
    copy::<SharedInvocationIdGenerator>(&mut layer, cfg);
    copy::<DisableClockSkewCorrection>(&mut layer, cfg);
    copy::<AuthSchemeAndEndpointOrchestrationV2>(&mut layer, cfg);
    if cfg.load::<SensitiveOutput>().is_some() {
        layer.store_put(SensitiveOutput);
    }
    layer
}

/// Returns a request with the constant headers. The orchestrator adds the address, as it does for the SDK's requests.
fn template(observed: &HttpRequest) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::empty());
    request.set_method("POST").ok()?;
    request.set_uri("/").ok()?;
    for name in rules::FIXED {
        request.headers_mut().insert(name, observed.headers().get(name)?.to_owned());
    }
    Some(request)
}

/// The serializer: fills the template with the bytes of one request.
struct Template {
    api: Api,
    request: HttpRequest,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({})", self.api.name())
    }
}

impl SerializeRequest for Template {
    fn serialize_input(&self, input: Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let FastInput { body, .. } = input.downcast().map_err(|_| "the input is not faraday's")?;
        let mut request = self.request.try_clone().ok_or("the template cannot be copied")?;
        let length = itoa::Buffer::new().format(body.len()).to_owned();
        request.headers_mut().insert("content-length", length);
        *request.body_mut() = SdkBody::from(body);
        Ok(request)
    }
}

/// The exchange of the current request, stored where the deserializer finds it.
#[derive(Debug, Clone)]
struct Current(Arc<Exchange>);

impl Storable for Current {
    type Storer = StoreReplace<Self>;
}

/// The deserializer: leaves a success as bytes, which the operation decodes; the SDK's own deserializer reads any other answer.
#[derive(Debug)]
struct Answer(Generated);

impl DeserializeResponse for Answer {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        if let Some(Current(exchange)) = cfg.load::<Current>() {
            exchange.answer(response)?;
        }
        if !response.status().is_success() {
            return self.0.deserialize_nonstreaming_with_config(response, cfg);
        }
        // The orchestrator has read the body into memory by now; a copy of it shares those bytes.
        let body = response
            .body()
            .try_clone()
            .ok_or_else(|| OrchestratorError::other("the body of the answer was not read into memory"))?;
        let request_id = response.headers().get("x-amzn-requestid").map(str::to_owned);
        Ok(Output::erase(Reply::new(body, request_id)))
    }
}

/// The interceptor: counts the attempts, and sets the parameters of the endpoint rules.
struct Attempts {
    endpoint: Params,
    proof: Option<Proof>,
}

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attempts")
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        rules::OWN
    }

    fn read_before_execution(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input().downcast_ref::<FastInput>().ok_or("the input is not faraday's")?;
        let state = cfg.interceptor_state();
        input.exchange.configure(state);
        state.store_put(Current(Arc::clone(&input.exchange)));
        state.store_put(EndpointResolverParams::new(self.endpoint.clone()));
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(Current(exchange)) = cfg.load::<Current>() {
            exchange.attempt();
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let (Some(Err(error)), Some(Current(exchange))) = (context.output_or_error(), cfg.load::<Current>()) {
            exchange.failed(error);
        }
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        if let Some(proof) = self.proof.as_ref().filter(|_| !response.status().is_success()) {
            let now = components.time_source().unwrap_or_default().now();
            proof.doubt(response.headers().get("date"), now);
        }
        Ok(())
    }
}
