//! The requests on the table of leases: [`LeaseStore`].

use super::lease::{BEGINNING, Lease};
use crate::changes::consumer::Position;
use crate::changes::patience::answered;
use crate::changes::requests::Source;
use crate::database::Database;
use crate::error::{Error, ErrorKind, Result};
use crate::expression::Condition;
use crate::operation::Update;
use crate::table::Table;

/// The leases of one consumer, for one of its workers.
#[derive(Clone)]
pub(super) struct LeaseStore {
    pub(super) database: Database,
    consumer: String,
    stream: String,
    pub(super) worker: String,
}

impl LeaseStore {
    pub(super) fn new(database: Database, consumer: &str, source: &Source, worker: &str) -> Self {
        let (consumer, worker) = (consumer.to_owned(), worker.to_owned());
        Self { database, consumer, stream: source.arn.clone(), worker }
    }

    /// Returns the item that keeps where the consumer began.
    pub(super) async fn first(&self) -> Result<Option<Lease>> {
        let first = answer(Table::<Lease>::get(self.key(BEGINNING)).consistent().on(&self.database)).await?;
        first.iter().try_for_each(|first| self.check(first))?;
        Ok(first)
    }

    /// Records that the leases of all first positions exist.
    pub(super) async fn end_beginning(&self) -> Result<()> {
        let update = self.update(BEGINNING).set(Lease::ENDED, true).if_exists();
        unless_refused(answer(update.on(&self.database)).await).map(drop)
    }

    /// Returns all leases of the consumer.
    pub(super) async fn list(&self) -> Result<Vec<Lease>> {
        let leases: Vec<Lease> =
            answer(Table::<Lease>::query(self.consumer.as_str()).consistent().all().on(&self.database)).await?;
        for lease in &leases {
            self.check(lease)?;
        }
        Ok(leases.into_iter().filter(|lease| lease.shard != BEGINNING).collect())
    }

    /// # Errors
    ///
    /// When the lease belongs to another stream.
    fn check(&self, lease: &Lease) -> Result<()> {
        if lease.stream == self.stream {
            return Ok(());
        }
        let message = format!(
            "the leases of `{}` are of the stream {}, and the table has the stream {}: give the consumer another name, or call \
             `Leases::forget` to start again",
            self.consumer, lease.stream, self.stream
        );
        Err(Error::new(ErrorKind::InvalidCursor, message))
    }

    /// Returns a lease that nobody holds.
    pub(super) fn lease(&self, shard: &str, position: &Position) -> Lease {
        Lease::new(&self.consumer, &self.stream, shard, position)
    }

    /// Creates a lease, unless it exists.
    pub(super) async fn create(&self, lease: Lease) -> Result<()> {
        unless_refused(answer(Table::<Lease>::put(&lease).if_absent().on(&self.database)).await).map(drop)
    }

    /// Deletes a lease that is no longer needed.
    pub(super) async fn delete(&self, shard: &str) -> Result<()> {
        let delete = Table::<Lease>::delete(self.key(shard)).condition(Lease::ENDED.eq(true));
        unless_refused(answer(delete.on(&self.database)).await).map(drop)
    }

    /// Takes a lease that nobody has renewed since it was seen; `None` if somebody has.
    pub(super) async fn take(&self, seen: &Lease) -> Result<Option<Lease>> {
        let unchanged = Lease::EPOCH.eq(seen.epoch).and(Lease::HEARTBEAT.eq(seen.heartbeat));
        self.assign(seen, unchanged).await
    }

    /// Takes a lease that already belongs to this worker: another worker gave it, the reply to [`take`](Self::take) was lost, or it is from
    /// an earlier run of the worker. The new epoch makes late requests of that run fail.
    pub(super) async fn adopt(&self, seen: &Lease) -> Result<Option<Lease>> {
        self.assign(seen, self.is_own(seen.epoch)).await
    }

