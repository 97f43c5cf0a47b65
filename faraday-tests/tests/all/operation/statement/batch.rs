//! A batch of statements: each has a result of its own.

use faraday::error::Outcome;
use faraday::testing::Canned;
use faraday::{Database, ErrorKind};

use super::{Order, Total, insert, order, statement, stored, with_orders};

#[tokio::test]
async fn some_may_fail_while_others_are_done() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        let orders: Vec<Order> = (0..3).map(|id| order("ann", id, 10)).collect();
        insert(db, &orders[1]).await.unwrap();
        let results = db.statement_batch(orders.iter().map(|order| insert(db, order))).await.unwrap();
        assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        let error = results[1].as_ref().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::DuplicateItem, Outcome::NotDone), "{error}");
        assert!(error.to_string().contains("statement 1: "), "{error}");
        assert_eq!(stored(db, "ann").await, orders);
        let select = |id: u64| statement(db, "SELECT * FROM orders WHERE customer = ? AND id = ?").bind("ann").bind(id);
        let found = db.statement_batch([select(2), select(9)]).rows::<Total>().consistent().await.unwrap();
        let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
        assert_eq!(found, [Some(Total { total: 10 }), None]);
        assert!(db.statement_batch([]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_failed_condition_has_the_item_that_is_there() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        insert(db, &order("ann", 1, 10)).await.unwrap();
        let update = "UPDATE orders SET total = 0 WHERE customer = ? AND id = ? AND total > ?";
        let update = |id: u64| statement(db, update).bind("ann").bind(id).bind(50).returning_current();
        let results = db.statement_batch([update(1), update(2)]).await.unwrap();
        let found = |at: usize| results[at].as_ref().unwrap_err();
        assert_eq!(found(0).current::<Order>().unwrap(), Some(order("ann", 1, 10)));
        assert!(found(1).is_condition_failed() && found(1).current::<Order>().unwrap().is_none(), "{}", found(1));
    })
    .await;
}

/// Every code that DynamoDB gives for a statement.
#[tokio::test]
async fn each_code_has_its_kind_and_its_outcome() {
    let codes = [
        ("ConditionalCheckFailed", ErrorKind::ConditionalCheckFailed),
        ("ItemCollectionSizeLimitExceeded", ErrorKind::ItemCollectionSizeLimitExceeded),
        ("RequestLimitExceeded", ErrorKind::RequestLimitExceeded),
        ("ValidationError", ErrorKind::Validation),
        ("ProvisionedThroughputExceeded", ErrorKind::ProvisionedThroughputExceeded),
        ("TransactionConflict", ErrorKind::TransactionConflict),
        ("ThrottlingError", ErrorKind::Throttling),
        ("InternalServerError", ErrorKind::InternalServerError),
        ("ResourceNotFound", ErrorKind::ResourceNotFound),
        ("AccessDenied", ErrorKind::AccessDenied),
        ("DuplicateItem", ErrorKind::DuplicateItem),
        ("SomethingNew", ErrorKind::Other),
    ];
    for (code, kind) in codes {
        let failed = format!(r#"{{"Error":{{"Code":"{code}","Message":"no"}},"TableName":"orders"}}"#);
        let answer = format!(r#"{{"Responses":[{{}},{failed}]}}"#);
        for codec in [faraday::database::Codec::Wire, faraday::database::Codec::Map] {
            let canned = Canned::answering(&answer);
            let db = Database::builder(canned.client()).codec(codec).build();
            let write = || db.statement("DELETE FROM orders WHERE id = 1");
            let results = db.statement_batch([write(), write()]).await.unwrap();
            assert!(results[0].is_ok());
            let error = results[1].as_ref().unwrap_err();
            let unknown = kind == ErrorKind::InternalServerError;
            assert_eq!((error.kind(), error.is_outcome_unknown()), (kind, unknown), "{code}: {error}");
            assert_eq!((error.operation(), error.table()), (Some("BatchExecuteStatement"), Some("orders")));
            let read = || db.statement("SELECT * FROM orders WHERE id = 1");
            let results = db.statement_batch([read(), read()]).rows::<Order>().await.unwrap();
            assert_eq!(results[1].as_ref().unwrap_err().outcome(), Outcome::NotDone, "{code}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_leaves_statements_out_is_no_answer() {
    let canned = Canned::answering(r#"{"Responses":[{}]}"#);
    let db = Database::new(canned.client());
    let write = || db.statement("DELETE FROM orders WHERE id = 1");
    let error = db.statement_batch([write(), write()]).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Unknown), "{error}");
    // That an item cannot be read says nothing of what was written.
    let canned = Canned::answering(r#"{"Responses":[{"Item":{"total":{"S":"x"}}}]}"#);
    let db = Database::new(canned.client());
    let results = db.statement_batch([db.statement("DELETE FROM orders WHERE id = 1")]).rows::<Total>().await.unwrap();
    let error = results[0].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Done), "{error}");
}
