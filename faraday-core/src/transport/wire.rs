//! The wire path: faraday's own bytes, sent and received by the SDK's orchestration.
//!
//! One interceptor on the operation puts a serializer and a deserializer of ours where the orchestrator looks for them,
//! through the SDK's public API alone. Credentials, signing, endpoint rules, retries, time-outs, the HTTP client, typed
//! errors and the user's own interceptors stay the SDK's. The deserializer keeps the body of a successful answer, and gives
//! any other answer to the SDK's own, which types errors as it always does.
//!
//! The operation decodes the body after the SDK has finished, so this file knows no item type.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;

use super::exchange::Exchange;
use super::generated::OperationConfig;
use super::reply::Reply;
use super::signing::Proof;
use super::watched::CheckedResponse;

/// The interceptor of one request.
pub(super) struct WireRequest {
    /// The value of the header `x-amz-target`.
    target: &'static str,
    body: Bytes,
    exchange: Arc<Exchange>,
    output: fn() -> Output,
    config: OperationConfig,
    proof: Option<Proof>,
}

impl WireRequest {
    /// `target` is the value of the header `x-amz-target`; `output` makes an empty value of the type that the SDK's
    /// generated code downcasts to; `config` is that of the SDK's operation. The reply is put into `exchange`.
    pub(super) fn new(
        target: &'static str,
        body: Bytes,
        exchange: &Arc<Exchange>,
        output: fn() -> Output,
        config: OperationConfig,
        proof: Option<Proof>,
    ) -> Self {
        Self { target, body, exchange: Arc::clone(exchange), output, config, proof }
    }
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WireRequest({})", self.target)
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for WireRequest {
    fn name(&self) -> &'static str {
        "faraday"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = Body { target: self.target, bytes: self.body.clone() };
        cfg.interceptor_state().store_put(SharedRequestSerializer::new(body));
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

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let exchange = Arc::clone(&self.exchange);
        if context.response().status().is_success() {
            let capture = CaptureResponse { exchange, output: self.output };
            cfg.interceptor_state().store_put(SharedResponseDeserializer::new(capture));
            return Ok(());
        }
        if let Some(proof) = &self.proof {
            let now = components.time_source().unwrap_or_default().now();
            proof.doubt(context.response().headers().get("date"), now);
        }
        // In place of that of an earlier attempt, which was a success and broke off: it would take a refusal for a success.
        let checked = CheckedResponse::new(exchange, self.config);
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(checked));
        Ok(())
    }
}

/// A serializer that sends the bytes it was given.
struct Body {
    target: &'static str,
    bytes: Bytes,
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({})", self.target)
    }
}

impl SerializeRequest for Body {
    fn serialize_input(&self, _: Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let mut request = HttpRequest::new(SdkBody::from(self.bytes.clone()));
        request.set_method("POST")?;
        request.set_uri("/")?;
        let headers = request.headers_mut();
        headers.insert("content-type", "application/x-amz-json-1.0");
        headers.insert("x-amz-target", self.target);
        headers.insert("content-length", itoa::Buffer::new().format(self.bytes.len()).to_owned());
        Ok(request)
    }
}

/// Keeps the body of a successful answer for later.
struct CaptureResponse {
    exchange: Arc<Exchange>,
    output: fn() -> Output,
}

impl fmt::Debug for CaptureResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaptureResponse")
    }
}

impl DeserializeResponse for CaptureResponse {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        self.exchange.answer(response)?;
        // The orchestrator has read the body into memory by now; a copy of it shares those bytes.
        let body = response
            .body()
            .try_clone()
            .ok_or_else(|| OrchestratorError::other("the body of the answer was not read into memory"))?;
        let request_id = response.headers().get("x-amzn-requestid").map(str::to_owned);
        self.exchange.keep_reply(Reply::new(body, request_id));
        Ok((self.output)())
    }
}
