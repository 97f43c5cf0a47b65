//! Workers that start, stop and are killed while a table is written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::changes::{Lease, Leases, Worker};
use faraday::{Database, Result, Table};
use faraday_tests::stream_service::Fault;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::World;
use crate::changes::orders::Order;

pub const CONSUMER: &str = "projector";

/// Runs a worker with a handler of the test's.
pub type Run = Arc<dyn Fn(Worker<Order>) -> JoinHandle<Result<()>>>;

/// How long a handler takes: now and then longer than a lease is valid without being renewed.
pub async fn pause() {
    let longest = if fastrand::u8(..) < 8 { 15_000 } else { 40 };
    sleep(Duration::from_millis(fastrand::u64(..longest))).await;
}

struct Member {
    name: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

pub struct Crew {
    pub world: World,
    members: Vec<Member>,
    /// The worker whose requests on leases fail, and how.
    cut_off: Arc<Mutex<Option<(String, Fault)>>>,
    run: Run,
    lease_duration: Duration,
    /// Whether the consumer begins with what is written after its first worker has begun.
    pub is_from_now: bool,
    /// The database without faults.
    pub engine: Database,
    /// The leases as they were seen last.
    leases: BTreeMap<String, Lease>,
}

impl Crew {
    pub async fn new(mut world: World, run: Run) -> Self {
        let engine = Database::new(world.service.engine());
        Leases::new().on(&engine).create().await.unwrap();
        let lease_duration = Duration::from_secs(world.rng.u64(5..=10));
        let cut_off: Arc<Mutex<Option<(String, Fault)>>> = Arc::default();
        let of_hook = cut_off.clone();
        world.service.on_call(move |request, body| {
            let cut_off = of_hook.lock().unwrap();
            let (name, fault) = cut_off.as_ref()?;
            let is_cut = matches!(request, "UpdateItem" | "TransactWriteItems") && body.to_string().contains(name);
            is_cut.then_some(*fault)
        });
        let (is_from_now, leases) = (false, BTreeMap::new());
        Self { world, members: Vec::new(), cut_off, run, lease_duration, is_from_now, engine, leases }
    }

