//! Sends the requests of consumers, which run for months: failed requests are sent again, and none is waited for without end.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::database::{Database, RetrySettings};
use crate::error::{Error, ErrorKind, Result};
use crate::execute::Backoff;

/// Returns how often and how long a throttled or unanswered request is sent again before it is an error.
pub(super) fn retries(database: &Database) -> RetrySettings {
    database.policies().retry().settings(RetrySettings::CHANGES)
}

/// How long one request may take with the SDK's own retries: a number of attempts, and the time of each. Without time-outs, a client waits
/// for ever on a connection whose other end is gone.
const NO_ANSWER: (u32, Duration) = (6, Duration::from_secs(5));

/// Sends a request again until it is answered, fails for good, or fails for as long as the policy allows: two minutes.
pub(super) async fn patiently<T, F: Future<Output = Result<T>>>(
    database: &Database,
    mut send: impl FnMut() -> F,
) -> Result<T> {
    let mut backoff = Backoff::new(retries(database));
    loop {
        let error = match answered(send()).await {
            Err(error) if is_passing(&error) => error,
            result => return result,
        };
        match backoff.pause() {
            Some(pause) => sleep(pause).await,
            None => return Err(error),
        }
    }
}

/// Gives up a request without a reply. Time without polls counts little, because a consumer may be busy for long with its changes.
pub(super) async fn answered<T>(request: impl Future<Output = Result<T>>) -> Result<T> {
    let mut request = pin!(request);
    let (times, part) = NO_ANSWER;
    for _ in 0..times {
        if let Ok(result) = timeout(part, request.as_mut()).await {
            return result;
        }
    }
    Err(Error::new(ErrorKind::Timeout, "no answer within 30 seconds"))
}

/// Whether the same request may succeed later. The error for a limit of streams has a name that means something else on tables. A lease may
/// be part of a transaction of its owner.
pub(super) fn is_passing(error: &Error) -> bool {
    error.may_succeed_later() || error.is_conflict() || error.kind() == ErrorKind::LimitExceeded
}
