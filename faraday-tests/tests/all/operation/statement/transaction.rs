//! A transaction of statements: all or nothing, and once.

use faraday::error::Outcome;
use faraday::operation::StatementTransaction;
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, Table, database::Codec};

use super::{Order, insert, order, statement, stored, with_orders};

/// Adds to the total of an order, if it is not over 100.
fn add(db: &Database, id: u64, sum: u64) -> faraday::operation::Statement {
    let update = "UPDATE orders SET total = total + ? WHERE customer = ? AND id = ? AND total <= ?";
    statement(db, update).bind(sum).bind("ann").bind(id).bind(100)
}

fn both(db: &Database) -> StatementTransaction {
    db.statement_transaction([add(db, 1, 1), add(db, 2, 1)])
}

async fn totals(db: &Database) -> Vec<u64> {
    stored(db, "ann").await.into_iter().map(|order| order.total).collect()
}

async fn with_two(test: impl AsyncFn(&Database)) {
    with_orders(async |db| {
        for id in [1, 2] {
            insert(db, &order("ann", id, 0)).await.unwrap();
        }
        test(db).await;
    })
    .await;
}

#[tokio::test]
async fn all_or_nothing() {
    faraday_tests::needs!(PartiQl);
    with_two(async |db| {
        both(db).metered().await.unwrap();
        assert_eq!(totals(db).await, [1, 1]);
        Table::<Order>::put(&order("ann", 2, 500)).on(db).await.unwrap();
        let error = db.statement_transaction([add(db, 1, 1), add(db, 2, 1).returning_current()]).await.unwrap_err();
        assert!(error.is_condition_failed() && error.outcome() == Outcome::NotDone, "{error}");
        let [reason] = error.cancellation_reasons()[..] else { panic!("{error}") };
        assert_eq!((reason.operation(), reason.role(), reason.table()), (1, "Statement", ""));
        assert_eq!(reason.current::<Order>().unwrap(), Some(order("ann", 2, 500)));
        assert!(error.to_string().contains("operation 1 (Statement): ConditionalCheckFailed"), "{error}");
        assert_eq!(totals(db).await, [1, 500]);
        let error = db.statement_transaction([insert(db, &order("ann", 1, 0))]).await.unwrap_err();
        assert!(error.is_condition_failed(), "{error}");
        assert_eq!(error.cancellation_reasons()[0].kind(), ErrorKind::DuplicateItem);
    })
    .await;
}

#[tokio::test]
async fn reads_are_of_one_moment() {
    faraday_tests::needs!(PartiQl);
    with_two(async |db| {
        let select = |id: u64| statement(db, "SELECT * FROM orders WHERE customer = ? AND id = ?").bind("ann").bind(id);
        let found = db.statement_transaction([select(2), select(9)]).rows::<Order>().await.unwrap();
        assert_eq!(found, [Some(order("ann", 2, 0)), None]);
        assert!(db.statement_transaction([]).rows::<Order>().await.unwrap().is_empty());
        db.statement_transaction([]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_token_makes_it_once() {
    faraday_tests::needs!(PartiQl, TransactionTokens);
    with_two(async |db| {
        // Other tests may share the engine.
        let token = format!("{:032x}", fastrand::u128(..));
        for _ in 0..3 {
            both(db).token(&token).await.unwrap();
        }
        assert_eq!(totals(db).await, [1, 1]);
        let other = db.statement_transaction([add(db, 1, 7)]).token(&token).await.unwrap_err();
        assert_eq!(other.kind(), ErrorKind::IdempotentParameterMismatch);
    })
    .await;
}

/// Whatever befalls it, it is done once or not at all, and its outcome says which.
#[tokio::test(start_paused = true)]
async fn under_faults_it_is_done_once() {
    faraday_tests::needs!(PartiQl, TransactionTokens);
    with_two(async |quiet| {
        let conflict = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"no",
            "CancellationReasons":[{"Code":"TransactionConflict"},{"Code":"None"}]}"#;
        let conflict = Fault::Answer { status: 400, body: conflict.into() };
        let faults_of = [Fault::Throttled, Fault::AnswerLost, Fault::InternalServerError, conflict];
        for codec in [Codec::Wire, Codec::Map] {
            for fault in &faults_of {
                for times in [1, 2, 5, 1_000] {
                    let (client, faults) = Faults::new().over(quiet.client());
                    let db = Database::builder(client).table_prefix(quiet.table_prefix()).codec(codec).build();
                    faults.fail_next_times("ExecuteTransaction", times, fault.clone());
                    let before = totals(quiet).await[0];
                    let result = both(&db).await;
                    let done = totals(quiet).await[0] - before;
                    let what = format!("{fault:?} {times} times: {result:?}");
                    match &result {
                        Ok(()) => assert_eq!(done, 1, "{what}"),
                        Err(error) => {
                            assert_eq!(times, 1_000, "{what}");
                            let open = !matches!(fault, Fault::Throttled | Fault::Answer { .. });
                            assert_eq!(error.is_outcome_unknown(), open, "{what}");
                            assert!(done == u64::from(matches!(fault, Fault::AnswerLost)), "{what}");
                            faults.reset();
                            if let Some(again) = error.resumable_transaction() {
                                assert_eq!(again.clone().explain().operation(), "ExecuteTransaction");
                                again.await.unwrap();
                                assert_eq!(totals(quiet).await[0] - before, 1, "{what}");
                            }
                        }
                    }
                }
            }
        }
    })
    .await;
}
