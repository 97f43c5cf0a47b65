//! Sends requests over the path that the database chose: [`Transport::send`], [`Transport::call`].

use std::future::Future;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItem, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::batch_write_item::{BatchWriteItem, BatchWriteItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItem, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItem, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{Query, QueryOutput};
use aws_sdk_dynamodb::operation::scan::{Scan, ScanOutput};
use aws_sdk_dynamodb::operation::transact_get_items::{TransactGetItems, TransactGetItemsOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItems, TransactWriteItemsOutput};
use aws_sdk_dynamodb::operation::update_item::{UpdateItem, UpdateItemOutput};
use aws_smithy_runtime_api::client::interceptors::context::Output;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use bytes::Bytes;

use super::api::Api;
use super::exchange::Exchange;
use super::reply::Reply;
use super::typed_input::{self, Fields};
use super::watched::Watched;
use super::wire::WireRequest;
use super::{Codec, Transport, typed_output};
use crate::error::{Error, ErrorKind, Result};

impl Transport {
    /// Sends `body` and returns the answer; both are DynamoDB JSON.
    ///
    /// `table` is set if the request has exactly one table, because the SDK's endpoint rules read it.
    pub(crate) async fn send(&self, api: Api, table: Option<&str>, body: Bytes) -> Result<Reply> {
        let exchange = Arc::default();
        let sent = match self.codec {
            Codec::Wire => self.send_bytes(api, table, body, &exchange).await,
            // Boxed, so that the future of the wire path stays small.
            Codec::Map => Box::pin(self.send_typed(api, &body, &exchange)).await,
        };
        sent.map_err(|error| error.with_outcome_unknown(api.is_write() && exchange.may_be_done()))
    }

    /// Sends a typed operation of the SDK.
    pub(crate) async fn call<O, E, F>(&self, send: impl FnOnce(&Client) -> F) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        send(&self.client).await.map_err(Error::from_sdk)
    }

    async fn send_bytes(&self, api: Api, table: Option<&str>, body: Bytes, exchange: &Arc<Exchange>) -> Result<Reply> {
        // A macro, because each of the SDK's fluent builders and errors has a type of its own.
        macro_rules! send {
            ($builder:expr, $operation:ty, $output:ty) => {{
                let output = || Output::erase(<$output>::builder().build());
                let config = || <$operation>::new().config();
                let request = WireRequest::new(api.target(), body, exchange, output, config, self.proof.clone());
                $builder.customize().interceptor(request).send().await.map_err(Error::from_sdk)?;
            }};
        }
        let client = &self.client;
        let table = table.map(str::to_owned);
        match api {
            Api::GetItem => send!(client.get_item().set_table_name(table), GetItem, GetItemOutput),
            Api::PutItem => send!(client.put_item().set_table_name(table), PutItem, PutItemOutput),
            Api::UpdateItem => send!(client.update_item().set_table_name(table), UpdateItem, UpdateItemOutput),
            Api::DeleteItem => send!(client.delete_item().set_table_name(table), DeleteItem, DeleteItemOutput),
            Api::Query => send!(client.query().set_table_name(table), Query, QueryOutput),
            Api::Scan => send!(client.scan().set_table_name(table), Scan, ScanOutput),
            Api::BatchGetItem => send!(client.batch_get_item(), BatchGetItem, BatchGetItemOutput),
            Api::BatchWriteItem => send!(client.batch_write_item(), BatchWriteItem, BatchWriteItemOutput),
            Api::TransactGetItems => send!(client.transact_get_items(), TransactGetItems, TransactGetItemsOutput),
            Api::TransactWriteItems => {
                send!(client.transact_write_items(), TransactWriteItems, TransactWriteItemsOutput)
            }
        }
        exchange.take_reply().ok_or_else(|| {
            Error::new(
                ErrorKind::Other,
                "the SDK did not use faraday's codec: build the database with `Codec::Map` and please report it",
            )
        })
    }

    async fn send_typed(&self, api: Api, body: &[u8], exchange: &Arc<Exchange>) -> Result<Reply> {
        macro_rules! send {
            ($builder:expr, $operation:ty) => {{
                let watched = Watched::new(exchange, || <$operation>::new().config());
                let sent = $builder.customize().interceptor(watched).send().await;
                typed_output::reply(sent.map_err(Error::from_sdk)?)
            }};
        }
        let client = &self.client;
        let fields = Fields::read(body)?;
        match api {
            Api::GetItem => send!(typed_input::get_item(client.get_item(), &fields)?, GetItem),
            Api::PutItem => send!(typed_input::put_item(client.put_item(), &fields)?, PutItem),
            Api::UpdateItem => send!(typed_input::update_item(client.update_item(), &fields)?, UpdateItem),
            Api::DeleteItem => send!(typed_input::delete_item(client.delete_item(), &fields)?, DeleteItem),
            Api::Query => send!(typed_input::query(client.query(), &fields)?, Query),
            Api::Scan => send!(typed_input::scan(client.scan(), &fields)?, Scan),
            Api::BatchGetItem => send!(typed_input::batch_get_item(client.batch_get_item(), &fields)?, BatchGetItem),
            Api::BatchWriteItem => {
                send!(typed_input::batch_write_item(client.batch_write_item(), &fields)?, BatchWriteItem)
            }
            Api::TransactGetItems => {
                send!(typed_input::transact_get_items(client.transact_get_items(), &fields)?, TransactGetItems)
            }
            Api::TransactWriteItems => {
                send!(typed_input::transact_write_items(client.transact_write_items(), &fields)?, TransactWriteItems)
            }
        }
    }
}
