//! A model: every acknowledged write is in the table, in the given order, none lost and none done twice.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use faraday::testing::{FaultRates, Faults};
use faraday::{Batch, Database, Table, database::Codec, error::BatchFailure};
use faraday_tests::tables::own_database_over;
use fastrand::Rng;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::support::{Number, Word, disturbed_client, number, stored_numbers, stored_places, word};

/// Which table, and the key there.
type Key = (bool, u32);
type Stored = BTreeMap<Key, u32>;

/// A put of a value that no other write has, or a deletion.
#[derive(Debug, Clone, Copy)]
struct Write {
    key: Key,
    put: bool,
}

#[derive(Debug, Clone)]
struct Run {
    writes: Vec<Write>,
    odds: FaultRates,
    seed: u64,
    concurrency: usize,
    attempts: u32,
    streamed: bool,
}

fn odds() -> impl Strategy<Value = FaultRates> {
    let odds = |most: f64| prop_oneof![Just(0.0), 0.0..most];
    (odds(0.3), odds(0.2), odds(0.2), odds(0.2), odds(0.2), odds(0.8)).prop_map(
        |(throttled, internal_server_error, disconnected, answer_lost, delayed, unprocessed)| FaultRates {
            throttled,
            internal_server_error,
            disconnected,
            answer_lost,
            delayed,
            unprocessed,
            ..FaultRates::default()
        },
    )
}

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let write = ((any::<bool>(), 0..8_u32), any::<bool>()).prop_map(|(key, put)| Write { key, put });
    let run =
        (prop::collection::vec(write, 0..40), odds(), any::<u64>(), 1..5_usize, 1..6_u32, prop::bool::weighted(0.2));
    let run = run.prop_map(|(mut writes, odds, seed, concurrency, attempts, streamed)| {
        if streamed {
            // A stream has puts of one type alone.
            writes.iter_mut().for_each(|write| *write = Write { key: (false, write.key.1), put: true });
        }
        Run { writes, odds, seed, concurrency, attempts, streamed }
    });
    prop::collection::vec(run, 1..10)
}

async fn stored(db: &Database) -> Stored {
    let numbers = stored_numbers(db).await.into_iter().map(|(id, value)| ((false, id), value));
    let words = stored_places(db).await.into_iter().map(|(place, value)| ((true, place), value));
    numbers.chain(words).collect()
}

fn batch(writes: &[(Write, u32)]) -> Batch {
    writes.iter().fold(Batch::new(), |batch, (write, value)| match (write.key, write.put) {
        ((false, id), true) => batch.put(&number(id, *value)),
        ((false, id), false) => batch.delete::<Number>(id),
        ((true, place), true) => batch.put(&word("a", place, *value)),
        ((true, place), false) => batch.delete::<Word>(("a", place)),
    })
}

fn apply(table: &mut Stored, write: &Write, value: u32) {
    if write.put {
        table.insert(write.key, value);
    } else {
        table.remove(&write.key);
    }
}

/// Every key is as after the writes that count as done, which come before all others of it, or, if an answer was lost,
/// as after the next one.
fn assert_agrees(before: &Stored, writes: &[(Write, u32)], failure: &BatchFailure, may_be_lost: bool, after: &Stored) {
    let keys: BTreeSet<Key> = before.keys().chain(writes.iter().map(|(write, _)| &write.key)).copied().collect();
    for key in keys {
        let of_key: Vec<_> = writes.iter().enumerate().filter(|(_, (write, _))| write.key == key).collect();
        let done = of_key.iter().take_while(|(place, _)| failure.is_written(*place)).count();
        assert!(of_key[done..].iter().all(|(place, _)| !failure.is_written(*place)), "{key:?}: {failure:?}");
        let after_so_many = |count: usize| {
            let mut table = before.clone();
            of_key[..count].iter().for_each(|(_, (write, value))| apply(&mut table, write, *value));
            table.get(&key).copied()
        };
        let there = after.get(&key).copied();
        let lost = may_be_lost && done < of_key.len() && there == after_so_many(done + 1);
        assert!(there == after_so_many(done) || lost, "{key:?} is {there:?} after {done} of {of_key:?}");
    }
}

/// Runs one batch; whether it gave up.
async fn check(db: &Database, faults: &Faults, run: &Run, values: &mut std::ops::RangeFrom<u32>) -> bool {
    let writes: Vec<(Write, u32)> = run.writes.iter().map(|write| (*write, values.next().unwrap())).collect();
    let before = stored(db).await;
    let mut expected = before.clone();
    writes.iter().for_each(|(write, value)| apply(&mut expected, write, *value));
    faults.rule(run.odds.seeded(run.seed));
    let outcome = if run.streamed {
        let numbers: Vec<Number> = writes.iter().map(|(write, value)| number(write.key.1, *value)).collect();
        let put = Table::<Number>::put_stream(futures_util::stream::iter(numbers));
        put.concurrency(run.concurrency).max_attempts(run.attempts).await
    } else {
        batch(&writes).concurrency(run.concurrency).max_attempts(run.attempts).await
    };
    assert_eq!(faults.in_flight(), 0);
    faults.reset();
    let after = stored(db).await;
    let Err(error) = outcome else {
        assert_eq!(after, expected);
        return false;
    };
    let failure = error.batch_failure().expect("an outcome");
    // Of a stream the rest was not taken.
    let taken = failure.written() + failure.unwritten().len();
    assert!(taken == writes.len() || run.streamed);
    let writes = &writes[..taken];
    let mut expected = before.clone();
    writes.iter().for_each(|(write, value)| apply(&mut expected, write, *value));
    assert_agrees(&before, writes, failure, run.odds.answer_lost > 0.0, &after);
    // Tried again, with faults once more, it is all there.
    let mut rng = Rng::with_seed(run.seed);
    let mut retry = failure.retry();
    loop {
        faults.rule(run.odds.seeded(rng.u64(..)));
        let outcome = retry.concurrency(run.concurrency).max_attempts(run.attempts + 5).await;
        faults.reset();
        match outcome {
            Ok(()) => break,
            Err(error) => retry = error.batch_failure().unwrap().retry(),
        }
    }
    assert_eq!(stored(db).await, expected);
    true
}

#[test]
fn the_table_holds_what_was_acknowledged() {
    faraday_tests::needs!(Volume);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let mut runner = TestRunner::new(crate::random::cases(400));
    // Inside the runtime, so that it is seen that its clock is paused.
    let (client, faults) = runtime.block_on(async { disturbed_client() });
    let db = own_database_over(client, Codec::default());
    runtime.block_on(async {
        Table::<Number>::create().on(&db).await.unwrap();
        Table::<Word>::create().on(&db).await.unwrap();
    });
    let tally = Cell::new((0, 0));
    let values = RefCell::new(0..);
    let outcome = runner.run(&runs(), |runs| {
        faults.reset();
        let mut values = values.borrow_mut();
        runtime.block_on(db.scope(async {
            for run in &runs {
                let gave_up = check(&db, &faults, run, &mut values).await;
                let (all, so_far) = tally.get();
                tally.set((all + 1, so_far + u32::from(gave_up)));
            }
        }));
        Ok(())
    });
    runtime.block_on(async {
        Table::<Number>::delete_table().on(&db).await.unwrap();
        Table::<Word>::delete_table().on(&db).await.unwrap();
    });
    outcome.unwrap();
    let (all, gave_up) = tally.get();
    println!("{gave_up} of {all} batches gave up");
    assert!(all > 1_000 && gave_up > 100, "{gave_up} of {all} batches gave up");
}
