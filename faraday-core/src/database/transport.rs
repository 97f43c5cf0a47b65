//! The wire path: bodies of our own, over the SDK's orchestration.
//!
//! One interceptor on the operation puts a serializer and a deserializer of ours where the orchestrator looks for them,
//! by the SDK's public API alone. Credentials, signing, endpoint rules, retries, time-outs, HTTP client, typed errors and
//! the user's own interceptors stay the SDK's. The deserializer takes only answers that are a success: errors are typed
//! by the SDK as ever.
//!
//! The answer's body is kept and decoded after the SDK is done with it, so that nothing here needs to know a type.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
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

use super::Database;
use super::signing::Proof;
use crate::error::{Error, ErrorKind, Result};

/// The answer to a request that was a success.
pub(crate) struct Reply {
    body: SdkBody,
    pub(crate) request_id: Option<String>,
}

impl Reply {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.bytes().unwrap_or_default()
    }
}

/// Where the deserializer leaves the answer.
#[derive(Clone, Default)]
struct Slot(Arc<Mutex<Option<Reply>>>);

/// One request on the wire path.
pub(crate) struct Wire {
    target: &'static str,
    body: Bytes,
    slot: Slot,
    output: fn() -> Output,
    proof: Option<Proof>,
}

impl Wire {
    /// `target` is the operation as DynamoDB's header names it, `output` an empty value of the type that the SDK's
    /// generated code will ask for.
    pub(crate) fn new(
        database: &Database,
        target: &'static str,
        body: Vec<u8>,
        output: fn() -> Output,
    ) -> (Self, Taker) {
        let slot = Slot::default();
        let proof = database.proof().cloned();
        (Self { target, body: body.into(), slot: slot.clone(), output, proof }, Taker(slot))
    }
}

/// Takes the answer when the SDK is done.
pub(crate) struct Taker(Slot);

impl Taker {
    pub(crate) fn take(self) -> Result<Reply> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(|| {
            Error::new(
                ErrorKind::Other,
                "the SDK did not use faraday's codec: build the database with `Codec::Map` and please report it",
            )
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wire({})", self.target)
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Wire {
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

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.response().status().is_success() {
            let keep = Keep { slot: self.slot.clone(), output: self.output };
            cfg.interceptor_state().store_put(SharedResponseDeserializer::new(keep));
        } else if let Some(proof) = &self.proof {
            let now = components.time_source().unwrap_or_default().now();
            proof.doubt(context.response().headers().get("date"), now);
        }
        Ok(())
    }
}

/// Sends bytes that are written already.
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

/// Keeps the answer's body for later.
struct Keep {
    slot: Slot,
    output: fn() -> Output,
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keep")
    }
}

impl DeserializeResponse for Keep {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        // The orchestrator has read the body into memory by now; a copy of it shares those bytes.
        let body = response
            .body()
            .try_clone()
            .ok_or_else(|| OrchestratorError::other("the body of the answer was not read into memory"))?;
        let request_id = response.headers().get("x-amzn-requestid").map(str::to_owned);
        *self.slot.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Reply { body, request_id });
        Ok((self.output)())
    }
}
