//! Requests that fail, and jobs that are killed.

use std::time::Duration;

use faraday::Database;
use faraday::error::Outcome;
use faraday::testing::{Fault, FaultRates, Faults};
use faraday_tests::needs;
use fastrand::Rng;

use super::super::fixture::{InMemory, counts};
use super::{Member, Members, left, member, members, with_members};
use crate::dropped::polled;

#[tokio::test]
async fn a_conflict_that_does_not_end_is_of_its_item() {
    needs!(Transactions, CancellationReasons);
    with_members(3, async |db, faults| {
        let name = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
        let canceled = |code: &str| {
            let body = format!(
                r#"{{"__type":"{name}","Message":"no","CancellationReasons":[{{"Code":"{code}","Message":"no"}}]}}"#
            );
            Fault::Answer { status: 400, body }
        };
        let of_first = |fault: Fault| {
            faults.rule(move |request| request.text().contains("MEMBER#0000000000").then(|| fault.clone()));
            Members::remove_all(Members::query("a")).max_attempts(2).max_failures(3).concurrency(1)
        };
        let error = of_first(canceled("TransactionConflict")).await.unwrap_err();
        assert!(error.job_failure().unwrap().failures()[0].is_conflict());
        assert_eq!(counts(error.job_failure().unwrap().progress()), [3, 3, 2, 0, 1], "{error:?}");
        // A throttle that does not end is of all.
        let error = of_first(canceled("ThrottlingError")).await.unwrap_err();
        assert!(error.is_throttled());
        assert!(error.job_failure().unwrap().failures().is_empty());
        faults.reset();
        assert_eq!(left(db).await, [1, 3]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn throttles_are_waited_for_and_lost_answers_count_once() {
    needs!(Transactions, TransactionTokens);
    with_members(0, async |db, faults| {
        for fault in [Fault::AnswerLost, Fault::InternalServerError, Fault::Throttled, Fault::Disconnected] {
            for id in 0..3 {
                Members::insert(&member("a", id)).await.unwrap();
            }
            faults.reset();
            faults.fail_next_times("Query", 2, fault.clone());
            faults.fail_next_times("TransactWriteItems", 2, fault.clone());
            let job = Members::remove_all(Members::query("a"));
            assert_eq!(counts(&job.await.unwrap()), [3, 3, 3, 0, 0], "{fault:?}");
            assert_eq!(left(db).await, [0, 0]);
        }
        Members::insert(&member("a", 1)).await.unwrap();
        faults.fail_next_times("TransactWriteItems", 1_000, Fault::AnswerLost);
        let error = Members::remove_all(Members::query("a")).max_attempts(2).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        faults.reset();
        assert_eq!(left(db).await, [0, 0]);
    })
    .await;
}

/// Whichever requests fail, and wherever the job is killed: each item is there with its guards, or gone with them, and in the end all
/// are gone.
#[tokio::test(start_paused = true)]
async fn every_item_goes_with_its_guards_under_random_faults() {
    needs!(Transactions);
    for seed in 0..12 {
        let mut rng = Rng::with_seed(seed);
        let each = rng.u32(1..25);
        with_members(each, async |db, faults| {
            run_until_done(db, faults, &mut rng).await;
            assert_eq!(left(db).await, [0, each as usize]);
        })
        .await;
    }
}

/// Runs the job from its checkpoint until it ends, with faults, and sometimes dropped.
async fn run_until_done(db: &Database, faults: &Faults, rng: &mut Rng) {
    let store = InMemory::default();
    for run in 0..200 {
        let rate = if run < 60 { 0.2 } else { 0.0 };
        faults.rule(FaultRates::all(rate).seeded(rng.u64(..)));
        let job = Members::remove_all(Members::scan().filter(Member::CLUB.eq("a")).page_size(5).parallel(3));
        let job = job.checkpoint(store.clone()).concurrency(3).max_attempts(2);
        let is_over = if rng.bool() && run < 60 {
            matches!(polled(job.into_future(), rng.usize(1..60)).await, Some(Ok(_)))
        } else {
            job.await.is_ok()
        };
        // What was sent before is over before the job is run again.
        tokio::time::sleep(Duration::from_secs(2)).await;
        faults.reset();
        members(db).await;
        if is_over {
            return;
        }
        change(rng).await;
    }
    panic!("the job does not end");
}

/// Somebody else gives one of the members another address.
async fn change(rng: &mut Rng) {
    let members = Members::query("a").consistent().all().await.unwrap();
    if let Some(old) = rng.choice(&members) {
        let email = rng.bool().then(|| format!("{}@new", rng.u32(..)));
        Members::replace(old, &Member { email, ..old.clone() }).await.unwrap();
    }
}
