//! Looks at the leases, and takes those that this worker should have: [`Rounds`].

use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream::unfold;
use tokio::time::{Instant, timeout};

use super::balance::{Move, Observer};
use super::held::Held;
use super::lease::Lease;
use super::settings::Context;
use crate::changes::consumer::{Beginning, Lineage, Position};
use crate::changes::patience::is_passing;
use crate::error::Result;

/// For how long rounds may fail before that ends the worker.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a worker does from time to time.
pub(super) struct Rounds {
    observer: Observer,
    /// Where the consumer began.
    beginning: Position,
    is_first: bool,
    last_success: Instant,
}

/// What one look at the leases gave.
pub(super) enum Round {
    /// Leases that the worker has got.
    Begin(Vec<(Lease, Arc<Held>)>),
    /// The stream is disabled, and all shards were read to their ends.
    Finished,
}

impl Rounds {
    pub(super) fn new(beginning: Position) -> Self {
        Self { observer: Observer::default(), beginning, is_first: true, last_success: Instant::now() }
    }

    /// Waits until it is time, and looks at the leases.
    async fn next<I>(&mut self, context: &Context<I>) -> Result<Round> {
        if !std::mem::take(&mut self.is_first) {
            // Not all workers at the same time.
            let interval = context.settings.interval().mul_f64(0.75 + fastrand::f64() / 2.0);
            let _ = timeout(interval, context.wake.notified()).await;
        }
        context.set_looking(true);
        let seen = self.look(context).await;
        context.set_looking(false);
        match seen {
            Ok(round) => {
                self.last_success = Instant::now();
                Ok(round)
            }
            Err(error) if is_passing(&error) && self.last_success.elapsed() < PATIENCE => Ok(Round::Begin(Vec::new())),
            Err(error) => Err(error),
        }
    }

    async fn look<I>(&mut self, context: &Context<I>) -> Result<Round> {
        let lineage = Lineage::of(context.source.describe().await?);
        // After the shards, so that the lease of every listed shard that was begun by others is seen.
        let mut leases = context.store.list().await?;
        if self.create_missing(context, &lineage, &leases).await? {
            leases = context.store.list().await?;
        }
        for lease in leases.iter().filter(|lease| is_done_with(lease, &lineage, &leases)) {
            context.store.delete(&lease.shard).await?;
        }
        let is_disabled = !lineage.is_enabled && leases.iter().all(|lease| lease.ended);
        if is_disabled && context.all_held().is_empty() {
            return Ok(Round::Finished);
        }
        let now = Instant::now();
        self.observer.observe(&leases, now);
        let mut begun = Vec::new();
        for lease in leases.iter().filter(|lease| !lease.ended && !context.holds(&lease.shard)) {
            // Handed over by another worker, or taken by a request whose answer was lost.
            if lease.owner.as_deref() == Some(&context.store.worker) {
                begun.extend(renewed(context, lease).await?);
            }
        }
        let duration = context.settings.lease_duration;
        for next in self.observer.moves(&leases, &context.store.worker, duration, now) {
            match next {
                Move::Take(lease) => begun.extend(taken(context, &lease).await?),
                Move::Ask(lease) => context.store.ask(&lease).await?,
            }
        }
        Ok(Round::Begin(begun))
    }

    /// Creates the leases of shards that may begin. Whether there were any.
    async fn create_missing<I>(&self, context: &Context<I>, lineage: &Lineage, leases: &[Lease]) -> Result<bool> {
        let known = |shard: &str| leases.iter().find(|lease| lease.shard == shard);
        let missing: Vec<(String, Position)> = match &context.reading.beginning {
            Beginning::At(checkpoint) if leases.is_empty() => checkpoint.positions().collect(),
            _ if leases.is_empty() && self.beginning != Position::Horizon => {
                lineage.newest().into_iter().map(|shard| (shard, self.beginning.clone())).collect()
            }
            _ => {
                let due = lineage.due(|shard| known(shard).map(|lease| lease.ended));
                let begins = |shard: &String| match lineage.parent(shard) {
                    Some(parent) if known(parent).is_some() => Position::Horizon,
                    _ => self.beginning.clone(),
                };
                due.into_iter()
                    .map(|shard| (begins(&shard), shard))
                    .map(|(position, shard)| (shard, position))
                    .collect()
            }
        };
        for (shard, position) in &missing {
            context.store.create(shard, position).await?;
        }
        Ok(!missing.is_empty())
    }
}

/// One round after the other.
pub(super) fn run_rounds<I>(context: &Context<I>, rounds: Rounds) -> impl Stream<Item = Result<Round>> + use<'_, I> {
    unfold(rounds, move |mut rounds| async move {
        let round = rounds.next(context).await;
        Some((round, rounds))
    })
}

/// Whether the lease is of no use: the stream has removed the shard, and the shard after it has a lease, so that no worker begins
/// it again, not even one that listed the shards a while ago.
fn is_done_with(lease: &Lease, lineage: &Lineage, leases: &[Lease]) -> bool {
    let has_child = || leases.iter().any(|other| lineage.parent(&other.shard) == Some(&lease.shard));
    lease.ended && !lineage.lists(&lease.shard) && has_child()
}

async fn taken<I>(context: &Context<I>, seen: &Lease) -> Result<Option<(Lease, Arc<Held>)>> {
    let start = Instant::now();
    let lease = context.store.take(seen).await?;
    Ok(lease.map(|lease| held(context, lease, start)))
}

async fn renewed<I>(context: &Context<I>, seen: &Lease) -> Result<Option<(Lease, Arc<Held>)>> {
    let start = Instant::now();
    let lease = context.store.renew(&seen.shard, seen.epoch).await?;
    Ok(lease.map(|lease| held(context, lease, start)))
}

fn held<I>(context: &Context<I>, lease: Lease, start: Instant) -> (Lease, Arc<Held>) {
    let held = Arc::new(Held::new(lease.shard.clone(), lease.epoch, start + context.settings.lease_duration));
    context.hold(&held);
    (lease, held)
}
