//! The reasons of a cancelled transaction, from the reply.

use faraday::{Error, ErrorKind, Table, transaction, transaction_get};
use serde_json::{Value, json};

use super::{Account, Order, account, cancelling, order};

async fn error_of(reasons: &[(&str, Option<Value>)]) -> (Error, usize) {
    let (db, canned) = cancelling(reasons);
    let writes = (
        Table::<Order>::put(&order(1, 1)),
        Table::<Account>::update("ann").add(Account::BALANCE, 1),
        Table::<Order>::delete(("ann", 2)),
        Table::<Account>::check("bob", Account::BALANCE.ge(1)),
    );
    let error = transaction(writes).max_attempts(2).on(&db).await.unwrap_err();
    (error, canned.recorded().len())
}

/// What the error says it is: condition, conflict, throttled.
fn is(error: &Error) -> (bool, bool, bool) {
    (error.is_condition_failed(), error.is_conflict(), error.is_throttled())
}

#[tokio::test]
async fn each_reason_is_of_its_operation() {
    let item = json!({ "owner": { "S": "bob" }, "balance": { "N": "0" } });
    let reasons = [
        ("ItemCollectionSizeLimitExceeded", None),
        ("None", None),
        ("ValidationError", None),
        ("ConditionalCheckFailed", Some(item)),
    ];
    let (error, requests) = error_of(&reasons).await;
    assert_eq!((error.kind(), error.operation()), (ErrorKind::TransactionCanceled, Some("TransactWriteItems")));
    assert_eq!(requests, 1);
    assert!(error.to_string().contains("operation 2 (Delete orders): Validation"), "{error}");
    assert_eq!(error.cancellation_reasons()[1].message(), Some("no"));
    let told: Vec<_> = error
        .cancellation_reasons()
        .iter()
        .map(|reason| (reason.operation(), reason.role().to_owned(), reason.table().to_owned(), reason.kind()))
        .collect();
    let expected = [
        (0, "Put", "orders", ErrorKind::ItemCollectionSizeLimitExceeded),
        (2, "Delete", "orders", ErrorKind::Validation),
        (3, "ConditionCheck", "accounts", ErrorKind::ConditionalCheckFailed),
    ];
    assert_eq!(told, expected.map(|(operation, role, table, kind)| (operation, role.into(), table.into(), kind)));
    let reasons = error.cancellation_reasons();
    assert_eq!(reasons[0].current::<Order>().unwrap(), None);
    assert_eq!(reasons[2].current::<Account>().unwrap(), Some(account("bob", 0)));
    let other = reasons[2].current::<Order>().unwrap_err();
    assert_eq!(
        (other.kind(), other.operation(), other.table()),
        (ErrorKind::Decode, Some("TransactWriteItems"), Some("accounts"))
    );
}

#[tokio::test]
async fn every_code_has_its_kind() {
    let kinds = [
        ("ConditionalCheckFailed", ErrorKind::ConditionalCheckFailed),
        ("ItemCollectionSizeLimitExceeded", ErrorKind::ItemCollectionSizeLimitExceeded),
        ("TransactionConflict", ErrorKind::TransactionConflict),
        ("ProvisionedThroughputExceeded", ErrorKind::ProvisionedThroughputExceeded),
        ("ThrottlingError", ErrorKind::Throttling),
        ("ValidationError", ErrorKind::Validation),
        ("AccessDenied", ErrorKind::AccessDenied),
        ("SomethingNew", ErrorKind::Other),
    ];
    for (code, kind) in kinds {
        let (error, _) = error_of(&[("None", None), (code, None)]).await;
        let told: Vec<_> =
            error.cancellation_reasons().iter().map(|reason| (reason.operation(), reason.kind())).collect();
        assert_eq!(told, [(1, kind)], "{code}");
    }
}

#[tokio::test]
async fn conditions_conflicts_throttles_and_faults_are_told_apart() {
    let (condition, conflict) = (("ConditionalCheckFailed", None), ("TransactionConflict", None));
    let (throttled, provisioned) = (("ThrottlingError", None), ("ProvisionedThroughputExceeded", None));
    let (invalid, none) = (("ValidationError", None), ("None", None));
    type Reasons<'r> = &'r [(&'r str, Option<Value>)];
    let table: [(Reasons<'_>, _, usize); 10] = [
        (&[condition.clone(), none.clone()], (true, false, false), 1),
        (&[none.clone(), conflict.clone()], (false, true, false), 2),
        (&[condition.clone(), conflict.clone()], (true, false, false), 1),
        (&[throttled.clone(), none.clone()], (false, false, true), 2),
        (&[provisioned.clone(), none.clone()], (false, false, true), 2),
        (&[throttled.clone(), conflict.clone()], (false, true, true), 2),
        // It would be refused again.
        (&[invalid.clone(), conflict.clone()], (false, false, false), 1),
        (&[invalid.clone(), none.clone()], (false, false, false), 1),
        (&[condition, throttled], (true, false, true), 1),
        (&[], (false, false, false), 1),
    ];
    for (reasons, expected, requests) in table {
        let (error, sent) = error_of(reasons).await;
        assert_eq!((is(&error), sent), (expected, requests), "{reasons:?}");
        assert_eq!(error.kind(), ErrorKind::TransactionCanceled);
    }
}

#[tokio::test]
async fn more_or_fewer_reasons_than_operations_are_all_told() {
    let many: Vec<_> = (0..7).map(|_| ("ValidationError", None)).collect();
    let (error, _) = error_of(&many).await;
    let reasons = error.cancellation_reasons();
    assert_eq!(reasons.len(), 7);
    assert_eq!((reasons[6].operation(), reasons[6].role(), reasons[6].table()), (6, "", ""));
    let (error, _) = error_of(&[("ValidationError", None)]).await;
    assert_eq!(error.cancellation_reasons().len(), 1);
}

#[tokio::test]
async fn other_errors_have_no_reasons() {
    let canned = faraday::testing::Canned::answering(
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"no"}"#,
    );
    let db = faraday::Database::new(canned.with_status(400).client());
    let error = transaction((Table::<Order>::put(&order(1, 1)),)).on(&db).await.unwrap_err();
    assert!(error.is_validation() && error.cancellation_reasons().is_empty());
    let error = Table::<Order>::put(&order(1, 1)).on(&db).await.unwrap_err();
    assert!(error.cancellation_reasons().is_empty());
}

#[tokio::test]
async fn reads_that_meet_a_transaction_are_conflicts() {
    let (db, canned) = cancelling(&[("None", None), ("TransactionConflict", None)]);
    let reads = (Table::<Order>::get(("ann", 1)), Table::<Account>::get("ann"));
    let error = transaction_get(reads).max_attempts(3).on(&db).await.unwrap_err();
    assert!(error.is_conflict() && !error.is_condition_failed());
    assert_eq!(error.operation(), Some("TransactGetItems"));
    let reasons = error.cancellation_reasons();
    assert_eq!((reasons[0].operation(), reasons[0].role(), reasons[0].table()), (1, "Get", "accounts"));
    assert!(error.to_string().contains("operation 1 (Get accounts): TransactionConflict"), "{error}");
    assert_eq!(canned.recorded().len(), 3);
}
