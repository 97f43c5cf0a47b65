//! The interceptors of the SDK's typed operations: they record the attempts of a request and their answers. [`Watched`], for requests on
//! items, also refuses damaged answers.

use std::sync::Arc;

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};

use super::api::Api;
use super::body_check::BrokenBody;
use super::exchange::Exchange;
use super::generated::{Generated, config_of};

/// The interceptor of one request on items.
#[derive(Debug)]
pub(super) struct Watched {
    exchange: Arc<Exchange>,
    api: Api,
}

impl Watched {
    pub(super) fn new(exchange: &Arc<Exchange>, api: Api) -> Self {
        Self { exchange: Arc::clone(exchange), api }
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Watched {
    fn name(&self) -> &'static str {
        "faraday"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let generated = Generated::new(config_of(self.api));
        let checked = CheckedResponse { exchange: Arc::clone(&self.exchange), generated };
        let state = cfg.interceptor_state();
        self.exchange.configure(state);
        state.store_put(SharedResponseDeserializer::new(checked));
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.exchange.attempt();
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(Err(error)) = context.output_or_error() {
            self.exchange.failed(error);
        }
        Ok(())
    }
}

/// Checks the body, then calls the SDK's deserializer.
#[derive(Debug)]
struct CheckedResponse {
    exchange: Arc<Exchange>,
    generated: Generated,
}

impl DeserializeResponse for CheckedResponse {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        self.exchange.answer(response)?;
        self.generated.deserialize_nonstreaming_with_config(response, cfg)
    }
}

/// The interceptor of one request on a table or a change stream.
#[derive(Debug)]
pub(crate) struct WatchedCall(Arc<Exchange>);

impl WatchedCall {
    pub(super) fn new(exchange: &Arc<Exchange>) -> Self {
        Self(Arc::clone(exchange))
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for WatchedCall {
    fn name(&self) -> &'static str {
        "faraday"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.configure(cfg.interceptor_state());
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.attempt();
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(Err(error)) = context.output_or_error() {
            self.0.failed(error);
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.answer(context.response()).map_err(|_| BrokenBody.into())
    }
}