    async fn assign(&self, seen: &Lease, condition: Condition<Lease>) -> Result<Option<Lease>> {
        let update = self.update(&seen.shard).set(Lease::OWNER, self.worker.as_str()).set(Lease::EPOCH, seen.epoch + 1);
        let update = update.remove(Lease::WANTED_BY).condition(condition).returning_new();
        unless_refused(answer(update.on(&self.database)).await)
    }

    /// Asks the owner of a lease for it.
    pub(super) async fn ask(&self, seen: &Lease) -> Result<()> {
        let of_owner = Lease::EPOCH.eq(seen.epoch).and(Lease::OWNER.exists()).and(Lease::WANTED_BY.not_exists());
        let update = self.update(&seen.shard).set(Lease::WANTED_BY, self.worker.as_str()).condition(of_owner);
        unless_refused(answer(update.on(&self.database)).await).map(drop)
    }

    /// Renews a lease of this worker; `None` if the worker has lost it.
    pub(super) async fn renew(&self, shard: &str, epoch: u64) -> Result<Option<Lease>> {
        let update = self.update(shard).add(Lease::HEARTBEAT, 1).condition(self.is_own(epoch));
        unless_refused(answer(update.returning_new().on(&self.database)).await)
    }

    /// Saves the position of the shard. Returns whether the lease still belongs to this worker.
    pub(super) async fn save(&self, shard: &str, epoch: u64, position: &Position) -> Result<bool> {
        let update = self.positioned(shard, position).condition(self.is_own(epoch));
        Ok(unless_refused(answer(update.on(&self.database)).await)?.is_some())
    }

    /// Saves the position as part of a transaction, which fails if anything was handled since `before`.
    pub(super) fn save_in_transaction(
        &self,
        held: (&str, u64),
        before: &Position,
        position: &Position,
    ) -> Update<Lease> {
        let (shard, epoch) = held;
        let unmoved = match before {
            Position::After(number) => Lease::AFTER.eq(number.as_str()),
            _ => Lease::AFTER.not_exists(),
        };
        self.positioned(shard, position).condition(self.is_own(epoch).and(unmoved))
    }

    /// Gives the lease to another worker or to nobody, and saves the position of the shard, unless it is saved already. A position that an
    /// unanswered transaction may have written stays as it is.
    pub(super) async fn hand_over(
        &self,
        shard: &str,
        epoch: u64,
        unsaved: Option<&Position>,
        to: Option<&str>,
    ) -> Result<()> {
        let update = match unsaved {
            Some(position) => self.positioned(shard, position),
            None => self.update(shard),
        };
        let update = update.set(Lease::EPOCH, epoch + 1).remove(Lease::WANTED_BY);
        let update = match to {
            Some(worker) => update.set(Lease::OWNER, worker),
            None => update.remove(Lease::OWNER),
        };
        unless_refused(answer(update.condition(self.is_own(epoch)).on(&self.database)).await).map(drop)
    }

    fn update(&self, shard: &str) -> Update<Lease> {
        Table::<Lease>::update(self.key(shard))
    }

    fn positioned(&self, shard: &str, position: &Position) -> Update<Lease> {
        // Renews the lease as well.
        let update = self.update(shard).add(Lease::HEARTBEAT, 1);
        match position {
            Position::After(number) => update.set(Lease::AFTER, number.as_str()),
            Position::Ended => update.set(Lease::ENDED, true),
            Position::Horizon | Position::Since(_) => update,
        }
    }

    fn is_own(&self, epoch: u64) -> Condition<Lease> {
        Lease::OWNER.eq(self.worker.as_str()).and(Lease::EPOCH.eq(epoch))
    }

    fn key<'a>(&'a self, shard: &'a str) -> (&'a str, &'a str) {
        (&self.consumer, shard)
    }
}

/// Returns the result of an operation, or an error after some time without a reply.
async fn answer<T>(operation: impl IntoFuture<Output = Result<T>>) -> Result<T> {
    answered(operation.into_future()).await
}

/// Returns `None` if the condition did not hold.
fn unless_refused<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_condition_failed() => Ok(None),
        Err(error) => Err(error),
    }
}
