//! Batches: the outcome of each write, and of the whole.

use std::time::Duration;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::operation::PutStream;
use faraday::testing::{Fault, Faults};
use faraday::{Batch, Database, Error, ErrorKind, Table};
use faraday_tests::tables::{own_database, with_table_of};
use futures_util::stream;

use super::{Note, Says, Script, assert_said, disturbed, inject, note, refusals, said, scripts, unreadable};

const WRITE: &str = "BatchWriteItem";

type Notes = Table<Note>;

/// What the writes of one batch did to the items `a`, `b` and `c` of it.
async fn changed(quiet: &Database, batch: &str) -> [bool; 3] {
    let stored = async |name: &str| Notes::get(format!("{batch} {name}")).consistent().on(quiet).await.unwrap();
    [stored("a").await.is_some(), stored("b").await.is_some(), stored("c").await.is_none()]
}

/// Two puts and a deletion.
async fn batch(quiet: &Database, id: &str) -> Batch {
    Notes::put(&note(&format!("{id} c"), "old")).on(quiet).await.unwrap();
    let put = |name: &str| note(&format!("{id} {name}"), "new");
    Batch::new().put(&put("a")).put(&put("b")).delete::<Note>(format!("{id} c"))
}

/// The parts must be true, and the whole must follow from them.
fn assert_parts(error: &Error, said: &[Says], changed: &[bool], what: &str) {
    let failure = error.batch_failure().unwrap_or_else(|| panic!("{what}: {error}"));
    let mut parts = Vec::new();
    for (position, done) in changed.iter().enumerate() {
        let outcome = failure.outcome(position);
        assert_eq!(outcome == Outcome::Done, failure.is_written(position), "{what}");
        match outcome {
            Outcome::Done => assert!(done, "{what}, write {position}: {error}"),
            Outcome::NotDone => assert!(!done, "{what}, write {position}, {said:?}: {error}"),
            _ => assert!(said.contains(&Says::Open) || said.contains(&Says::Done), "{what}, write {position}: {error}"),
        }
        parts.push(outcome);
    }
    let whole = match &parts {
        parts if parts.contains(&Outcome::Unknown) => Outcome::Unknown,
        parts if parts.iter().all(|part| *part == parts[0]) => parts[0],
        _ => Outcome::PartlyDone,
    };
    assert_eq!(error.outcome(), whole, "{what}: {parts:?}");
    assert_said(error, what);
}

async fn with_notes(test: impl AsyncFn(&Database)) {
    with_table_of::<Note>(own_database(), async |quiet: &Database| test(quiet).await).await;
}

/// The scripts, and answers that put a part off.
fn scripts_of_batches() -> Vec<Script> {
    let mut all = scripts();
    let put_off = |places: &[usize]| super::Case { fault: Fault::Unprocessed(places.to_vec()), says: Says::Engine };
    for case in super::open().into_iter().chain(refusals()).chain([unreadable()]) {
        all.push(vec![(1, put_off(&[1])), (1_000, case.clone())]);
        all.push(vec![(1, case), (1_000, put_off(&[0]))]);
    }
    all
}

async fn check_scripts(codec: Codec) {
    with_notes(async |quiet| {
        for (number, script) in scripts_of_batches().into_iter().enumerate() {
            let id = format!("{number}");
            let (db, faults) = disturbed(quiet, codec);
            let batch = batch(quiet, &id).await;
            inject(&faults, WRITE, &script);
            let result = batch.max_attempts(2).on(&db).await;
            let (said, changed) = (said(&script, faults.recorded().count(WRITE)), changed(quiet, &id).await);
            match result {
                Ok(()) => assert_eq!(changed, [true; 3], "{id}"),
                Err(error) => {
                    assert_parts(&error, &said, &changed, &format!("{id}, {script:?}"));
                    check_retry(quiet, &faults, &error, &id).await;
                }
            }
        }
    })
    .await;
}

