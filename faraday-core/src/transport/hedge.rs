//! Sends slow reads a second time: [`Transport::send_hedged`].

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use tokio::time::timeout;

use super::Transport;
use super::api::Api;
use super::exchange::Exchange;
use super::reply::Reply;
use crate::error::Result;

impl Transport {
    /// Sends a read like [`send`](Transport::send). If no answer comes within `delay`, it sends the same request once more. The first
    /// success counts; if both fail, the error is that of the first request. The slower request is dropped. If this future is dropped, so
    /// are both.
    ///
    /// It does not hedge a request that the service has already answered with an error: the SDK waits before it tries again, because the
    /// table is throttled or a server failed, and more requests would not help.
    pub(crate) async fn send_hedged(
        &self,
        api: Api,
        table: Option<&str>,
        body: Bytes,
        delay: Duration,
        exchange: &Arc<Exchange>,
    ) -> Result<Reply> {
        let mut first = pin!(self.send(api, table, body.clone(), exchange));
        if let Ok(answered) = timeout(delay, &mut first).await {
            return answered;
        }
        if exchange.is_refused() {
            return first.await;
        }
        let other = Arc::new(exchange.again());
        let second = pin!(self.send(api, table, body, &other));
        let answered = match select(first, second).await {
            Either::Left((Ok(reply), _)) | Either::Right((Ok(reply), _)) => Ok(reply),
            Either::Left((Err(error), second)) => second.await.or(Err(error)),
            Either::Right((Err(_), first)) => first.await,
        };
        exchange.count(&other);
        answered
    }
}
