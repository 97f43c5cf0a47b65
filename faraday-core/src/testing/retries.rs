//! Sets the retries of a test's own client: [`with_own_retries`].

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::config::Builder;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};

/// Shortens the pauses between the SDK's attempts, and gives the client its own retry quota: the SDK stops retrying when a process has
/// failed too often.
pub(super) fn with_own_retries(config: Builder, retries: Option<RetryConfig>) -> Builder {
    static CLIENTS: AtomicU64 = AtomicU64::new(0);
    let retries = retries.unwrap_or_else(RetryConfig::standard);
    let partition = format!("faraday-testing-{}", CLIENTS.fetch_add(1, Ordering::Relaxed));
    config
        .retry_config(retries.with_initial_backoff(Duration::from_millis(1)).with_max_backoff(Duration::from_millis(4)))
        .retry_partition(RetryPartition::new(partition))
}
