//! Statements whose requests fail: what is sent again, and the outcome.

use faraday::error::Outcome;
use faraday::testing::{Fault, Faults};
use faraday::{Database, ErrorKind, database::Codec};

use super::{Order, insert, order, statement, stored, with_orders};

fn disturbed(quiet: &Database, codec: Codec) -> (Database, Faults) {
    let (client, faults) = Faults::new().over(quiet.client());
    (Database::builder(client).table_prefix(quiet.table_prefix()).codec(codec).build(), faults)
}

#[tokio::test]
async fn a_write_is_sent_again_and_says_what_became_of_it() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |quiet| {
        for codec in [Codec::Wire, Codec::Map] {
            let (db, faults) = disturbed(quiet, codec);
            let new = |id: u64| insert(&db, &order(&format!("{codec:?}"), id, 1));
            faults.fail_next_times("ExecuteStatement", 2, Fault::Throttled);
            new(1).await.unwrap();
            assert_eq!(faults.recorded().len(), 3);
            // The second attempt finds what the first one wrote.
            faults.fail_next("ExecuteStatement", Fault::AnswerLost);
            let error = new(2).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::DuplicateItem, Outcome::Unknown), "{error}");
            assert!(!error.to_string().contains("nothing was written"), "{error}");
            faults.fail_next_times("ExecuteStatement", 3, Fault::InternalServerError);
            assert_eq!(new(3).await.unwrap_err().outcome(), Outcome::Unknown);
            faults.fail_next_times("ExecuteStatement", 3, Fault::Throttled);
            assert_eq!(new(4).await.unwrap_err().outcome(), Outcome::NotDone);
            faults.fail_next_times("BatchExecuteStatement", 3, Fault::AnswerLost);
            let error = db.statement_batch([new(5), new(6)]).await.unwrap_err();
            assert_eq!((error.operation(), error.outcome()), (Some("BatchExecuteStatement"), Outcome::Unknown));
            let ids: Vec<u64> = stored(quiet, &format!("{codec:?}")).await.iter().map(|order| order.id).collect();
            assert_eq!(ids, [1, 2, 5, 6]);
            assert_eq!(faults.pending(), 0);
        }
    })
    .await;
}

/// It is no write, so that there is no doubt about one.
#[tokio::test]
async fn a_read_writes_nothing() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |quiet| {
        for codec in [Codec::Wire, Codec::Map] {
            let (db, faults) = disturbed(quiet, codec);
            let select = || statement(&db, "select * FROM orders WHERE customer = ? AND id = ?").bind("ann").bind(1);
            for fault in [Fault::AnswerLost, Fault::InternalServerError, Fault::Throttled, Fault::AnswerCut] {
                faults.rule(move |_| Some(fault.clone()));
                let errors = [
                    select().rows::<Order>().await.unwrap_err(),
                    db.statement_batch([select()]).rows::<Order>().await.unwrap_err(),
                    db.statement_transaction([select()]).rows::<Order>().max_attempts(1).await.unwrap_err(),
                ];
                for error in errors {
                    assert_eq!(error.outcome(), Outcome::NotDone, "{error}");
                    assert!(!error.to_string().contains("the write"), "{error}");
                }
            }
        }
    })
    .await;
}

/// What a write gives cannot be read, but it was done.
#[tokio::test]
async fn a_row_that_does_not_fit_leaves_the_write_done() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        insert(db, &order("ann", 1, 10)).await.unwrap();
        let update = "UPDATE orders SET note = ? WHERE customer = ? AND id = ? RETURNING MODIFIED NEW *";
        let error = statement(db, update).bind("x").bind("ann").bind(1).rows::<Order>().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Done), "{error}");
    })
    .await;
}
