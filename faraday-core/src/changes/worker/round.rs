//! Checks the leases, and takes those that this worker should have: [`Rounds`].

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream::unfold;
use tokio::time::{Instant, timeout};

use super::balance::{Move, Observer};
use super::held::Held;
use super::lease::Lease;
use super::settings::Context;
use crate::changes::consumer::{Lineage, Position};
use crate::changes::patience::{is_passing, retries};
use crate::error::{Error, Result};

/// The longest pause between two rounds: the children of a shard that has ended may be listed late.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The shortest pause after a failed round.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The highest age of a listing of the shards while no shard has ended. All workers together may list them ten times a second.
const OLD_LISTING: Duration = Duration::from_secs(30);

/// How long a disabled stream must have no new shards before it counts as ended.
const SETTLED: Duration = Duration::from_secs(15);

/// The rounds of a worker.
pub(super) struct Rounds {
    observer: Observer,
    listed: Option<Lineage>,
    /// Where the consumer began.
    beginning: Position,
    is_first: bool,
    /// When rounds began to fail, and how many have failed.
    failing: Option<(Instant, u32)>,
    /// The error of a round that failed for good. It is returned after the leases that the round took, so that they are given back.
    failed: Option<Error>,
    /// When the stream was first seen as disabled with all its shards ended.
    ended: Option<Instant>,
}

/// Whether the shards need not be listed again: the listing is recent, and contains a child of every shard that has ended.
fn is_of_use(listed: &Lineage, leases: &[Lease]) -> bool {
    let is_sure = listed.at.elapsed() < OLD_LISTING && !listed.is_unsure();
    is_sure && leases.iter().all(|lease| !lease.ended || listed.has_child(&lease.shard))
}

/// Leases that a worker has taken.
type Begun = Vec<(Lease, Arc<Held>)>;

/// The result of one round.
pub(super) enum Round {
    Begin(Begun),
    /// The stream is disabled, and all shards were read to their ends.
    Finished,
}

impl Rounds {
    pub(super) fn new(beginning: Position) -> Self {
        Self {
            observer: Observer::default(),
            listed: None,
            beginning,
            is_first: true,
            failing: None,
            failed: None,
            ended: None,
        }
    }

