//! The soak: many tasks do mixed operations under random faults, and a model knows what each may report and read.
//!
//! Each task owns some keys, whose possible states it knows exactly (`possible.rs`): no write may be lost, no read may be wrong, and
//! nothing that was reported as not done may be done. All tasks share counters, pages and accounts, whose invariants are checked
//! (`shared.rs`). Some futures are dropped early and some time-outs pass; the effect of such an operation is unknown until a read shows it.
//! A request is never applied after its future was dropped, because the embedded engine applies it while it is polled.

mod batches;
mod items;
mod measure;
mod owned;
mod possible;
mod reads;
mod report;
mod settings;
mod shared;
mod tally;
mod transactions;
mod unique;
mod worker;
mod writes;

use std::sync::Arc;
use std::time::Duration;

use faraday::testing::{Fault, Faults, RecordedRequest};
use faraday::{Database, Result, Table};
use tokio::task::JoinSet;
use tokio::time::Instant;

pub use measure::Sample;
pub use report::Report;
pub use settings::{Length, Sabotage, Settings};
pub use tally::Counts;
pub use worker::Violation;

use items::{Account, Counter, Entry, Note, Page};
use shared::Shared;
use tally::Tally;
use unique::Members;
use worker::{Checked, Worker};

/// How often memory and tasks are measured if no progress is printed.
const INTERVAL: Duration = Duration::from_secs(1);

/// Runs a soak on an embedded engine of its own, until its length or the first violation.
///
/// # Panics
///
/// When the engine does not start, or a task panics.
pub async fn soak(settings: Settings) -> Report {
    // The pauses of this crate and of the SDK are random too. On one thread, this makes the run exactly repeatable.
    fastrand::seed(settings.seed);
    let (settings, shared) = (Arc::new(settings), Arc::new(Shared::default()));
    let database = Database::embedded_with(Faults::new().keep_last(0)).expect("an embedded engine");
    set_up(&database).await.expect("without faults, the tables and items are made");
    database.faults().rule(counted(&settings, &shared.tally));
    let begin = Instant::now();
    let mut tasks = JoinSet::new();
    for task in 0..settings.tasks {
        tasks.spawn(work(Worker::new(task, &settings, &database, &shared), begin));
    }
    let (ended, samples) = watch(tasks, settings.progress, begin, &shared.tally).await;
    let (time, counts) = (begin.elapsed(), shared.tally.result());
    database.faults().rule(|_| None);
    let (workers, checked): (Vec<_>, Vec<_>) = ended.into_iter().unzip();
    let mut violations: Vec<Violation> = checked.into_iter().filter_map(Checked::err).collect();
    if violations.is_empty() {
        violations.extend(check(&shared, workers).await.err());
    }
    Report { seed: settings.seed, counts, violations, samples, time }
}

/// Waits for all tasks, and measures at intervals.
async fn watch(
    mut tasks: JoinSet<(Worker, Checked)>,
    progress: Option<Duration>,
    begin: Instant,
    tally: &Tally,
) -> (Vec<(Worker, Checked)>, Vec<Sample>) {
    let (mut all, mut samples) = (Vec::new(), Vec::new());
    let mut interval = tokio::time::interval(progress.unwrap_or(INTERVAL));
    loop {
        tokio::select! {
            _ = interval.tick() => {
                let sample = Sample::now(begin.elapsed(), tally);
                if progress.is_some() {
                    println!("{sample}");
                }
                samples.push(sample);
            }
            ended = tasks.join_next() => match ended {
                Some(ended) => all.push(ended.expect("a task does not panic")),
                None => return (all, samples),
            },
        }
    }
}

async fn set_up(database: &Database) -> Result<()> {
    Table::<Entry>::create().on(database).await?;
    Table::<Note>::create().on(database).await?;
    Table::<Counter>::create().on(database).await?;
    Table::<Page>::create().on(database).await?;
    Table::<Account>::create().on(database).await?;
    Table::<Members>::create().on(database).await?;
    shared::set_up(database).await
}

/// The rule of the settings, with a count of requests and faults.
fn counted(settings: &Settings, tally: &Arc<Tally>) -> impl FnMut(&RecordedRequest) -> Option<Fault> + Send + 'static {
    let (mut rule, tally) = (settings.rule(), Arc::clone(tally));
    move |request| {
        let fault = rule(request);
        tally.count_request(&request.operation, fault.as_ref());
        fault
    }
}

/// Runs one task until the end of the soak.
async fn work(mut worker: Worker, begin: Instant) -> (Worker, Checked) {
    let (length, tasks) = (worker.settings.length, worker.settings.tasks);
    let mut done = 0;
    let is_over = |done: u64| match length {
        Length::Time(time) => begin.elapsed() >= time,
        Length::Operations(operations) => done * u64::from(tasks) >= operations,
    };
    while !is_over(done) && !worker.tally.is_stopped() {
        if let Err(violation) = step(&mut worker).await {
            worker.tally.stop();
            return (worker, Err(violation));
        }
        done += 1;
    }
    (worker, Ok(()))
}

/// Runs one operation, or a few that belong together.
async fn step(worker: &mut Worker) -> Checked {
    // The first ones are those with transactions.
    let from = if worker.settings.transactions { 0 } else { 15 };
    match worker.rng.u8(from..100) {
        0..2 => worker.member().await,
        2..8 => worker.transaction().await,
        8..11 => worker.transfer().await,
        11..15 => worker.add().await,
        15..20 => worker.put::<Entry>().await,
        20..25 => worker.put::<Note>().await,
        25..31 => worker.update::<Entry>().await,
        31..37 => worker.update::<Note>().await,
        37..39 => worker.delete::<Entry>().await,
        39..41 => worker.delete::<Note>().await,
        41..46 => worker.save().await,
        46..51 => worker.modify().await,
        51..56 => worker.batch::<Entry>().await,
        56..61 => worker.batch::<Note>().await,
        61..63 => worker.edit().await,
        63..68 => worker.get::<Entry>().await,
        68..72 => worker.get::<Note>().await,
        72..75 => worker.get_many::<Entry>().await,
        75..77 => worker.get_many::<Note>().await,
        77..80 => worker.query::<Entry>().await,
        80..83 => worker.query::<Note>().await,
        83..85 => worker.stream::<Entry>().await,
        85..87 => worker.stream::<Note>().await,
        87..89 => worker.global_index().await,
        89..91 => worker.local_index().await,
        91..92 => worker.scan::<Entry>().await,
        92..93 => worker.scan::<Note>().await,
        93..95 => worker.transaction_get::<Entry>().await,
        95..96 => worker.transaction_get::<Note>().await,
        96..97 => worker.read_counter().await,
        97..98 => worker.read_page().await,
        98..99 if worker.rng.bool() => worker.read_members().await,
        98..99 => worker.read_page().await,
        _ => worker.audit().await,
    }
}

/// Compares everything that is stored with the models, without faults.
async fn check(shared: &Shared, mut workers: Vec<Worker>) -> Checked {
    for worker in &mut workers {
        for number in 0..items::KEYS {
            worker.settle::<Entry>(number).await?;
            worker.settle::<Note>(number).await?;
        }
        worker.settle_member("all").await?;
    }
    let Some(worker) = workers.first_mut() else { return Ok(()) };
    shared::check(shared, worker).await?;
    unique::check(worker).await
}
