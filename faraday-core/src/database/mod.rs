//! Stand-in for the real module, until the merge.
#![allow(missing_docs)]

mod client;
#[cfg(feature = "embedded")]
mod embedded;

/// A stand-in.
#[derive(Debug, Clone)]
pub struct Database {
    client: aws_sdk_dynamodb::Client,
}

impl Database {
    #[cfg(feature = "embedded")]
    pub fn embedded() -> crate::Result<Self> {
        let engine =
            embedded::Engine::memory().map_err(|error| crate::Error::caused(crate::ErrorKind::Other, error))?;
        Ok(Self { client: client::local_client("http://embedded", engine.connector()) })
    }

    #[cfg(feature = "embedded")]
    pub fn open(path: impl AsRef<std::path::Path>) -> crate::Result<Self> {
        let engine = embedded::Engine::open(path.as_ref())
            .map_err(|error| crate::Error::caused(crate::ErrorKind::Other, error))?;
        Ok(Self { client: client::local_client("http://embedded", engine.connector()) })
    }

    pub fn local(endpoint: &str) -> Self {
        Self { client: client::local_client(endpoint, client::plain_http()) }
    }

    pub fn new(client: aws_sdk_dynamodb::Client) -> Self {
        Self { client }
    }

    pub fn client(&self) -> &aws_sdk_dynamodb::Client {
        &self.client
    }
}
