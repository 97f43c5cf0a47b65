//! Sends the SDK's typed operations, on tables and on change streams: [`Execution::call`].

use std::future::Future;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;

use super::consumption::Told;
use super::execution::Execution;
use super::report::{OperationReport, Outgoing};
use crate::database::Units;
use crate::error::{Error, ErrorKind, Result};
use crate::transport::{Exchange, WatchedCall};

impl Execution {
    /// Sends a typed operation of the SDK that reads something about the table, and counts it.
    pub(crate) async fn call<O, E, F>(
        &mut self,
        api: &'static str,
        call: impl FnOnce(&Client, &str, WatchedCall) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        O: RequestId,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        let (sender, table) = (self.sender.clone(), self.target.table.clone());
        let exchange = sender.exchange();
        let send = sender.database().transport().call(&exchange, |client, watched| call(client, &table, watched));
        self.watch_call(api, &exchange, send, |output| output.request_id().map(str::to_owned)).await
    }

    /// Sends a typed operation of the SDK that changes the table, and counts it.
    pub(crate) async fn change<O, E, F>(
        &mut self,
        api: &'static str,
        call: impl FnOnce(&Client, &str, WatchedCall) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        O: RequestId,
        aws_sdk_dynamodb::Error: From<SdkError<E, HttpResponse>>,
    {
        let (sender, table) = (self.sender.clone(), self.target.table.clone());
        let exchange = sender.exchange();
        let send = sender.database().transport().call(&exchange, |client, watched| call(client, &table, watched));
        let sent = self.watch_call(api, &exchange, send, |output| output.request_id().map(str::to_owned)).await;
        self.written.record(sent.map_err(|error| error.with_outcome(exchange.outcome())))
    }

    /// Sends a typed operation of the SDK on change streams.
    #[cfg(feature = "streams")]
    pub(crate) async fn call_streams<O, E, F>(
        &mut self,
        api: &'static str,
        call: impl FnOnce(&aws_sdk_dynamodbstreams::Client, WatchedCall) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        O: RequestId,
        aws_sdk_dynamodbstreams::Error: From<SdkError<E, HttpResponse>>,
    {
        let sender = self.sender.clone();
        let exchange = sender.exchange();
        let send = sender.database().transport().call_streams(&exchange, call);
        self.watch_call(api, &exchange, send, |output| output.request_id().map(str::to_owned)).await
    }

    /// Sends `GetRecords`, whose answer stays bytes.
    #[cfg(feature = "streams")]
    pub(crate) async fn get_records(&mut self, iterator: &str, limit: Option<i32>) -> Result<crate::transport::Reply> {
        let sender = self.sender.clone();
        let exchange = sender.exchange();
        let send = sender.database().transport().get_records(&exchange, iterator, limit);
        self.watch_call("GetRecords", &exchange, send, |reply| reply.request_id.clone()).await
    }

    async fn watch_call<T>(
        &mut self,
        api: &'static str,
        exchange: &Arc<Exchange>,
        send: impl Future<Output = Result<T>>,
        request_id: impl Fn(&T) -> Option<String>,
    ) -> Result<T> {
        if self.sender.has_sdk_config() {
            let message =
                "`sdk_config` is for operations on items: build a database on a client with that configuration";
            return Err(Error::new(ErrorKind::InvalidArgument, message).with_operation(api, self.target.table_name()));
        }
        self.consumed.requests += 1;
        let report = if self.is_one_request { self.report() } else { None };
        let request = Outgoing { name: api, table: self.target.table_name(), units: Units::None, bytes: 0, least: 0.0 };
        let told = |answer: &T| Told { capacity: None, request_id: request_id(answer) };
        // Boxed, because the futures of consumers contain those of many calls.
        let watched = Box::pin(self.sender.watch(request, exchange, send, told));
        let sent = OperationReport::around(report.as_deref(), watched).await;
        self.consumed.request_id = match &sent {
            Ok(answer) => request_id(answer),
            Err(error) => error.request_id().map(str::to_owned),
        };
        let sent = sent.map_err(|error| error.with_operation(api, self.target.table_name()));
        if report.is_some() { self.finish(report, sent) } else { sent }
    }
}
