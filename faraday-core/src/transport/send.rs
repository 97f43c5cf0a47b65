//! Sends requests over the path that the database chose: [`Transport::send`], [`Transport::call`].

use std::future::Future;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemOutput;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemOutput;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;
use aws_sdk_dynamodb::operation::put_item::PutItemOutput;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::scan::ScanOutput;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsOutput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use aws_sdk_dynamodb::operation::update_item::UpdateItemOutput;
use aws_smithy_runtime_api::client::interceptors::context::Output;
use bytes::Bytes;

use super::api::Api;
use super::reply::Reply;
use super::typed_input::{self, Fields};
use super::wire::WireRequest;
use super::{Codec, Transport, typed_output};
use crate::error::{Error, Result};

impl Transport {
    /// Sends `body` and returns the answer; both are DynamoDB JSON.
    ///
    /// `table` is set if the request has exactly one table, because the SDK's endpoint rules read it.
    pub(crate) async fn send(&self, api: Api, table: Option<&str>, body: Vec<u8>) -> Result<Reply> {
        match self.codec {
            Codec::Wire => self.send_bytes(api, table, body.into()).await,
            // Boxed, so that the future of the wire path stays small.
            Codec::Map => Box::pin(self.send_typed(api, &body)).await,
        }
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

    async fn send_bytes(&self, api: Api, table: Option<&str>, body: Bytes) -> Result<Reply> {
        // A macro, because each of the SDK's fluent builders and errors has a type of its own.
        macro_rules! send {
            ($builder:expr, $output:ty) => {{
                let output = || Output::erase(<$output>::builder().build());
                let (request, response) = WireRequest::new(api.target(), body, output, self.proof.clone());
                match $builder.customize().interceptor(request).send().await {
                    Ok(_) => response.take(),
                    Err(error) => Err(Error::from_sdk(error)),
                }
            }};
        }
        let client = &self.client;
        let table = table.map(str::to_owned);
        match api {
            Api::GetItem => send!(client.get_item().set_table_name(table), GetItemOutput),
            Api::PutItem => send!(client.put_item().set_table_name(table), PutItemOutput),
            Api::UpdateItem => send!(client.update_item().set_table_name(table), UpdateItemOutput),
            Api::DeleteItem => send!(client.delete_item().set_table_name(table), DeleteItemOutput),
            Api::Query => send!(client.query().set_table_name(table), QueryOutput),
            Api::Scan => send!(client.scan().set_table_name(table), ScanOutput),
            Api::BatchGetItem => send!(client.batch_get_item(), BatchGetItemOutput),
            Api::BatchWriteItem => send!(client.batch_write_item(), BatchWriteItemOutput),
            Api::TransactGetItems => send!(client.transact_get_items(), TransactGetItemsOutput),
            Api::TransactWriteItems => send!(client.transact_write_items(), TransactWriteItemsOutput),
        }
    }

    async fn send_typed(&self, api: Api, body: &[u8]) -> Result<Reply> {
        macro_rules! send {
            ($builder:expr) => {
                typed_output::reply($builder.send().await.map_err(Error::from_sdk)?)
            };
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
            Api::BatchGetItem => send!(typed_input::batch_get_item(client.batch_get_item(), &fields)?),
            Api::BatchWriteItem => send!(typed_input::batch_write_item(client.batch_write_item(), &fields)?),
            Api::TransactGetItems => send!(typed_input::transact_get_items(client.transact_get_items(), &fields)?),
            Api::TransactWriteItems => {
                send!(typed_input::transact_write_items(client.transact_write_items(), &fields)?)
            }
        }
    }
}