    /// Waits until it is time, and checks the leases.
    async fn next<I>(&mut self, context: &Context<I>) -> Result<Round> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.pause(context).await;
        // Leases that were taken are read, even if something fails after that.
        let mut begun = Begun::new();
        let seen = self.look(context, &mut begun).await;
        context.set_taking(false);
        let error = match seen {
            Ok(has_ended) => {
                self.failing = None;
                return Ok(if has_ended { Round::Finished } else { Round::Begin(begun) });
            }
            Err(error) => error,
        };
        let (since, failures) = self.failing.unwrap_or((Instant::now(), 0));
        self.failing = Some((since, failures + 1));
        if !is_passing(&error) || since.elapsed() >= retries(&context.source.database).timeout {
            if begun.is_empty() {
                return Err(error);
            }
            self.failed = Some(error);
        }
        Ok(Round::Begin(begun))
    }

    async fn pause<I>(&mut self, context: &Context<I>) {
        if std::mem::take(&mut self.is_first) {
            return;
        }
        let longest = context.settings.interval().min(LONGEST_PAUSE);
        let pause = match self.failing {
            None => longest,
            Some((_, failures)) => FIRST_PAUSE.saturating_mul(1 << failures.min(10)).min(longest),
        };
        // Spreads the rounds of the workers over time.
        let pause = pause.mul_f64(0.75 + fastrand::f64() / 2.0);
        let _ = timeout(pause, context.wake.notified()).await;
    }

    /// Returns whether the stream has ended, and puts the leases that it takes into `begun`.
    async fn look<I>(&mut self, context: &Context<I>, begun: &mut Begun) -> Result<bool> {
        let mut leases = context.store.list().await?;
        if !self.listed.as_ref().is_some_and(|listed| is_of_use(listed, &leases)) {
            let stream = context.source.describe_patiently().await?;
            self.listed = Some(Lineage::new(stream, self.listed.as_ref()));
            // After the shards, so that it sees the lease of every listed shard that another worker has begun.
            leases = context.store.list().await?;
        }
        let Some(lineage) = &self.listed else { return Ok(false) };
        if create_missing(context, &self.beginning, lineage, &leases).await? {
            leases = context.store.list().await?;
        }
        let now = Instant::now();
        self.observer.observe(&leases, now);
        let has_ended = !lineage.is_enabled && leases.iter().all(|lease| lease.ended) && context.all_held().is_empty();
        let ended = self.ended.filter(|_| has_ended).or(has_ended.then_some(now));
        self.ended = ended;
        if let Some(since) = ended {
            return Ok(context.source.database.is_embedded() || since.elapsed() >= SETTLED);
        }
        for lease in leases.iter().filter(|lease| is_done_with(lease, lineage, &leases)) {
            context.store.delete(&lease.shard).await?;
        }
        self.take(context, &leases, now, begun).await?;
        Ok(false)
    }

    /// Takes the leases that the worker should have, unless it stops. Even then it waits for a request under way.
    async fn take<I>(&self, context: &Context<I>, leases: &[Lease], now: Instant, begun: &mut Begun) -> Result<()> {
        context.set_taking(true);
        let worker = context.store.worker.as_str();
        let is_own = |lease: &&Lease| !lease.ended && lease.owner.as_deref() == Some(worker);
        for lease in leases.iter().filter(is_own) {
            if !context.is_stopping() && !context.holds(&lease.shard) {
                let start = Instant::now();
                begun.extend(context.store.adopt(lease).await?.map(|lease| held(context, lease, start)));
            }
        }
        for next in self.observer.moves(leases, worker, context.settings.lease_duration, now) {
            if context.is_stopping() {
                break;
            }
            let start = Instant::now();
            match next {
                Move::Take(lease) => {
                    begun.extend(context.store.take(&lease).await?.map(|lease| held(context, lease, start)));
                }
                Move::Ask(lease) => context.store.ask(&lease).await?,
            }
        }
        Ok(())
    }
}

/// Creates the leases of shards that may begin. Returns whether there were any.
async fn create_missing<I>(
    context: &Context<I>,
    beginning: &Position,
    lineage: &Lineage,
    leases: &[Lease],
) -> Result<bool> {
    let known: HashMap<&str, &Lease> = leases.iter().map(|lease| (lease.shard.as_str(), lease)).collect();
    let due = lineage.due(|shard| known.get(shard).map(|lease| lease.ended));
    for shard in &due {
        let position = match lineage.parent(shard) {
            Some(parent) if known.contains_key(parent.as_str()) => &Position::Horizon,
            _ => beginning,
        };
        context.store.create(context.store.lease(shard, position)).await?;
    }
    Ok(!due.is_empty())
}

/// Runs one round after the other.
pub(super) fn run_rounds<I>(context: &Context<I>, rounds: Rounds) -> impl Stream<Item = Result<Round>> + use<'_, I> {
    unfold(rounds, move |mut rounds| async move {
        let round = rounds.next(context).await;
        Some((round, rounds))
    })
}

/// Whether the lease can be deleted: the stream has removed the shard, and its child has a lease, so no worker begins the shard again, not
/// even one with an older listing.
fn is_done_with(lease: &Lease, lineage: &Lineage, leases: &[Lease]) -> bool {
    let has_child = || leases.iter().any(|other| lineage.parent(&other.shard) == Some(&lease.shard));
    lease.ended && !lineage.lists(&lease.shard) && has_child()
}

fn held<I>(context: &Context<I>, lease: Lease, start: Instant) -> (Lease, Arc<Held>) {
    let held = Arc::new(Held::new(lease.shard.clone(), lease.epoch, start + context.settings.lease_duration));
    context.hold(&held);
    (lease, held)
}
