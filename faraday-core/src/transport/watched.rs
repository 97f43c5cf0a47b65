//! The typed path's interceptor: it records the attempts of a request, and checks the bodies of their answers.

use std::sync::Arc;

use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};

use super::exchange::Exchange;
use super::generated::{Generated, OperationConfig};

/// The interceptor of one request.
#[derive(Debug)]
pub(super) struct Watched {
    exchange: Arc<Exchange>,
    config: OperationConfig,
}

impl Watched {
    /// `config` is that of the SDK's operation.
    pub(super) fn new(exchange: &Arc<Exchange>, config: OperationConfig) -> Self {
        Self { exchange: Arc::clone(exchange), config }
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
        let checked = CheckedResponse::new(Arc::clone(&self.exchange), self.config);
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(checked));
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
}

/// The SDK's deserializer, behind a check of the body.
#[derive(Debug)]
pub(super) struct CheckedResponse {
    exchange: Arc<Exchange>,
    generated: Generated,
}

impl CheckedResponse {
    pub(super) fn new(exchange: Arc<Exchange>, config: OperationConfig) -> Self {
        Self { exchange, generated: Generated::new(config) }
    }
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
