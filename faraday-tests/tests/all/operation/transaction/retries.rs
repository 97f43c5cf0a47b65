//! What is sent again and how often, without doing anything twice.

use std::collections::BTreeSet;
use std::time::Duration;

use faraday::testing::{Fault, Faults};
use faraday::{Database, Error, ErrorKind, Table, transaction};
use tokio::time::Instant;

use super::{Account, Order, account, cancels, order, stored, with_tables};

const WRITE: &str = "TransactWriteItems";

/// Takes one from ann: to do it twice shows.
async fn pay() -> faraday::Result<()> {
    transaction((Table::<Account>::update("ann").add(Account::BALANCE, -1), Table::<Order>::put(&order(1, 1)))).await
}

async fn balance() -> i64 {
    stored::<Account>("ann").await.unwrap().balance
}

fn tokens(faults: &Faults) -> BTreeSet<String> {
    let requests = faults.recorded().of(WRITE);
    requests.iter().map(|request| request.json()["ClientRequestToken"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn conflicts_are_tried_again_with_one_token() {
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        faults.fail_next(WRITE, cancels(&["TransactionConflict", "None"]));
        faults.fail_next(WRITE, cancels(&["TransactionConflict", "TransactionConflict"]));
        faults.fail_next(WRITE, cancels(&["ThrottlingError", "None"]));
        faults.fail_next(WRITE, cancels(&["ProvisionedThroughputExceeded", "TransactionConflict"]));
        let start = Instant::now();
        pay().await.unwrap();
        // Pauses of 25, 50, 100 and 200 milliseconds, or at least half of each.
        let pauses = Duration::from_millis(187)..=Duration::from_millis(400);
        assert!(pauses.contains(&start.elapsed()), "{:?}", start.elapsed());
        assert_eq!((faults.recorded().count(WRITE), faults.pending(), balance().await), (5, 0, 9));
        assert_eq!(tokens(faults).len(), 1);
        let bodies: BTreeSet<Vec<u8>> = faults.recorded().of(WRITE).into_iter().map(|request| request.body).collect();
        assert_eq!(bodies.len(), 1, "the same request, byte for byte");
    })
    .await;
}

#[tokio::test]
async fn the_requests_of_a_retried_transaction_are_counted() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        faults.fail_next_times(WRITE, 2, cancels(&["TransactionConflict"]));
        let put = transaction((Table::<Order>::put(&order(1, 1)),)).metered().await.unwrap();
        assert_eq!((put.requests, put.capacity.map(|capacity| capacity.total)), (3, Some(2.0)));
    })
    .await;
}

