//! Sends requests on the fast or the typed path: [`Transport::send`], [`Transport::call`].

use std::future::Future;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ErrorMetadata, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_execute_statement::BatchExecuteStatementError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemError;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::execute_statement::ExecuteStatementError;
use aws_sdk_dynamodb::operation::execute_transaction::ExecuteTransactionError;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::operation::scan::ScanError;
use aws_sdk_dynamodb::operation::search_vectors::SearchVectorsError;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime_api::client::interceptors::context::{Error as ContextError, Input};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugins;
use bytes::Bytes;

use super::api::Api;
use super::exchange::Exchange;
use super::fast::FastInput;
use super::reply::Reply;
use super::typed_input::{self, Fields};
use super::watched::{Watched, WatchedCall};
use super::{Transport, typed_output};
use crate::error::{Error, ErrorKind, Result};

impl Transport {
    /// Sends `body` and returns the answer; both are DynamoDB JSON. `exchange` records the attempts.
    ///
    /// Set `table` if the request has exactly one table, because the SDK's endpoint rules read it.
    pub(crate) async fn send(
        &self,
        api: Api,
        table: Option<&str>,
        body: Bytes,
        exchange: &Arc<Exchange>,
    ) -> Result<Reply> {
        let plugins = match &self.fast {
            Some(fast) if exchange.sdk_config.is_none() && !table.is_some_and(is_arn) => {
                fast.plugins(api, &self.client, self.proof.as_ref()).await?
            }
            _ => None,
        };
        let sent = match plugins {
            Some(plugins) => send_fast(api, body, exchange, &plugins).await,
            // Boxed, so that the future of the fast path stays small.
            None => Box::pin(self.send_typed(api, &body, exchange)).await,
        };
        sent.map_err(|error| if api.is_write() { error.with_outcome(exchange.outcome_of(api)) } else { error })
    }

    /// Sends a typed operation of the SDK on a table. `send` must use the interceptor that it gets, which records the attempts in
    /// `exchange`.
    pub(crate) async fn call<O, E, F>(
        &self,
        exchange: &Arc<Exchange>,
        send: impl FnOnce(&Client, WatchedCall) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        send(&self.client, WatchedCall::new(exchange)).await.map_err(Error::from_sdk)
    }

    async fn send_typed(&self, api: Api, body: &[u8], exchange: &Arc<Exchange>) -> Result<Reply> {
        // A macro, because each of the SDK's fluent builders and errors has its own type.
        macro_rules! send {
            ($builder:expr) => {{
                let watched = Watched::new(exchange, api);
                let mut request = $builder.customize().interceptor(watched);
                if let Some(config) = &exchange.sdk_config {
                    request = request.config_override(config.to_builder());
                }
                let sent = request.send().await;
                typed_output::reply(sent.map_err(Error::from_sdk)?).map_err(unreadable)
            }};
        }
        let client = &self.client;
        let fields = Fields::read(body)?;
        match api {
            Api::GetItem => send!(typed_input::get_item(client.get_item(), &fields)?),
            Api::PutItem => send!(typed_input::put_item(client.put_item(), &fields)?),
            Api::UpdateItem => send!(typed_input::update_item(client.update_item(), &fields)?),
            Api::DeleteItem => send!(typed_input::delete_item(client.delete_item(), &fields)?),
            Api::Query => send!(typed_input::query(client.query(), &fields)?),
            Api::Scan => send!(typed_input::scan(client.scan(), &fields)?),
            Api::SearchVectors => send!(typed_input::search_vectors(client.search_vectors(), &fields)?),
            Api::BatchGetItem => send!(typed_input::batch_get_item(client.batch_get_item(), &fields)?),
            Api::BatchWriteItem => send!(typed_input::batch_write_item(client.batch_write_item(), &fields)?),
            Api::TransactGetItems => send!(typed_input::transact_get_items(client.transact_get_items(), &fields)?),
            Api::TransactWriteItems => {
                send!(typed_input::transact_write_items(client.transact_write_items(), &fields)?)
            }
            Api::ReadStatement | Api::WriteStatement => {
                send!(typed_input::execute_statement(client.execute_statement(), &fields)?)
            }
            Api::BatchReadStatement | Api::BatchWriteStatement => {
                send!(typed_input::batch_execute_statement(client.batch_execute_statement(), &fields)?)
            }
            Api::ReadTransaction | Api::WriteTransaction => {
                send!(typed_input::execute_transaction(client.execute_transaction(), &fields)?)
            }
        }
    }
}

/// Returns the error for an answer that the SDK can read but that holds a value that DynamoDB cannot store.
fn unreadable(error: Error) -> Error {
    Error::new(ErrorKind::Decode, format!("the answer cannot be read: {error}"))
}

/// Whether an ARN names the table: then the endpoint depends on it.
fn is_arn(table: &str) -> bool {
    table.contains(':')
}

async fn send_fast(api: Api, body: Bytes, exchange: &Arc<Exchange>, plugins: &RuntimePlugins) -> Result<Reply> {
    let input = Input::erase(FastInput::new(body, exchange));
    // Boxed, so that the futures of operations stay small.
    let sent = Box::pin(orchestrator::invoke("DynamoDB", api.name(), input, plugins)).await;
    let output = sent.map_err(|error| typed(api, error))?;
    output.downcast::<Reply>().map_err(|_| {
        Error::new(
            ErrorKind::Other,
            "the SDK did not use faraday's codec: build the database with `Codec::Map` and please report it",
        )
    })
}

/// Gives an error of an operation the type that the SDK's own client would give it.
fn typed(api: Api, error: SdkError<ContextError, HttpResponse>) -> Error {
    macro_rules! typed {
        ($error:ty) => {{
            let typed = |error: ContextError| error.downcast::<$error>();
            let unknown = |_| <$error>::generic(ErrorMetadata::builder().build());
            Error::from_sdk(error.map_service_error(|error| typed(error).unwrap_or_else(unknown)))
        }};
    }
    match api {
        Api::GetItem => typed!(GetItemError),
        Api::PutItem => typed!(PutItemError),
        Api::UpdateItem => typed!(UpdateItemError),
        Api::DeleteItem => typed!(DeleteItemError),
        Api::Query => typed!(QueryError),
        Api::Scan => typed!(ScanError),
        Api::SearchVectors => typed!(SearchVectorsError),
        Api::BatchGetItem => typed!(BatchGetItemError),
        Api::BatchWriteItem => typed!(BatchWriteItemError),
        Api::TransactGetItems => typed!(TransactGetItemsError),
        Api::TransactWriteItems => typed!(TransactWriteItemsError),
        Api::ReadStatement | Api::WriteStatement => typed!(ExecuteStatementError),
        Api::BatchReadStatement | Api::BatchWriteStatement => typed!(BatchExecuteStatementError),
        Api::ReadTransaction | Api::WriteTransaction => typed!(ExecuteTransactionError),
    }
}
