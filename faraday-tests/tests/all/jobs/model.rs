//! Jobs under random faults, killed at random and run again: nothing is lost, and every item is done.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;

use faraday::database::Codec;
use faraday::jobs::WholeItems;
use faraday::testing::{FaultRates, Faults};
use faraday::{Database, Table};
use faraday_tests::tables::own_database_over;
use fastrand::Rng;
use futures_util::future::BoxFuture;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::fixture::{InMemory, Message, Messages, disturbed_client, message};
use crate::dropped::polled;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Job {
    Delete,
    DeleteIf,
    Set,
    AddOnce,
    Modify,
    Count,
}

#[derive(Debug, Clone)]
struct Run {
    job: Job,
    items: u32,
    page_size: u32,
    /// 0: a query of the room `a`.
    segments: u32,
    concurrency: usize,
    rates: FaultRates,
    kills: bool,
    seed: u64,
}

fn runs() -> impl Strategy<Value = Run> {
    use Job::{AddOnce, Count, Delete, DeleteIf, Modify, Set};
    let job = prop::sample::select(vec![Delete, DeleteIf, Set, AddOnce, Modify, Count]);
    let rates = (0.0..0.4_f64, any::<bool>())
        .prop_map(|(rate, any)| if any { FaultRates::all(rate) } else { FaultRates::default() });
    let sizes = (0..40_u32, 1..12_u32, 0..5_u32, 1..9_usize);
    (job, sizes, rates, any::<bool>(), any::<u64>()).prop_map(
        |(job, (items, page_size, segments, concurrency), rates, kills, seed)| Run {
            job,
            items,
            page_size,
            segments,
            concurrency,
            rates,
            kills,
            seed,
        },
    )
}

type Stored = BTreeMap<(String, u32), Message>;

async fn all() -> Stored {
    let all = Messages::scan().consistent().all().await.unwrap();
    all.into_iter().map(|message| ((message.room.clone(), message.id), message)).collect()
}

/// The table after the job.
fn wanted(run: &Run, before: &Stored) -> Stored {
    let is_found = |message: &Message| run.segments > 0 || message.room == "a";
    let mut after = before.clone();
    match run.job {
        Job::Delete => after.retain(|_, message| !is_found(message)),
        Job::DeleteIf => after.retain(|_, message| !is_found(message) || message.votes != 1),
        Job::Count => {}
        Job::Set => after.values_mut().filter(|message| is_found(message)).for_each(|message| message.votes = 7),
        Job::AddOnce => after.values_mut().filter(|message| is_found(message)).for_each(|message| {
            message.votes += 100;
            message.mark = Some("done".into());
        }),
        Job::Modify => after.values_mut().filter(|message| is_found(message)).for_each(modify),
    }
    after
}

fn modify(message: &mut Message) {
    message.text = format!("{} ({})", message.id, message.votes);
}

/// The job once more, from its checkpoint; the number of items that it counted.
fn job<S: WholeItems<Message>>(run: &Run, source: S, store: InMemory) -> BoxFuture<'static, faraday::Result<u64>> {
    let concurrency = run.concurrency;
    match run.job {
        Job::Delete => {
            let job = Messages::delete_all(source).checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await.map(|done| done.read) })
        }
        Job::DeleteIf => {
            let job = Messages::delete_all(source).condition(Message::VOTES.eq(1));
            let job = job.checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await.map(|done| done.read) })
        }
        Job::Set => {
            let job = Messages::update_all(source, |message| message.set(Message::VOTES, 7));
            let job = job.checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await.map(|done| done.read) })
        }
        Job::AddOnce => {
            let job = Messages::update_all(source, |message| {
                let first = Message::MARK.not_exists();
                message.add(Message::VOTES, 100).set(Message::MARK, "done").condition(first)
            });
            let job = job.checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await.map(|done| done.read) })
        }
        Job::Modify => {
            let job = Messages::modify_all(source, modify);
            let job = job.checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await.map(|done| done.read) })
        }
        Job::Count => {
            let job = Messages::count_all(source).checkpoint(store).concurrency(concurrency).max_attempts(2);
            Box::pin(async { job.await })
        }
    }
}

fn once_more(run: &Run, store: InMemory) -> BoxFuture<'static, faraday::Result<u64>> {
    match run.segments {
        0 => job(run, Messages::query("a").page_size(run.page_size), store),
        1 => job(run, Messages::scan().page_size(run.page_size), store),
        segments => job(run, Messages::scan().page_size(run.page_size).parallel(segments), store),
    }
}

/// Runs the job until it is over; how often it failed and was killed.
async fn check(faults: &Faults, run: &Run) -> (u32, u32) {
    faults.reset();
    Messages::delete_all(Messages::scan()).await.unwrap();
    let rooms = ["a", "b"].into_iter().flat_map(|room| (0..run.items).map(move |id| message(room, id)));
    Messages::put_many(rooms).await.unwrap();
    let before = all().await;
    let (store, mut rng) = (InMemory::default(), Rng::with_seed(run.seed));
    let (mut failed, mut killed) = (0, 0);
    let read = loop {
        assert!(failed + killed < 1_000, "it makes no progress");
        faults.rule(run.rates.seeded(rng.u64(..)));
        let polls = if run.kills && killed < 20 { rng.usize(0..60) } else { usize::MAX };
        let ended = polled(once_more(run, store.clone()), polls).await;
        faults.reset();
        match ended {
            Some(Ok(read)) => break read,
            Some(Err(error)) => {
                assert!(error.job_failure().is_some() || run.rates != FaultRates::default(), "{error}");
                failed += 1;
            }
            None => killed += 1,
        }
        // What was sent before is over before the job is run again.
        tokio::time::sleep(Duration::from_secs(2)).await;
    };
    assert_eq!(all().await, wanted(run, &before));
    let found = if run.segments == 0 { run.items } else { run.items * 2 };
    match run.job {
        // Items that are deleted are not found again.
        Job::Delete | Job::DeleteIf => assert!(read <= found.into()),
        _ => assert_eq!(read, u64::from(found)),
    }
    (failed, killed)
}

#[test]
fn every_item_is_done_whatever_happens() {
    faraday_tests::needs!(Volume);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let mut runner = TestRunner::new(crate::random::cases(250));
    let (client, faults) = runtime.block_on(async { disturbed_client() });
    let db: Database = own_database_over(client, Codec::default());
    runtime.block_on(async { Messages::create().on(&db).await.unwrap() });
    let tally = Cell::new((0, 0));
    let outcome = runner.run(&runs(), |run| {
        let (failed, killed) = runtime.block_on(db.scope(check(&faults, &run)));
        let (all_failed, all_killed) = tally.get();
        tally.set((all_failed + failed, all_killed + killed));
        Ok(())
    });
    runtime.block_on(async { Table::<Message>::delete_table().on(&db).await.unwrap() });
    outcome.unwrap();
    let (failed, killed) = tally.get();
    println!("{failed} runs failed, {killed} were killed");
    assert!(failed > 20 && killed > 100, "{failed} runs failed, {killed} were killed");
}
