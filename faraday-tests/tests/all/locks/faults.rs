//! Locks whose requests fail or whose replies are lost.

use std::time::Duration;

use faraday::error::Outcome;
use faraday::locks::{Lock, LockItem};
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Table};
use faraday_tests::tables::{own_database, with_table_of};
use tokio::time::{Instant, sleep};

use super::{Locks, seconds};

/// A database whose requests can be disturbed, on the engine of another.
fn disturbed(quiet: &Database) -> (Database, Faults) {
    let (client, faults) = Faults::new().over(quiet.client());
    (Database::builder(client).table_prefix(quiet.table_prefix()).build(), faults)
}

async fn with_locks(test: impl AsyncFnOnce(&Database, &Database, &Faults)) {
    with_table_of::<LockItem>(own_database(), async |quiet: &Database| {
        let (db, faults) = disturbed(quiet);
        test(quiet, &db, &faults).await;
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_whose_answer_was_lost_is_acquired_once() {
    with_locks(async |quiet, db, faults| {
        // The first holder creates the item, the second changes it.
        for (operation, fence) in [("PutItem", 1), ("UpdateItem", 2)] {
            faults.fail_next(operation, Fault::AnswerLost);
            let lock = Lock::acquire("report").lease(seconds(60)).on(db).await.unwrap();
            assert_eq!(lock.fence(), fence);
            let item = Locks::get("report").on(quiet).await.unwrap().unwrap();
            assert_eq!(
                (item.fence, item.heartbeat),
                (fence, 1),
                "it was renewed, because nobody knew since when it was held"
            );
            lock.release().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_is_not_waited_for_is_acquired_if_its_answer_was_lost() {
    with_locks(async |quiet, db, faults| {
        for (operation, fence) in [("PutItem", 1), ("UpdateItem", 2)] {
            faults.fail_next(operation, Fault::AnswerLost);
            let lock = Lock::acquire("report").if_free().on(db).await.unwrap().expect("nobody else has it");
            assert_eq!(lock.fence(), fence);
            assert_eq!(Locks::get("report").on(quiet).await.unwrap().unwrap().fence, fence);
            lock.release().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_another_took_is_not_acquired_after_a_lost_request() {
    with_locks(async |quiet, db, faults| {
        // Another program acquires it between the first attempt, which is lost, and the second.
        let taken = std::sync::Mutex::new(false);
        let quiet_too = quiet.clone();
        faults.fail_next("PutItem", Fault::Disconnected);
        faults.fail_next("PutItem", Fault::Delayed(seconds(1)));
        let other = async {
            sleep(Duration::from_millis(500)).await;
            let lock = Lock::acquire("report").if_free().on(&quiet_too).await.unwrap();
            *taken.lock().unwrap() = lock.is_some();
        };
        let (acquired, ()) = tokio::join!(Lock::acquire("report").if_free().on(db), other);
        assert_ne!(acquired.unwrap().is_some(), *taken.lock().unwrap(), "one of the two has it");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_release_whose_answer_was_lost_is_done() {
    with_locks(async |quiet, db, faults| {
        let lock = Lock::acquire("report").on(db).await.unwrap();
        faults.fail_next("UpdateItem", Fault::AnswerLost);
        lock.release().await.unwrap();
        assert_eq!(Locks::get("report").on(quiet).await.unwrap().unwrap().owner, None);
    })
    .await;
}

/// The first attempt releases the lock, its answer is lost, another program acquires it, and the second attempt finds that.
#[tokio::test(start_paused = true)]
async fn a_release_without_an_answer_before_another_took_the_lock_is_unknown() {
    with_locks(async |quiet, db, faults| {
        let lock = Lock::acquire("report").on(db).await.unwrap();
        faults.fail_next("UpdateItem", Fault::AnswerLost);
        faults.fail_next("UpdateItem", Fault::Delayed(seconds(1)));
        let other = async {
            sleep(Duration::from_millis(500)).await;
            Lock::acquire("report").if_free().on(quiet).await.unwrap().expect("it was released")
        };
        let (released, other) = tokio::join!(lock.release(), other);
        let error = released.unwrap_err();
        assert!(error.is_lock_lost() && error.is_outcome_unknown(), "{error}");
        other.release().await.unwrap();
    })
    .await;
}

/// A lock that was thought lost and that nobody took.
#[tokio::test(start_paused = true)]
async fn a_lock_that_is_renewed_after_its_lease_is_not_lost() {
    with_locks(async |_, db, _| {
        let lock = Lock::acquire("report").lease(seconds(10)).on(db).await.unwrap();
        sleep(seconds(11)).await;
        let error = lock.keep(async { Ok::<_, faraday::Error>(()) }).await;
        assert!(lock.is_lost(), "{error:?}");
        lock.renew().await.unwrap();
        assert!(!lock.is_lost());
        let work = async {
            sleep(seconds(30)).await;
            Ok::<_, faraday::Error>(())
        };
        lock.keep(work).await.unwrap();
        lock.release().await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn work_is_dropped_when_the_lock_cannot_be_renewed() {
    for fault in [Fault::InternalServerError, Fault::Disconnected, Fault::Delayed(seconds(100))] {
        with_locks(async |quiet, db, faults| {
            let lock = Lock::acquire("report").lease(seconds(10)).on(db).await.unwrap();
            let start = Instant::now();
            let failing = fault.clone();
            faults.rule(move |request| (request.operation == "UpdateItem").then(|| failing.clone()));
            let mut ended = false;
            let work = async {
                sleep(seconds(1_000)).await;
                ended = true;
                Ok::<_, faraday::Error>(())
            };
            let error = lock.keep(work).await.unwrap_err();
            assert!(error.is_lock_lost() && lock.is_lost() && !ended, "{fault:?}: {error}");
            assert_eq!(error.outcome(), Outcome::Unknown);
            // It ends in time, so that nobody else can have the lock yet.
            assert!(start.elapsed() <= seconds(11), "{fault:?}: {:?}", start.elapsed());
            let next = Lock::acquire("report").on(quiet).await.unwrap();
            assert_eq!(next.fence(), 2);
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_is_tried_again() {
    with_locks(async |_, db, faults| {
        let lock = Lock::acquire("report").lease(seconds(30)).on(db).await.unwrap();
        faults.fail_next_times("UpdateItem", 3, Fault::InternalServerError);
        let work = async {
            sleep(seconds(100)).await;
            Ok::<_, faraday::Error>(())
        };
        lock.keep(work).await.unwrap();
        assert_eq!(faults.pending(), 0);
        assert!(!lock.is_lost());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_error_of_the_work_is_its_own() {
    with_locks(async |_, db, _| {
        let lock = Lock::acquire("report").on(db).await.unwrap();
        let missing = Table::<super::Ledger>::get("a").on(db);
        let error = lock.keep(missing.into_future()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResourceNotFound, "{error}");
        assert!(!lock.is_lost());
    })
    .await;
}
