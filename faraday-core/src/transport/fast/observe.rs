//! Observes one request of the SDK, up to the moment when it would be sent.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::endpoint::Params;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::endpoint::EndpointResolverParams;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;

use super::super::api::Api;
use super::super::generated::config_of;
use super::super::signing::Proof;
use super::flat::flat;
use super::rules;
use crate::error::{Error, Result};

/// Observes this operation; returns `None` if the SDK must send its requests.
///
/// # Errors
///
/// Fails as the SDK does if the request does not come to the point where it is sent.
pub(super) async fn observe(api: Api, client: &Client, proof: Option<&Proof>) -> Result<Option<RuntimePlugins>> {
    let observer = Observer { api, proof: proof.cloned(), noted: Arc::default() };
    // Only the parameters that the SDK itself requires: nothing of this is sent.
    macro_rules! stop_before_sending {
        ($builder:expr) => {
            $builder.customize().interceptor(observer.clone()).send().await.map(drop).map_err(Error::from_sdk)
        };
    }
    let name = || Some("faraday".to_owned());
    let key = || AttributeValue::Bool(true);
    let statement = || Some("SELECT".to_owned());
    let stopped = match api {
        Api::GetItem => stop_before_sending!(client.get_item().set_table_name(name()).key("k", key())),
        Api::PutItem => stop_before_sending!(client.put_item().set_table_name(name()).item("k", key())),
        Api::UpdateItem => stop_before_sending!(client.update_item().set_table_name(name()).key("k", key())),
        Api::DeleteItem => stop_before_sending!(client.delete_item().set_table_name(name()).key("k", key())),
        Api::Query => stop_before_sending!(client.query().set_table_name(name())),
        Api::Scan => stop_before_sending!(client.scan().set_table_name(name())),
        Api::SearchVectors => stop_before_sending!(client.search_vectors().set_table_name(name())),
        Api::BatchGetItem => stop_before_sending!(client.batch_get_item()),
        Api::BatchWriteItem => stop_before_sending!(client.batch_write_item()),
        Api::TransactGetItems => stop_before_sending!(client.transact_get_items()),
        Api::TransactWriteItems => stop_before_sending!(client.transact_write_items()),
        Api::ReadStatement | Api::WriteStatement => {
            stop_before_sending!(client.execute_statement().set_statement(statement()))
        }
        Api::BatchReadStatement | Api::BatchWriteStatement => {
            stop_before_sending!(client.batch_execute_statement().set_statements(Some(Vec::new())))
        }
        Api::ReadTransaction | Api::WriteTransaction => {
            stop_before_sending!(client.execute_transaction().set_transact_statements(Some(Vec::new())))
        }
    };
    let noted = std::mem::take(&mut *observer.noted.lock().unwrap_or_else(PoisonError::into_inner));
    match noted.outcome {
        Some(plugins) => Ok(plugins),
        None => stopped.map(|()| None),
    }
}

/// An interceptor that records what a request uses, and stops it before it is sent.
#[derive(Clone)]
struct Observer {
    api: Api,
    proof: Option<Proof>,
    noted: Arc<Mutex<Noted>>,
}

#[derive(Default)]
struct Noted {
    /// The parameters of the endpoint rules, without those that come from the identity.
    endpoint: Option<Params>,
    outcome: Option<Option<RuntimePlugins>>,
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Observer({})", self.api.name())
    }
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Observer {
    fn name(&self) -> &'static str {
        rules::OWN
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let params = cfg.load::<EndpointResolverParams>().and_then(|params| params.get::<Params>());
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).endpoint = params.cloned();
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let endpoint = noted.endpoint.take().filter(|_| rules::are_kept(self.api, context.request(), components, cfg));
        let operation = config_of(self.api);
        let plugins = endpoint.zip(operation).and_then(|(endpoint, operation)| {
            flat(self.api, context.request(), endpoint, operation, components, cfg, self.proof.clone())
        });
        noted.outcome = Some(plugins);
        // The SDK's metrics count requests that have a name. This is not a request of the user, and must not count as a failed one.
        cfg.interceptor_state().unset::<Metadata>();
        Err("observed".into())
    }
}
