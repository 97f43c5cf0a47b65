//! Statements that are refused before anything is sent.

use faraday::operation::Statement;
use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind};

use super::Order;

#[tokio::test]
async fn what_dynamodb_would_refuse_is_not_sent() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let other = Database::new(canned.client());
    let write = || db.statement("DELETE FROM orders WHERE id = 1");
    let read = || db.statement("SELECT * FROM orders");
    let late = || write().timeout(std::time::Duration::from_secs(1));
    let errors: Vec<(&str, Error)> = vec![
        ("has 1 `?`, and 0 values", db.statement("DELETE FROM a WHERE id = ?").await.unwrap_err()),
        ("has 0 `?`, and 1 values", write().bind(1).await.unwrap_err()),
        (
            "has 1 `?`, and 2 values",
            db.statement("SELECT '?' FROM a WHERE id = ?").bind(1).bind(2).rows::<Order>().await.unwrap_err(),
        ),
        ("`.rows::<T>()`", read().await.unwrap_err()),
        ("only a SELECT has", write().rows::<Order>().limit(1).await.unwrap_err()),
        ("only a SELECT has", write().rows::<Order>().consistent().await.unwrap_err()),
        ("page size of 0", read().rows::<Order>().page_size(0).await.unwrap_err()),
        ("statement 1: ", db.statement_batch([write(), write().bind(1)]).await.unwrap_err()),
        ("up to 25 statements", db.statement_batch((0..26).map(|_| write())).await.unwrap_err()),
        ("some of the statements read", db.statement_batch([write(), read()]).await.unwrap_err()),
        ("only a SELECT has", db.statement_batch([write()]).consistent().await.unwrap_err()),
        ("of another database", db.statement_batch([other.statement("DELETE FROM a")]).await.unwrap_err()),
        ("a time-out, a deadline", db.statement_batch([late()]).await.unwrap_err()),
        ("a time-out, a deadline", db.statement_transaction([late()]).await.unwrap_err()),
        ("up to 100 statements", db.statement_transaction((0..101).map(|_| write())).await.unwrap_err()),
        ("some of the statements read", db.statement_transaction([write(), read()]).await.unwrap_err()),
        ("`.rows::<T>()`", db.statement_transaction([read()]).await.unwrap_err()),
        ("leave `rows` out", db.statement_transaction([write()]).rows::<Order>().await.unwrap_err()),
        ("needs no token", db.statement_transaction([read()]).token("mine").rows::<Order>().await.unwrap_err()),
        ("from 1 to 36 characters", db.statement_transaction([write()]).token("").await.unwrap_err()),
    ];
    for (words, error) in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    let nothing = write().bind(None::<u64>).await.unwrap_err();
    assert!(nothing.encode_error().is_some() && nothing.to_string().contains("?1"), "{nothing}");
    assert_eq!(canned.recorded().len(), 0);
}

/// Neither an error nor the debug output of a statement shows a bound value.
#[tokio::test]
async fn no_value_is_shown() {
    let canned =
        Canned::answering(r#"{"__type":"x#ValidationException","message":"Value 'secret' is wrong"}"#).with_status(400);
    let db = Database::new(canned.client());
    let delete = || db.statement("DELETE FROM orders WHERE id = ?").bind("secret");
    let shown = format!("{:?} {:?} {:?}", delete(), delete().rows::<Order>(), db.statement_batch([delete()]));
    let error = delete().await.unwrap_err();
    assert!(!format!("{shown} {error} {error:?}").contains("secret"), "{shown} {error}");
    assert!(delete().explain().to_string().contains("secret"), "`explain` shows the request");
}

#[tokio::test]
async fn a_statement_runs_where_other_operations_do() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    db.scope(async { Statement::new("DELETE FROM orders WHERE id = 1").await }).await.unwrap();
    assert_eq!(canned.recorded().len(), 1);
}
