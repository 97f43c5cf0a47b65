//! Reads one shard while the worker holds its lease: [`read_shard`].

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::task::coop::consume_budget;
use tokio::time::sleep;

use super::held::{Held, Stop};
use super::lease::Lease;
use super::progress::Progress;
use super::settings::Context;
use crate::changes::change::Change;
use crate::changes::consumer::{Position, ShardReader, lost_changes};
use crate::changes::patience::is_passing;
use crate::changes::record::Record;
use crate::error::{Error, Result};
use crate::schema::Item;

/// The longest pause between two attempts to give a lease back.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Handles a change.
pub(super) trait Deliver<I, E> {
    /// Returns whether the change was handled; it was not if the lease was lost.
    ///
    /// # Errors
    ///
    /// The errors of the handler, and of the request that sends its writes.
    fn deliver(
        &self,
        context: &Context<I>,
        held: &Held,
        progress: &mut Progress,
        change: Change<I>,
    ) -> impl Future<Output = Result<bool, E>>;
}

/// Calls a handler for each change. It does not save the position.
pub(super) struct Handle<F>(pub(super) F);

// Not `AsyncFn`: with it, the compiler cannot show that the whole future is `Send` if a handler uses variables from outside.
impl<I, E, F: Fn(Change<I>) -> R, R: Future<Output = Result<(), E>>> Deliver<I, E> for Handle<F> {
    async fn deliver(&self, _: &Context<I>, _: &Held, _: &mut Progress, change: Change<I>) -> Result<bool, E> {
        (self.0)(change).await.map(|()| true)
    }
}

/// Reads the shard until the shard or the lease ends, and saves the position.
pub(super) async fn read_shard<I, E, D>(context: &Context<I>, held: &Held, lease: Lease, deliver: &D) -> Result<(), E>
where
    I: Item,
    E: From<Error>,
    D: Deliver<I, E>,
{
    let mut progress = Progress::new(lease.position());
    let read = read_pages(context, held, &mut progress, deliver).await;
    let unsaved = progress.is_unsaved().then_some(&progress.handled);
    let left = match &read {
        Ok(Some(Stop::Lost)) => Ok(()),
        Ok(Some(Stop::HandOver(worker))) => leave(context, held, unsaved, Some(worker)).await,
        Ok(Some(Stop::Release)) | Err(_) => leave(context, held, unsaved, None).await,
        Ok(None) => leave(context, held, Some(&Position::Ended), None).await,
    };
    context.let_go(held);
    read?;
    Ok(left?)
}

/// `None` when the shard has ended.
async fn read_pages<I, E, D>(
    context: &Context<I>,
    held: &Held,
    progress: &mut Progress,
    deliver: &D,
) -> Result<Option<Stop>, E>
where
    I: Item,
    E: From<Error>,
    D: Deliver<I, E>,
{
    let (source, position) = (&context.source, progress.handled.clone());
    let mut reader = ShardReader::new(source, &held.shard, position, &context.reading, &context.permits);
    loop {
        let page = match select(pin!(held.until_stopped()), pin!(reader.next_page())).await {
            Either::Left((stop, _)) => return Ok(Some(stop)),
            Either::Right((page, _)) => page,
        };
        let mut page = page?;
        if let Some(lost) = page.lost.take() {
            context.report(lost_changes(lost))?;
        }
        let is_empty = page.records.is_empty();
        for record in std::mem::take(&mut page.records) {
            if let Some(stop) = held.stopped() {
                return Ok(Some(stop));
            }
            handle(context, held, progress, deliver, record).await?;
            // A handler that never waits must not block the renewal of leases or the stop of the worker.
            consume_budget().await;
            if progress.is_due(context.settings.checkpoint_every) {
                save(context, held, progress).await?;
            }
        }
        if page.has_ended {
            // A lease that was lost meanwhile may belong to another worker, which reads the end itself.
            return Ok(held.stopped().filter(|stop| *stop == Stop::Lost));
        }
        if is_empty && progress.is_unsaved() {
            save(context, held, progress).await?;
        }
    }
}

async fn handle<I, E, D>(
    context: &Context<I>,
    held: &Held,
    progress: &mut Progress,
    deliver: &D,
    record: Record,
) -> Result<(), E>
where
    I: Item,
    E: From<Error>,
    D: Deliver<I, E>,
{
    let position = record.sequence_number().map(|number| Position::After(number.to_owned()));
    let is_done = match context.decoder.decode(record) {
        Ok(Some(change)) => deliver.deliver(context, held, progress, change).await?,
        Ok(None) => true,
        Err(error) => {
            context.report(error)?;
            true
        }
    };
    if let Some(position) = position.filter(|_| is_done) {
        progress.handled = position;
    }
    Ok(())
}

/// Saves the position of the shard. If that fails now, a later position is saved.
async fn save<I>(context: &Context<I>, held: &Held, progress: &mut Progress) -> Result<()> {
    let start = tokio::time::Instant::now();
    match context.store.save(&held.shard, held.epoch, &progress.handled).await {
        Ok(true) => {
            held.renewed(start, context.settings.lease_duration);
            progress.saved(progress.handled.clone());
            Ok(())
        }
        Ok(false) => {
            held.stop(Stop::Lost);
            Ok(())
        }
        Err(error) if is_passing(&error) => {
            progress.put_off();
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Saves the position of the shard, and gives the lease away. If that fails until the lease expires, another worker takes it, and handles
/// again what was not saved.
async fn leave<I>(context: &Context<I>, held: &Held, unsaved: Option<&Position>, to: Option<&str>) -> Result<()> {
    let mut pause = Duration::from_millis(50);
    loop {
        match context.store.hand_over(&held.shard, held.epoch, unsaved, to).await {
            Err(error) if is_passing(&error) && !held.has_expired() => {
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(error) if is_passing(&error) => return Ok(()),
            result => return result,
        }
    }
}
