//! Does ahead of time what the first request would wait for: [`Transport::warm`].

use aws_sdk_dynamodb::error::SdkError;

use super::Transport;
use super::api::Api;
use crate::error::{Error, Result};

impl Transport {
    /// Observes every operation, and sends a request that reads nothing. An error answer to it is fine too.
    pub(crate) async fn warm(&self) -> Result<()> {
        if let Some(fast) = &self.fast {
            for api in Api::ALL {
                fast.plugins(api, &self.client, self.proof.as_ref()).await?;
            }
        }
        match self.client.describe_endpoints().send().await {
            Ok(_) | Err(SdkError::ServiceError(_)) => Ok(()),
            Err(error) => Err(Error::from_sdk(error)),
        }
    }
}