    /// Starts the first worker, and waits until it has begun, if it begins now.
    pub async fn begin(&mut self) {
        self.hire();
        while self.is_from_now && self.list_leases().await.is_empty() {
            self.pass(Duration::from_millis(100)).await;
        }
        let mut ledger = self.world.ledger();
        let last = ledger.written().last().map_or(0, |event| event.number);
        ledger.needed_from = if self.is_from_now { last + 1 } else { 0 };
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// A worker whose name nobody has, and whose clock goes wrong by minutes.
    pub fn hire(&mut self) {
        let name = format!("worker {:08x} #é", self.world.rng.u32(..));
        self.start(name);
    }

    fn start(&mut self, name: String) {
        let ahead = self.world.rng.i64(-240..=240);
        let database = self.world.database(ahead);
        let checkpoint_every = Duration::from_millis(self.world.rng.u64(0..3_000));
        let (stop, stopped) = oneshot::channel();
        // Rarely, because every request costs a millisecond of the test's own time.
        let changes = Table::<Order>::changes().poll_every(Duration::from_secs(1), Duration::from_secs(4));
        let changes = if self.is_from_now { changes.from_now() } else { changes };
        let worker = changes.on(&database).worker(CONSUMER, &Leases::new());
        let worker = worker.named(&name).lease_duration(self.lease_duration).checkpoint_every(checkpoint_every);
        let worker = worker.stop_when(async { drop(stopped.await) });
        let task = (self.run)(worker);
        self.members.push(Member { name, stop, task });
    }

    /// For about as long as a lease is valid, no request of one worker on its leases succeeds.
    pub async fn cut_one_off(&mut self) {
        let fault = [Fault::InternalError, Fault::NoAnswer, Fault::Conflict][self.world.rng.usize(..3)];
        let name = self.world.rng.choice(&self.members).map(|member| member.name.clone());
        *self.cut_off.lock().unwrap() = name.map(|name| (name, fault));
        let time = self.lease_duration.mul_f64(2.0 * self.world.rng.f64());
        self.pass(time).await;
        *self.cut_off.lock().unwrap() = None;
    }

    fn take_one(&mut self) -> Option<Member> {
        let place = self.world.rng.usize(..self.members.len().max(1));
        (!self.members.is_empty()).then(|| self.members.swap_remove(place))
    }

    /// Drops a worker wherever it is. Whether its name comes back at once.
    pub async fn kill(&mut self, comes_back: bool) {
        let Some(member) = self.take_one() else { return };
        member.task.abort();
        assert!(member.task.await.unwrap_err().is_cancelled(), "{} ended by itself", member.name);
        if comes_back {
            self.start(member.name);
        }
    }

    /// Stops a worker, and waits for it.
    pub async fn dismiss(&mut self) {
        let Some(member) = self.take_one() else { return };
        drop(member.stop);
        tokio::time::timeout(Duration::from_secs(120), member.task).await.expect("it stops").unwrap().unwrap();
    }

    /// Time passes. No worker ends by itself, and no position goes back.
    pub async fn pass(&mut self, time: Duration) {
        sleep(time).await;
        self.check_positions().await;
        if let Some(place) = self.members.iter().position(|member| member.task.is_finished()) {
            let member = self.members.remove(place);
            panic!("{} ended: {:?}", member.name, member.task.await);
        }
    }

    pub async fn list_leases(&self) -> Vec<Lease> {
        Leases::new().on(&self.engine).list(CONSUMER).await.unwrap()
    }

    async fn check_positions(&mut self) {
        let number = |lease: &Lease| lease.after.as_ref().map(|after| after.parse::<u128>().unwrap());
        let now: BTreeMap<_, _> =
            self.list_leases().await.into_iter().map(|lease| (lease.shard.clone(), lease)).collect();
        for (shard, before) in &self.leases {
            let Some(lease) = now.get(shard) else {
                assert!(before.ended, "{shard} was deleted before its end");
                continue;
            };
            let is_later =
                lease.epoch >= before.epoch && number(lease) >= number(before) && lease.ended >= before.ended;
            assert!(is_later, "{before:?} became {lease:?}");
        }
        self.leases = now;
    }

    /// Waits until all was handled.
    pub async fn catch_up(&mut self) {
        for _ in 0..900 {
            if self.world.ledger().missing().is_empty() {
                return;
            }
            self.pass(Duration::from_secs(1)).await;
        }
        let leases = self.list_leases().await;
        panic!("not handled: {:?}\n{leases:?}", self.world.ledger().missing());
    }

    /// Waits until the workers have as many leases as one another, or one more, and nobody else has any.
    pub async fn balance(&mut self) {
        for _ in 0..120 {
            let leases = self.list_leases().await;
            let mut counts: BTreeMap<&str, usize> = self.members.iter().map(|member| (&*member.name, 0)).collect();
            let mut strays = 0;
            for lease in leases.iter().filter(|lease| !lease.ended) {
                match lease.owner.as_deref().and_then(|owner| counts.get_mut(owner)) {
                    Some(count) => *count += 1,
                    None => strays += 1,
                }
            }
            let (least, most) = (counts.values().min().unwrap(), counts.values().max().unwrap());
            if strays == 0 && most - least <= 1 {
                return;
            }
            self.pass(Duration::from_secs(1)).await;
        }
        panic!("no balance: {:?}", self.list_leases().await);
    }

    /// The stream is disabled. All workers end, and all shards.
    pub async fn finish(mut self) -> Arc<Mutex<super::Ledger>> {
        self.world.service.close();
        for member in std::mem::take(&mut self.members) {
            tokio::time::timeout(Duration::from_secs(300), member.task).await.expect("it ends").unwrap().unwrap();
        }
        self.check_positions().await;
        assert!(self.leases.values().all(|lease| lease.ended), "{:?}", self.leases);
        assert_eq!(self.world.ledger().missing(), [] as [&super::Event; 0]);
        self.world.shared_ledger()
    }
}
