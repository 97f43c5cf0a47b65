//! If an attempt may have been done, no later reply makes the transaction count as refused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use faraday::operation::Transaction;
use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, ErrorKind, Table, transaction, transaction_get};
use fastrand::Rng;
use tokio::time::Instant;

use super::{Account, Page, account, cancels, page, stored, with_tables};

const WRITE: &str = "TransactWriteItems";

/// Takes one from ann: to do it twice shows.
fn pay() -> Transaction {
    transaction((Table::<Account>::update("ann").add(Account::BALANCE, -1),))
}

async fn balance() -> i64 {
    stored::<Account>("ann").await.unwrap().balance
}

fn refusal(name: &str) -> Fault {
    let name = format!("com.amazonaws.dynamodb.v20120810#{name}");
    Fault::Answer { status: 400, body: format!(r#"{{"__type":"{name}","message":"no"}}"#) }
}

/// What may follow a lost answer without that it says what became of the first attempt.
fn afterwards() -> Vec<Fault> {
    vec![
        Fault::Throttled,
        Fault::Throttling,
        Fault::InternalServerError,
        Fault::Disconnected,
        refusal("TransactionInProgressException"),
        refusal("TransactionConflictException"),
        cancels(&["TransactionConflict"]),
        cancels(&["ThrottlingError"]),
        refusal("ExpiredTokenException"),
        refusal("UnrecognizedClientException"),
        refusal("RequestLimitExceeded"),
    ]
}

async fn assert_unknown_and_done_once(error: Error, faults: &Faults, what: &str, expected: i64) {
    assert!(error.is_outcome_unknown(), "{what}: {error}");
    assert!(error.to_string().contains("unknown whether"), "{what}: {error}");
    assert_eq!(balance().await, expected, "{what}: it had been done");
    let again = error.resumable_transaction().unwrap_or_else(|| panic!("{what}: {error}"));
    faults.reset();
    again.await.unwrap();
    assert_eq!(balance().await, expected, "{what}: once");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_not_forgotten_within_the_attempts_of_the_sdk() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 100)).await.unwrap();
        for (round, fault) in (1..).zip(afterwards()) {
            faults.reset();
            faults.fail_next(WRITE, Fault::AnswerLost);
            faults.fail_next_times(WRITE, 500, fault.clone());
            let error = pay().max_attempts(1).await.unwrap_err();
            assert_unknown_and_done_once(error, faults, &format!("{fault:?}"), 100 - round).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn nor_after_them() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 100)).await.unwrap();
        for (round, fault) in (1..).zip(afterwards()) {
            faults.reset();
            faults.fail_next_times(WRITE, 3, Fault::AnswerLost);
            faults.fail_next_times(WRITE, 500, fault.clone());
            let error = pay().timeout(Duration::from_secs(2)).await.unwrap_err();
            assert_unknown_and_done_once(error, faults, &format!("{fault:?}"), 100 - round).await;
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_transaction_in_progress_is_one_whose_outcome_is_unknown() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        faults.fail_next_times(WRITE, 500, refusal("TransactionInProgressException"));
        let error = pay().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TransactionInProgress);
        assert!(error.is_outcome_unknown() && error.resumable_transaction().is_some(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_failed_condition_says_that_no_attempt_was_done() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        faults.fail_next(WRITE, Fault::Disconnected);
        let poor = Table::<Account>::update("ann").add(Account::BALANCE, -1).condition(Account::BALANCE.lt(0));
        let error = transaction((poor,)).await.unwrap_err();
        assert!(error.is_condition_failed() && !error.is_outcome_unknown(), "{error}");
        assert!(error.resumable_transaction().is_none());
        assert_eq!((faults.recorded().count(WRITE), balance().await), (2, 10));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_only_refused_is_known_to_be_not_done() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        for fault in [Fault::Throttled, cancels(&["TransactionConflict"]), refusal("ExpiredTokenException")] {
            faults.reset();
            faults.fail_next_times(WRITE, 500, fault.clone());
            let error = pay().await.unwrap_err();
            assert!(!error.is_outcome_unknown() && error.resumable_transaction().is_none(), "{fault:?}: {error}");
            assert_eq!(balance().await, 10);
        }
    })
    .await;
}

