//! Transactions that are sent again: by the library, and by their users.

use std::time::Duration;

use faraday::database::Codec;
use faraday::error::Outcome;
use faraday::operation::Transaction;
use faraday::testing::Fault;
use faraday::{Database, ErrorKind, Table, transaction};
use faraday_tests::tables::{own_database, with_table_of};
use tokio::time::{Instant, sleep};

use super::{Note, disturbed, note, refusal};

const WRITE: &str = "TransactWriteItems";

fn add() -> Transaction {
    transaction((Table::<Note>::update("a").add(Note::COUNT, 1),))
}

async fn count(db: &Database) -> i64 {
    Table::<Note>::get("a").consistent().on(db).await.unwrap().unwrap().count
}

async fn with_note(test: impl AsyncFn(&Database)) {
    with_table_of::<Note>(own_database(), async |quiet: &Database| {
        Table::<Note>::put(&note("a", "old")).on(quiet).await.unwrap();
        test(quiet).await;
    })
    .await;
}

/// A refusal of the second sending says nothing about the first.
#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_sent_again_stays_unknown_until_an_answer_settles_it() {
    with_note(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        faults.fail_next_times(WRITE, 1_000, Fault::AnswerLost);
        let mut error = add().max_attempts(1).on(&db).await.unwrap_err();
        for fault in
            [Fault::Throttled, refusal("AccessDeniedException"), refusal("ThrottlingException"), Fault::Disconnected]
        {
            faults.reset();
            faults.fail_next_times(WRITE, 1_000, fault.clone());
            error = error.resumable_transaction().unwrap().await.unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{fault:?}: {error}");
        }
        faults.reset();
        error.resumable_transaction().unwrap().await.unwrap();
        assert_eq!(count(quiet).await, 2, "once");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_token_that_others_have_says_that_no_attempt_was_done() {
    with_note(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        transaction((Table::<Note>::put(&note("b", "old")),)).token("mine").on(&db).await.unwrap();
        faults.fail_next_times(WRITE, 1, Fault::Disconnected);
        let error = add().token("mine").on(&db).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::IdempotentParameterMismatch, Outcome::NotDone),
            "{error}"
        );
        assert!(error.resumable_transaction().is_none());
        assert_eq!(count(quiet).await, 1);
    })
    .await;
}

/// DynamoDB knows a token for ten minutes. Nothing is sent after that, whatever the settings are.
#[tokio::test(start_paused = true)]
async fn no_transaction_is_sent_again_after_its_token_is_forgotten() {
    with_note(async |quiet| {
        let day = Duration::from_secs(24 * 3_600);
        for fault in [Fault::Throttled, Fault::InternalServerError, Fault::Disconnected, Fault::Delayed(day)] {
            let (db, faults) = disturbed(quiet, Codec::Wire);
            let (start, shown) = (Instant::now(), format!("{fault:?}"));
            let last = std::sync::Arc::new(std::sync::Mutex::new(start));
            let sent = last.clone();
            faults.rule(move |_| {
                *sent.lock().unwrap() = Instant::now();
                Some(fault.clone())
            });
            let error = add().timeout(day).max_attempts(u32::MAX).on(&db).await.unwrap_err();
            let last = *last.lock().unwrap() - start;
            assert!(last < Duration::from_secs(600), "{shown}: {last:?}");
            assert!(start.elapsed() < Duration::from_secs(600), "{shown}: {:?}", start.elapsed());
            assert_eq!(error.outcome() == Outcome::NotDone, shown == "Throttled", "{error}");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_too_old_is_refused_and_says_why() {
    with_note(async |quiet| {
        let (db, faults) = disturbed(quiet, Codec::Wire);
        faults.fail_next_times(WRITE, 1_000, Fault::AnswerLost);
        let error = add().max_attempts(1).on(&db).await.unwrap_err();
        let resumable = error.resumable_transaction().unwrap();
        faults.reset();
        sleep(Duration::from_secs(600)).await;
        let error = resumable.await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
        assert!(error.to_string().contains("ten minutes"), "{error}");
        assert!(error.resumable_transaction().is_none());
        assert_eq!((faults.recorded().count(WRITE), count(quiet).await), (0, 2));
    })
    .await;
}
