//! Sends the writes of a handler in one transaction with the position: [`HandleInTransaction`].

use std::future::Future;
use std::time::Duration;

use tokio::time::sleep;

use super::held::{Held, Stop};
use super::progress::Progress;
use super::settings::Context;
use super::shard::Deliver;
use crate::changes::change::Change;
use crate::changes::consumer::Position;
use crate::changes::patience::retries;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{TransactWrite, Write};
use crate::operation::{Writes, transaction};

/// Sends the writes that a handler returns, together with the position.
pub(super) struct HandleInTransaction<F>(pub(super) F);

impl<I, E, F, R, W> Deliver<I, E> for HandleInTransaction<F>
where
    E: From<Error>,
    F: Fn(Change<I>) -> R,
    R: Future<Output = Result<W, E>>,
    W: Writes,
{
    async fn deliver(
        &self,
        context: &Context<I>,
        held: &Held,
        progress: &mut Progress,
        change: Change<I>,
    ) -> Result<bool, E> {
        let position = Position::After(change.sequence_number.clone());
        let mut writes = (self.0)(change).await?.into_writes();
        let lease = (held.shard.as_str(), held.epoch);
        writes.push(context.store.save_in_transaction(lease, &progress.saved, &position).into_write());
        let is_done = commit(context, held, writes).await?;
        if is_done {
            progress.saved(position);
        }
        Ok(is_done)
    }
}

/// Returns whether the transaction was done; it was not if the lease was lost.
async fn commit<I>(context: &Context<I>, held: &Held, writes: Vec<TransactWrite>) -> Result<bool> {
    let of_lease = writes.len() - 1;
    let settings = retries(&context.store.database);
    let writes = transaction(writes).timeout(settings.timeout).max_attempts(settings.max_attempts);
    let mut sent = writes.on(&context.store.database).await;
    let mut pause = Duration::from_millis(100);
    // It may have been done. The same transaction is done only once, even if it is sent again.
    while let Some(again) = sent.as_ref().err().and_then(Error::resumable_transaction) {
        if held.is_lost() {
            // The next holder of the lease finds in it whether this was done.
            held.stop(Stop::Lost);
            return Ok(false);
        }
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
        sent = again.await;
    }
    match sent {
        Ok(()) => Ok(true),
        Err(error) if refuses_lease(&error, of_lease) => {
            held.stop(Stop::Lost);
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn refuses_lease(error: &Error, of_lease: usize) -> bool {
    let reasons = error.cancellation_reasons();
    reasons.iter().any(|reason| reason.operation() == of_lease && reason.kind() == ErrorKind::ConditionalCheckFailed)
}