#[tokio::test]
async fn it_gives_up_after_so_many_attempts() {
    with_tables(async |_: &Database, faults: &Faults| {
        for attempts in [0, 1, 3] {
            faults.reset();
            faults.fail_next_times(WRITE, 9, cancels(&["TransactionConflict"]));
            let write = transaction((Table::<Order>::put(&order(1, 1)),)).max_attempts(attempts);
            let error = write.await.unwrap_err();
            assert!(error.is_conflict() && !error.is_condition_failed());
            assert_eq!(error.cancellation_reasons()[0].kind(), ErrorKind::TransactionConflict);
            assert_eq!(faults.recorded().count(WRITE), attempts.max(1) as usize);
        }
        faults.reset();
        assert_eq!(stored::<Order>(("ann", 1)).await, None);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_when_the_time_is_over() {
    with_tables(async |_: &Database, faults: &Faults| {
        faults.fail_next_times(WRITE, 100, cancels(&["TransactionConflict"]));
        let start = Instant::now();
        let write = transaction((Table::<Order>::put(&order(1, 1)),)).max_attempts(100);
        let error = write.timeout(Duration::from_millis(150)).await.unwrap_err();
        assert!(error.is_conflict());
        assert!(start.elapsed() <= Duration::from_millis(150), "{:?}", start.elapsed());
        assert!((2..100).contains(&faults.recorded().count(WRITE)), "{}", faults.recorded().count(WRITE));
        faults.reset();
        faults.fail_next(WRITE, cancels(&["TransactionConflict"]));
        let write = transaction((Table::<Order>::put(&order(1, 1)),)).timeout(Duration::ZERO);
        assert!(write.await.unwrap_err().is_conflict());
        assert_eq!(faults.recorded().count(WRITE), 1);
    })
    .await;
}

#[tokio::test]
async fn failed_conditions_are_never_tried_again() {
    with_tables(async |_: &Database, faults: &Faults| {
        for codes in [&["ConditionalCheckFailed", "None"], &["ConditionalCheckFailed", "TransactionConflict"]] {
            faults.reset();
            faults.fail_next(WRITE, cancels(codes));
            let error = pay().await.unwrap_err();
            assert!(error.is_condition_failed() && !error.is_conflict());
            assert_eq!((faults.recorded().count(WRITE), faults.pending()), (1, 0));
        }
        assert_eq!(stored::<Account>("ann").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_does_nothing_twice() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        faults.fail_next_times(WRITE, 2, Fault::AnswerLost);
        pay().await.unwrap();
        assert_eq!((faults.recorded().count(WRITE), faults.pending(), balance().await), (3, 0, 9));
        assert_eq!(tokens(faults).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_sdk_sends_again_after_throttles_faults_and_disconnects() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        let all =
            [Fault::Throttled, Fault::Throttling, Fault::InternalServerError, Fault::Disconnected, Fault::AnswerLost];
        for (done, fault) in all.into_iter().enumerate() {
            faults.reset();
            faults.fail_next(WRITE, fault.clone());
            pay().await.unwrap();
            assert_eq!((faults.recorded().count(WRITE), faults.pending()), (2, 0), "{fault:?}");
            assert_eq!((tokens(faults).len(), balance().await), (1, 9 - done as i64), "{fault:?}");
        }
    })
    .await;
}

/// More of them than the SDK bears by itself.
#[tokio::test]
async fn more_throttles_and_faults_than_the_sdk_bears_are_tried_again() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        for fault in
            [Fault::Throttled, Fault::InternalServerError, Fault::Disconnected, Fault::AnswerLost, Fault::AnswerCut]
        {
            faults.reset();
            faults.fail_next_times(WRITE, 5, fault.clone());
            pay().await.unwrap();
            assert_eq!((faults.recorded().count(WRITE), faults.pending()), (6, 0), "{fault:?}");
            assert_eq!(tokens(faults).len(), 1, "{fault:?}");
        }
        assert_eq!(balance().await, 5);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_may_have_been_done_can_be_sent_again() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |db: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        let pay = || transaction((Table::<Account>::update("ann").add(Account::BALANCE, -1),)).max_attempts(1);
        for (round, fault) in [Fault::AnswerLost, Fault::Disconnected, Fault::AnswerCut].into_iter().enumerate() {
            faults.reset();
            faults.rule(move |_| Some(fault.clone()));
            let error = pay().await.unwrap_err();
            assert!(error.is_unreachable(), "{error}");
            assert!(error.cancellation_reasons().is_empty());
            let again = error.resumable_transaction().unwrap();
            assert!(again.clone().await.unwrap_err().resumable_transaction().is_some(), "not yet");
            let shown: serde_json::Value = serde_json::from_str(again.clone().explain().body().unwrap()).unwrap();
            let bodies: BTreeSet<Vec<u8>> = faults.recorded().of(WRITE).into_iter().map(|sent| sent.body).collect();
            assert_eq!(bodies.len(), 1, "always the same bytes");
            assert_eq!(serde_json::from_slice::<serde_json::Value>(bodies.first().unwrap()).unwrap(), shown);
            faults.reset();
            again.on(db).await.unwrap();
            assert_eq!(balance().await, 9 - round as i64, "once");
        }
        // What is known to be not done has nothing to send again.
        faults.fail_next_times(WRITE, 9, Fault::Throttled);
        let error = pay().await.unwrap_err();
        assert!(error.is_throttled() && error.resumable_transaction().is_none());
        faults.reset();
        faults.fail_next(WRITE, cancels(&["ConditionalCheckFailed"]));
        assert!(pay().await.unwrap_err().resumable_transaction().is_none());
    })
    .await;
}

#[tokio::test]
async fn every_transaction_has_a_token_of_its_own() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        for _ in 0..20 {
            pay().await.unwrap();
        }
        assert_eq!((tokens(faults).len(), balance().await), (20, -20));
        assert!(tokens(faults).iter().all(|token| (1..=36).contains(&token.len())));
    })
    .await;
}

#[tokio::test]
async fn a_token_used_again_does_nothing_twice() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        let pay = |token: &str, amount| {
            transaction((Table::<Account>::update("ann").add(Account::BALANCE, amount),)).token(token)
        };
        pay("first", -1).await.unwrap();
        pay("first", -1).await.unwrap();
        pay("first", -1).metered().await.unwrap();
        assert_eq!(balance().await, -1);
        pay("second", -1).await.unwrap();
        assert_eq!(balance().await, -2);
        let error = pay("first", -2).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::IdempotentParameterMismatch);
        assert_eq!(balance().await, -2);
        assert_eq!(faults.recorded().count(WRITE), 5);
        // 36 characters, whatever they are in bytes.
        pay(&"ü".repeat(36), -1).explain().body().unwrap();
        pay(&"t".repeat(36), -1).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_to_the_last_attempt_can_be_asked_for_again() {
    faraday_tests::needs!(Transactions, TransactionTokens);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        let pay = || transaction((Table::<Account>::update("ann").add(Account::BALANCE, -1),)).token("mine");
        faults.fail_next_times(WRITE, 100, Fault::AnswerLost);
        let error: Error = pay().await.unwrap_err();
        assert!(error.is_unreachable() && !error.is_conflict(), "{error}");
        faults.reset();
        pay().await.unwrap();
        assert_eq!(balance().await, 9);
    })
    .await;
}

#[tokio::test]
async fn the_tokens_of_two_transactions_differ_though_a_generator_is_seeded() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        for id in [1, 2] {
            fastrand::seed(7);
            transaction((Table::<Order>::put(&order(id, 1)),)).await.unwrap();
        }
        assert_eq!(tokens(faults).len(), 2);
    })
    .await;
}
