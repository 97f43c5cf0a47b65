//! Several workers with one lock, under faults and pauses that are longer than its lease, compared with a model.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use faraday::error::Outcome;
use faraday::locks::{Lock, LockItem};
use faraday::testing::{FaultRates, Faults};
use faraday::{Database, Error, Table, transaction};
use faraday_tests::tables::{own_database, with_table_of};
use fastrand::Rng;
use futures_util::future::join_all;
use tokio::time::sleep;

use super::Ledger;

const WORKERS: u64 = 4;
const ROUNDS: usize = 8;

/// What the workers know together.
#[derive(Default)]
struct Known {
    /// The locks that some worker believes to have.
    held: Vec<Rc<Lock>>,
    /// The fences of writes that were done, and of those that may have been.
    done: BTreeSet<u64>,
    unknown: BTreeSet<u64>,
}

struct Worker<'k> {
    db: Database,
    rng: Rng,
    known: &'k RefCell<Known>,
    /// Whether its writes have the lock's check.
    checks: bool,
}

impl Worker<'_> {
    async fn work(mut self) {
        for _ in 0..ROUNDS {
            sleep(self.milliseconds(500)).await;
            // A failed one may hold the lock for its lease.
            let _ = self.round().await;
        }
    }

    async fn round(&mut self) -> Result<(), Error> {
        let lease = Duration::from_millis(200) + self.milliseconds(2_000);
        let lock = Rc::new(Lock::acquire("ledger").lease(lease).on(&self.db).await?);
        let others_lost = self.known.borrow().held.iter().all(|other| other.is_lost());
        assert!(others_lost, "two workers believe to have the lock");
        self.known.borrow_mut().held.push(Rc::clone(&lock));

        let written = self.write(&lock, lease).await;
        // Once the release is sent, another worker may have the lock.
        self.known.borrow_mut().held.retain(|held| !Rc::ptr_eq(held, &lock));
        let lock = Rc::into_inner(lock).unwrap();
        if self.rng.u8(..4) > 0 {
            let _ = lock.release().await;
        }
        written
    }

    async fn write(&mut self, lock: &Lock, lease: Duration) -> Result<(), Error> {
        let mut ledger = Table::<Ledger>::get("a").consistent().on(&self.db).await?.unwrap();
        let pause = self.rng.f64();
        match self.rng.u8(..3) {
            // It sleeps for up to three leases, as a program does whose machine was suspended.
            0 => sleep(lease.mul_f64(3.0 * pause)).await,
            1 => sleep(lease.mul_f64(0.5 * pause)).await,
            _ => {
                let work = async {
                    sleep(lease.mul_f64(3.0 * pause)).await;
                    Ok::<_, Error>(())
                };
                lock.keep(work).await?;
            }
        }
        ledger.fences.push(lock.fence());
        let put = Table::<Ledger>::put(&ledger);
        let written = match self.checks {
            true => transaction((put, lock.check())).on(&self.db).await,
            false => put.on(&self.db).await,
        };
        let mut known = self.known.borrow_mut();
        match &written {
            Ok(()) => assert!(known.done.insert(lock.fence()), "two holders with one fence"),
            Err(error) if error.outcome() == Outcome::Unknown => _ = known.unknown.insert(lock.fence()),
            Err(error) if error.is_condition_failed() => assert!(lock.is_lost(), "{error}"),
            Err(error) => assert_eq!(error.outcome(), Outcome::NotDone, "{error}"),
        }
        written
    }

    fn milliseconds(&mut self, most: u64) -> Duration {
        Duration::from_millis(self.rng.u64(..most))
    }
}

/// What contradicts the model, if anything does.
async fn run(seed: u64, checks: bool) -> Result<usize, String> {
    let known = RefCell::new(Known::default());
    let mut fences = Vec::new();
    with_table_of::<LockItem>(own_database(), async |quiet: &Database| {
        Table::<Ledger>::create().await.unwrap();
        Table::<Ledger>::put(&Ledger { id: "a".into(), fences: Vec::new() }).await.unwrap();
        let worker = |number: u64| {
            let seed = seed * WORKERS + number;
            let (client, _) = Faults::random(seed, FaultRates::all(0.1)).over(quiet.client());
            let db = Database::builder(client).table_prefix(quiet.table_prefix()).build();
            Worker { db, rng: Rng::with_seed(seed), known: &known, checks }.work()
        };
        join_all((0..WORKERS).map(worker)).await;
        fences = Table::<Ledger>::get("a").consistent().await.unwrap().unwrap().fences;
        Table::<Ledger>::delete_table().await.unwrap();
    })
    .await;
    let Known { done, unknown, .. } = known.into_inner();
    let stored: BTreeSet<u64> = fences.iter().copied().collect();
    if !fences.is_sorted_by(|one, next| one < next) {
        return Err(format!("a late holder wrote: {fences:?}"));
    }
    if let Some(lost) = done.difference(&stored).next() {
        return Err(format!("the write with fence {lost} was done, and is gone: {fences:?}"));
    }
    match stored.difference(&done).find(|fence| !unknown.contains(fence)) {
        Some(more) => Err(format!("the write with fence {more} is there, and was not done")),
        None => Ok(done.len()),
    }
}

#[tokio::test(start_paused = true)]
async fn checked_writes_are_those_of_one_holder_after_the_other() {
    let mut done = 0;
    for seed in 0..15 {
        done += run(seed, true).await.unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
    }
    assert!(done > 200, "only {done} writes were done");
}

/// So that the test above can fail.
#[tokio::test(start_paused = true)]
async fn the_model_sees_a_late_holder_whose_writes_have_no_check() {
    for seed in 0..15 {
        if run(seed, false).await.is_err() {
            return;
        }
    }
    panic!("no late holder wrote");
}