/// Random faults of all kinds in one transaction, against the table: what counts as done was done once, what counts as not
/// done was not done, and what is unknown is done once after it is sent again.
#[tokio::test(start_paused = true)]
async fn mixed_faults_never_give_a_wrong_outcome() {
    with_tables(async |_: &Database, faults: &Faults| {
        let mut expected = 1_000;
        Table::<Account>::put(&account("ann", expected)).await.unwrap();
        let rng = Arc::new(Mutex::new(Rng::with_seed(12)));
        let (mut done, mut refused, mut unknown) = (0, 0, 0);
        for round in 0..300 {
            faults.reset();
            let dice = Arc::clone(&rng);
            faults.rule(move |request| {
                let mut dice = dice.lock().unwrap();
                if request.operation != WRITE || dice.f64() < 0.25 {
                    return None;
                }
                if dice.f64() < 0.3 {
                    return Some(if dice.bool() { Fault::AnswerLost } else { Fault::AnswerCut });
                }
                let faults = afterwards();
                Some(faults[dice.usize(..faults.len())].clone())
            });
            let attempts = rng.lock().unwrap().u32(1..4);
            let outcome = pay().max_attempts(attempts).await;
            faults.reset();
            match outcome {
                Ok(()) => {
                    done += 1;
                    expected -= 1;
                }
                Err(error) if error.is_outcome_unknown() => {
                    unknown += 1;
                    expected -= 1;
                    error.resumable_transaction().unwrap().await.unwrap();
                }
                Err(error) => {
                    refused += 1;
                    assert!(error.resumable_transaction().is_none(), "{error}");
                }
            }
            assert_eq!(balance().await, expected, "round {round}");
        }
        assert!(done > 30 && refused > 30 && unknown > 30, "{done} {refused} {unknown}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_bounds_what_is_under_way() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let limit = Duration::from_secs(2);
        let silent = Fault::Delayed(Duration::from_secs(24 * 3_600));
        faults.rule(move |_| Some(silent.clone()));
        let start = Instant::now();
        let errors = [
            pay().timeout(limit).await.unwrap_err(),
            transaction_get((Table::<Page>::get("/"),)).timeout(limit).await.unwrap_err(),
            Table::<Page>::modify("/", |page| page.text.push('!')).timeout(limit).await.unwrap_err(),
        ];
        assert!(start.elapsed() <= 3 * limit + Duration::from_millis(10), "{:?}", start.elapsed());
        assert!(errors.iter().all(|error| error.kind() == ErrorKind::Timeout), "{errors:?}");
        let unknown: Vec<bool> = errors.iter().map(Error::is_outcome_unknown).collect();
        assert_eq!(unknown, [true, false, false], "only the first one writes");
        assert!(errors[0].resumable_transaction().is_some());
        // The write of a `modify` is under way when its time is over.
        let silent = Fault::Delayed(Duration::from_secs(24 * 3_600));
        faults.rule(move |request| (request.operation == "PutItem").then(|| silent.clone()));
        let modify = Table::<Page>::modify("/", |page| page.text.push('!')).timeout(limit);
        let error = modify.await.unwrap_err();
        assert!(error.kind() == ErrorKind::Timeout && error.is_outcome_unknown(), "{error}");
        faults.reset();
    })
    .await;
}

/// DynamoDB knows a token for ten minutes. The same request would be done a second time after that.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_when_the_token_may_be_forgotten() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        faults.fail_next(WRITE, Fault::AnswerLost);
        faults.fail_next_times(WRITE, 100_000, Fault::Throttled);
        let start = Instant::now();
        let error = pay().timeout(Duration::from_secs(3_600)).max_attempts(100_000).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(9 * 60), "{:?}", start.elapsed());
        assert!(start.elapsed() > Duration::from_secs(7 * 60), "{:?}", start.elapsed());
        let again = error.resumable_transaction().unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        faults.reset();
        let error = again.await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count(WRITE)), (ErrorKind::Timeout, 0), "{error}");
        assert!(error.is_outcome_unknown() && error.resumable_transaction().is_none(), "{error}");
        assert_eq!(balance().await, 9);
    })
    .await;
}