/// A batch of the rest knows what was unknown, and a good answer makes all of it done.
async fn check_retry(quiet: &Database, faults: &Faults, error: &Error, id: &str) {
    let failure = error.batch_failure().unwrap();
    let before: Vec<Outcome> = failure.unwritten().iter().map(|position| failure.outcome(*position)).collect();
    faults.reset();
    faults.fail_next_times(WRITE, 1_000, Fault::Throttled);
    let again = failure.retry().max_attempts(1).await.unwrap_err();
    let after = again.batch_failure().unwrap();
    let after: Vec<Outcome> = (0..before.len()).map(|position| after.outcome(position)).collect();
    assert_eq!(before, after, "{id}: a throttle says nothing about earlier attempts");
    faults.reset();
    again.batch_failure().unwrap().retry().await.unwrap();
    assert_eq!(changed(quiet, id).await, [true; 3], "{id}");
}

#[tokio::test(start_paused = true)]
async fn no_write_of_a_batch_is_said_to_be_what_it_is_not() {
    check_scripts(Codec::Wire).await;
}

#[tokio::test(start_paused = true)]
async fn nor_through_the_types_of_the_sdk() {
    check_scripts(Codec::Map).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_attempt_may_have_done_what_the_next_one_puts_off() {
    with_notes(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        faults.fail_next_times(WRITE, 1, Fault::AnswerLost).fail_next_times(WRITE, 1_000, Fault::Unprocessed(vec![0]));
        let error = batch(quiet, "1").await.max_attempts(2).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unprocessed, Outcome::Unknown));
        let failure = error.batch_failure().unwrap();
        assert_eq!([0, 1, 2].map(|write| failure.outcome(write)), [Outcome::Unknown, Outcome::Done, Outcome::Done]);
        faults.reset();
        faults.fail_next_times(WRITE, 1_000, Fault::Unprocessed(vec![0]));
        let error = batch(quiet, "2").await.max_attempts(1).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unprocessed, Outcome::PartlyDone));
        assert_eq!(error.batch_failure().unwrap().outcome(7), Outcome::NotDone, "there is no such write");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_when_the_time_is_over_is_unknown() {
    with_notes(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        // The first 25 are answered, the rest is not.
        let day = Duration::from_secs(24 * 3_600);
        faults.rule(move |request| request.text().contains("slow").then_some(Fault::Delayed(day)));
        let notes = (0..25).map(|id| note(&format!("{id}"), "quick")).chain([note("26", "slow")]);
        let error = Notes::put_many(notes).timeout(Duration::from_secs(2)).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
        let failure = error.batch_failure().unwrap();
        assert_eq!((failure.outcome(24), failure.outcome(25)), (Outcome::Done, Outcome::Unknown));
        assert_eq!(faults.in_flight(), 0);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_never_sent_is_not_done() {
    with_notes(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        let large = Note { text: "x".repeat(500_000), ..note("large", "") };
        let error = Batch::new().put(&note("a", "new")).put(&large).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::ItemTooLarge, Outcome::NotDone));
        let error = Batch::new().put(&note("a", "new")).put(&large).skip_invalid().on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::ItemTooLarge, Outcome::PartlyDone));
        let failure = error.batch_failure().unwrap();
        assert_eq!([0, 1].map(|write| failure.outcome(write)), [Outcome::Done, Outcome::NotDone]);
        let stream = |notes: Vec<Note>| -> PutStream { Notes::put_stream(stream::iter(notes)) };
        let error = stream(vec![note("b", "new"), large.clone()]).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::ItemTooLarge, Outcome::PartlyDone));
        faults.fail_next_times(WRITE, 1_000, Fault::AnswerLost);
        let error = stream(vec![note("c", "new"), large]).max_attempts(1).on(&db).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        let failure = error.batch_failure().unwrap();
        assert_eq!([0, 1].map(|write| failure.outcome(write)), [Outcome::Unknown, Outcome::NotDone]);
    })
    .await;
}
