//! Sends `GetRecords`, whose answer stays bytes: [`Transport::get_records`].

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept};
use aws_sdk_dynamodbstreams::operation::get_records::{GetRecords, GetRecordsOutput};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};

use crate::error::{Error, ErrorKind, Result};
use crate::transport::body_check::check_body;
use crate::transport::generated::Generated;
use crate::transport::watched::WatchedCall;
use crate::transport::{Exchange, Reply, Transport};

impl Transport {
    /// Returns the next records of a shard, as JSON.
    pub(crate) async fn get_records(
        &self,
        exchange: &Arc<Exchange>,
        iterator: &str,
        limit: Option<i32>,
    ) -> Result<Reply> {
        let slot = ReplySlot::default();
        let request = self.streams().await?.get_records().shard_iterator(iterator).set_limit(limit);
        let watched = WatchedCall::new(exchange);
        let sent = request.customize().interceptor(slot.clone()).interceptor(watched).send().await;
        sent.map_err(Error::from_streams_sdk)?;
        let taken = slot.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| Error::new(ErrorKind::Other, "the SDK did not use faraday's reader of `GetRecords`"))
    }
}

/// The interceptor of one request: keeps the body of the answer.
#[derive(Clone, Default)]
struct ReplySlot(Arc<Mutex<Option<Reply>>>);

impl fmt::Debug for ReplySlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplySlot")
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for ReplySlot {
    fn name(&self) -> &'static str {
        "faraday"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let reader = RecordsReader { slot: self.clone(), generated: Generated::new(GetRecords::new().config()) };
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(reader));
        Ok(())
    }
}

/// The deserializer: leaves a success as bytes; the SDK's own deserializer reads any other answer.
#[derive(Debug)]
struct RecordsReader {
    slot: ReplySlot,
    generated: Generated,
}

impl DeserializeResponse for RecordsReader {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<ContextError>> {
        check_body(response).map_err(|error| OrchestratorError::response(Box::new(error)))?;
        if !response.status().is_success() {
            return self.generated.deserialize_nonstreaming_with_config(response, cfg);
        }
        let body = response.body().try_clone();
        let body = body.ok_or_else(|| OrchestratorError::other("the body of the answer was not read into memory"))?;
        let request_id = response.headers().get("x-amzn-requestid").map(str::to_owned);
        *self.slot.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Reply::new(body, request_id));
        Ok(Output::erase(GetRecordsOutput::builder().build()))
    }
}
