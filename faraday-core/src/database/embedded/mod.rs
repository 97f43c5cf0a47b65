//! DynamoDB inside the process: the engine dynoxide replaces the SDK's HTTP client.
//!
//! The SDK above it is unchanged: it signs, retries, times out and reads errors as it does with the service, so that tests run the
//! production code. Only the network is missing.

mod answer;
mod dispatch;
mod kept_settings;
mod key_limits;
mod open;
mod store;
mod strict;
#[cfg(test)]
mod tests;
#[cfg(feature = "testing")]
mod under_test;

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use store::Store;

/// An engine with its data, which lives as long as the last clone (longer if it is on disk).
#[derive(Clone)]
pub(crate) struct Engine(Arc<Inner>);

struct Inner {
    store: Store,
    storage: Storage,
    /// How many requests were answered. It numbers the request ids.
    requests: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
enum Storage {
    Memory,
    Disk,
}

impl Engine {
    /// Creates an empty engine that keeps its data in memory.
    pub(crate) fn memory() -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self::over(dynoxide::Database::memory()?, Storage::Memory))
    }

    /// Creates an empty engine in memory that reads the time from the clock.
    #[cfg(feature = "testing")]
    pub(crate) fn memory_at(clock: crate::testing::Clock) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self::over(dynoxide::Database::memory_with_clock(Arc::new(clock))?, Storage::Memory))
    }

    /// Deletes the items whose time to live has passed, and returns their number.
    #[cfg(feature = "testing")]
    pub(crate) async fn expire(self) -> Result<u64, Box<dyn Error + Send + Sync>> {
        let runtime = tokio::runtime::Handle::try_current()?;
        match self.0.storage {
            Storage::Memory => self.0.store.expire(),
            Storage::Disk => runtime.spawn_blocking(move || self.0.store.expire()).await?,
        }
    }

    /// Opens the engine with its data in the file at `path`, which is created if it does not exist.
    pub(crate) fn open(path: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let path = path.to_str().ok_or("the path of an embedded database must be UTF-8")?;
        Ok(Self::over(dynoxide::Database::new(path)?, Storage::Disk))
    }

    /// Returns the engine as the HTTP client of an SDK client.
    pub(crate) fn connector(&self) -> SharedHttpClient {
        SharedHttpClient::new(self.clone())
    }

    fn over(database: dynoxide::Database, storage: Storage) -> Self {
        Self(Arc::new(Inner { store: Store::new(database), storage, requests: AtomicU64::new(0) }))
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = request.body().bytes().ok_or_else(|| {
            ConnectorError::user("the embedded engine takes request bodies from memory, not streams".into())
        })?;
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed);
        answer::answer(&self.0.store, target, body, number)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Engine").field("place", &self.0.storage).finish_non_exhaustive()
    }
}

impl HttpClient for Engine {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Engine {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = self.clone();
        HttpConnectorFuture::new(async move {
            match engine.0.storage {
                // A request in memory takes 20 to 100 µs: a change of thread would cost more than it saves.
                Storage::Memory => {
                    // Lets other tasks run during a request, as they do over a network. Without it, no test would show a race between a
                    // read and a write.
                    tokio::task::yield_now().await;
                    let answer = engine.answer(&request);
                    tokio::task::yield_now().await;
                    answer
                }
                Storage::Disk => on_blocking_thread(move || engine.answer(&request)).await,
            }
        })
    }
}

/// Runs work that waits for the disk on a thread that may block.
async fn on_blocking_thread<F>(work: F) -> Result<HttpResponse, ConnectorError>
where
    F: FnOnce() -> Result<HttpResponse, ConnectorError> + Send + 'static,
{
    let runtime =
        tokio::runtime::Handle::try_current().map_err(|error| ConnectorError::other(Box::new(error), None))?;
    match runtime.spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => Err(ConnectorError::other(Box::new(error), None)),
    }
}
