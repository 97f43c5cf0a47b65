//! Workers that share a stream, case by case. `model/` has the random runs.

mod beginning;
mod faults;
mod fencing;
mod handlers;
mod leases;
mod refused;
mod stopping;
mod transactions;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use faraday::changes::{Lease, Leases, Worker};
use faraday::{Database, Error, Result, Table};
use faraday_tests::stream_service::StreamService;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::orders::*;

const CONSUMER: &str = "projector";

/// All that a worker sends.
const REQUESTS: [&str; 8] =
    ["DescribeTable", "GetItem", "PutItem", "DescribeStream", "Query", "UpdateItem", "GetShardIterator", "GetRecords"];

/// What was handled: the worker, and the number of the change.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(String, String)>>>);

impl Log {
    fn entries(&self) -> MutexGuard<'_, Vec<(String, String)>> {
        self.0.lock().unwrap()
    }

    fn add(&self, worker: &str, number: String) {
        self.entries().push((worker.to_owned(), number));
    }

    /// The numbers, in the order in which they were handled.
    fn numbers(&self) -> Vec<String> {
        self.entries().iter().map(|(_, number)| number.clone()).collect()
    }

    /// The numbers, in the order of their text.
    fn sorted(&self) -> Vec<String> {
        let mut numbers = self.numbers();
        numbers.sort();
        numbers
    }

    /// Waits until so many changes were handled, for two minutes at most.
    async fn wait(&self, count: usize) {
        let start = Instant::now();
        while self.entries().len() < count {
            assert!(start.elapsed() < Duration::from_secs(120), "handled: {:?}", self.entries());
            sleep(Duration::from_millis(10)).await;
        }
    }
}

/// A worker that runs.
struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

impl Running {
    fn start(worker: Worker<Order>, run: impl FnOnce(Worker<Order>) -> JoinHandle<Result<()>>) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: run(worker.stop_when(async { drop(stopped.await) })) }
    }

    /// Stops it, and waits until it has given its leases back.
    async fn stop(self) -> Result<()> {
        drop(self.stop);
        timeout(Duration::from_secs(180), self.task).await.expect("it stops").unwrap()
    }

    /// Waits until it ends by itself.
    async fn end(self) -> Result<()> {
        let ended = timeout(Duration::from_secs(1_800), self.task).await.expect("it ends").unwrap();
        drop(self.stop);
        ended
    }

    /// Drops it wherever it is.
    async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// A worker of the consumer. The table of leases is there.
async fn worker(service: &StreamService, name: &str) -> Worker<Order> {
    Leases::new().on(&engine(service)).create().await.unwrap();
    Table::<Order>::changes().on(&database(service)).worker(CONSUMER, &Leases::new()).named(name)
}

/// Starts a worker that notes what it handles, each change for so many milliseconds.
async fn start(service: &StreamService, name: &str, log: &Log, pause: u64) -> Running {
    run(worker(service, name).await, name, log, pause)
}

fn run(worker: Worker<Order>, name: &str, log: &Log, pause: u64) -> Running {
    let (name, log) = (name.to_owned(), log.clone());
    let handler = move |change: faraday::changes::Change<Order>| {
        let (name, log) = (name.clone(), log.clone());
        async move {
            sleep(Duration::from_millis(pause)).await;
            log.add(&name, change.sequence_number);
            Ok::<_, Error>(())
        }
    };
    Running::start(worker, |worker| tokio::spawn(worker.run(handler)))
}

/// The database of the leases, without faults.
fn engine(service: &StreamService) -> Database {
    Database::new(service.engine())
}

async fn leases(service: &StreamService) -> Vec<Lease> {
    Leases::new().on(&engine(service)).list(CONSUMER).await.unwrap()
}

/// The only lease that is not ended.
async fn open_lease(service: &StreamService) -> Lease {
    let mut open = leases(service).await;
    open.retain(|lease| !lease.ended);
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

fn sorted(mut numbers: Vec<String>) -> Vec<String> {
    numbers.sort();
    numbers
}
