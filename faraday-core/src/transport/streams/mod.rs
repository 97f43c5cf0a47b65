//! Requests to DynamoDB Streams, a separate service with its own client: [`Transport::streams`], [`Transport::get_records`].
//!
//! The records of `GetRecords` stay bytes, so that items are decoded from them as from any other answer, without the SDK's maps.

mod client;
mod records;

use std::future::Future;
use std::sync::{Arc, OnceLock};

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodbstreams::Client;

use super::watched::WatchedCall;
use super::{Exchange, Transport};
use crate::error::{Error, Result};

/// The client of change streams: the user's, or one that is made on first use with the settings of the client for DynamoDB.
#[derive(Default)]
pub(crate) struct StreamsClient(OnceLock<Client>);

impl StreamsClient {
    /// Uses the user's own client.
    pub(crate) fn given(client: Client) -> Self {
        Self(OnceLock::from(client))
    }
}

impl Transport {
    /// Returns the client of change streams.
    ///
    /// # Errors
    ///
    /// Fails if the SDK refuses the configuration.
    pub(crate) async fn streams(&self) -> Result<&Client> {
        if let Some(client) = self.streams.0.get() {
            return Ok(client);
        }
        let made = client::with_settings_of(&self.client).await?;
        // If another task was faster, its client stays.
        Ok(self.streams.0.get_or_init(|| made))
    }

    /// Sends a typed operation of the SDK's client for change streams.
    pub(crate) async fn call_streams<O, E, F>(
        &self,
        exchange: &Arc<Exchange>,
        send: impl FnOnce(&Client, WatchedCall) -> F,
    ) -> Result<O>
    where
        F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        aws_sdk_dynamodbstreams::Error: From<SdkError<E, HttpResponse>>,
    {
        send(self.streams().await?, WatchedCall::new(exchange)).await.map_err(Error::from_streams_sdk)
    }
}
