//! Transactions that are refused before anything is sent.

use std::time::{Duration, Instant};

use faraday::database::{RateLimit, RetryPolicy};
use faraday::testing::{Canned, Faults};
use faraday::{
    Database, Error, ErrorKind, Item, Table,
    execute::{TransactWrite, Write},
    transaction, transaction_get,
};

use super::{Account, Order, account, order, stored, with_tables};

#[derive(Debug, Item)]
#[faraday(table = "numbers")]
struct Number {
    #[faraday(partition_key)]
    number: f64,
    text: String,
}

/// Another view of the same table.
#[derive(Debug, Item)]
#[faraday(table = "orders")]
struct Line {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    sku: String,
}

/// The error of a transaction of which nothing is sent.
async fn refused(writes: Vec<TransactWrite>) -> Error {
    let canned = Canned::answering("{}");
    let error = transaction(writes).on(&Database::new(canned.client())).await.unwrap_err();
    assert_eq!(canned.recorded().len(), 0, "{error}");
    assert_eq!(error.operation(), Some("TransactWriteItems"));
    assert!(error.cancellation_reasons().is_empty());
    error
}

fn names(error: &Error, parts: &[&str]) {
    let text = error.to_string();
    assert!(parts.iter().all(|part| text.contains(part)), "{text}");
}

#[tokio::test]
async fn two_operations_on_one_item_are_refused() {
    let put = || Table::<Order>::put(&order(1, 1)).into_write();
    let pairs = [
        (put(), put()),
        (put(), Table::<Order>::update(("ann", 1)).add(Order::TOTAL, 1).into_write()),
        (put(), Table::<Order>::delete(("ann", 1)).into_write()),
        (put(), Table::<Order>::check(("ann", 1), Order::TOTAL.exists()).into_write()),
        (put(), Table::<Line>::delete(("ann", 1)).into_write()),
        (put(), Table::<Line>::put(&Line { customer: "ann".into(), id: 1, sku: "tea".into() }).into_write()),
    ];
    for (first, second) in pairs {
        let (first_role, second_role) = (format!("{first:?}"), format!("{second:?}"));
        let other = Table::<Order>::delete(("bob", 1)).into_write();
        let error = refused(vec![Table::<Account>::delete("ann").into_write(), first, other, second]).await;
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        names(&error, &["1", "3", &first_role, &second_role]);
    }
}

#[tokio::test]
async fn one_item_asked_for_twice_is_refused() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let get = |id| Table::<Order>::get(("ann", id));
    let reads = (get(0), get(1), Table::<Line>::get(("ann", 1)).select(Line::SKU));
    let error = transaction_get(reads).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("TransactGetItems")));
    names(&error, &["1", "2", "Get orders"]);
    assert_eq!(canned.recorded().len(), 0);
}

#[tokio::test]
async fn an_operation_with_a_database_of_its_own_is_refused() {
    let other = Database::new(Canned::answering("{}").client());
    let put = || Table::<Order>::put(&order(1, 1)).on(&other).into_write();
    let delete = || Table::<Order>::delete(("ann", 2)).on(&other).into_write();
    let update = || Table::<Order>::update(("ann", 3)).add(Order::TOTAL, 1).on(&other).into_write();
    for (write, name) in [(put(), "Put"), (delete(), "Delete"), (update(), "Update")] {
        let error = refused(vec![Table::<Order>::delete(("ann", 9)).into_write(), write]).await;
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        names(&error, &[&format!("operation 1 ({name})"), "`on`"]);
    }
    let canned = Canned::answering("{}");
    let read = transaction_get((Table::<Order>::get(("ann", 1)).on(&other),));
    let error = read.on(&Database::new(canned.client())).await.unwrap_err();
    assert_eq!((error.kind(), canned.recorded().len()), (ErrorKind::InvalidArgument, 0));
}

#[tokio::test]
async fn an_operation_with_limits_of_its_own_is_refused() {
    let put = || Table::<Order>::put(&order(1, 1));
    let policy = RetryPolicy::new().first_pause(Duration::from_millis(1));
    let limited = [
        put().timeout(Duration::from_secs(1)),
        put().deadline(Instant::now() + Duration::from_secs(1)),
        put().max_attempts(1),
        put().retry(policy),
        put().rate_limit(&RateLimit::new().requests(1.0)),
    ];
    for write in limited {
        let error = refused(vec![write.into_write()]).await;
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        names(&error, &["operation 0 (Put)", "transaction"]);
    }
    let canned = Canned::answering("{}");
    let read = transaction_get((Table::<Order>::get(("ann", 1)).max_attempts(2),));
    let error = read.on(&Database::new(canned.client())).await.unwrap_err();
    assert_eq!((error.kind(), canned.recorded().len()), (ErrorKind::InvalidArgument, 0));
}

#[tokio::test]
async fn one_number_in_two_forms_is_one_key() {
    let put = |number| Table::<Number>::put(&Number { number, text: String::new() }).into_write();
    for (left, right) in [(100.0, 1e2), (0.5, 5e-1), (0.0, -0.0), (1e21, 1_000_000_000_000_000_000_000.0)] {
        let error = refused(vec![put(left), put(right)]).await;
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{left}");
    }
    // 1E+2 as an exact number is 100 as well.
    let exact = |digits: &str| Line { customer: digits.into(), id: 1, sku: String::new() };
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let strings = (Table::<Line>::put(&exact("100")), Table::<Line>::put(&exact("1e2")));
    transaction(strings).on(&db).await.unwrap();
    transaction(vec![put(1.0), put(-1.0), put(10.0)]).on(&db).await.unwrap();
    assert_eq!(canned.recorded().len(), 2, "strings and other numbers are different keys");
}

#[tokio::test]
async fn keys_that_only_look_alike_are_taken() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        let mut apart = order(1, 1);
        apart.customer = "ann1".into();
        transaction((
            Table::<Order>::put(&order(1, 1)),
            Table::<Order>::put(&order(11, 1)),
            Table::<Order>::put(&apart),
            Table::<Account>::put(&account("ann", 1)),
        ))
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn more_than_a_hundred_operations_are_refused() {
    let writes = |count: u64| (0..count).map(|id| Table::<Order>::put(&order(id, 1)).into_write()).collect();
    let error = refused(writes(101)).await;
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    names(&error, &["100", "101"]);

    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let gets = |count: u64| (0..count).map(|id| Table::<Order>::get(("ann", id))).collect::<Vec<_>>();
    let error = transaction_get(gets(101)).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("TransactGetItems")));
    assert_eq!(canned.recorded().len(), 0);
}

#[tokio::test]
async fn tokens_too_short_or_too_long_are_refused() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    for token in [String::new(), "t".repeat(37), "ü".repeat(37), "t".repeat(10_000)] {
        let error = transaction((Table::<Order>::put(&order(1, 1)),)).token(token).on(&db).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("TransactWriteItems")));
    }
    assert_eq!(canned.recorded().len(), 0);
}

#[tokio::test]
async fn one_bad_operation_is_named_and_nothing_is_sent() {
    let large = Order { note: Some("x".repeat(410_000)), ..order(9, 1) };
    let nobody = Order { customer: String::new(), ..order(9, 1) };
    let bad = [
        (Table::<Order>::put(&large).into_write(), ErrorKind::ItemTooLarge),
        (Table::<Order>::put(&nobody).into_write(), ErrorKind::Encode),
        (Table::<Order>::delete(("", 9)).into_write(), ErrorKind::Encode),
        (Table::<Order>::update(("", 9)).add(Order::TOTAL, 1).into_write(), ErrorKind::Encode),
        (Table::<Order>::check(("", 9), Order::TOTAL.exists()).into_write(), ErrorKind::Encode),
        (Table::<Number>::put(&Number { number: f64::NAN, text: String::new() }).into_write(), ErrorKind::Encode),
        (Table::<Number>::check(1.0, Number::NUMBER.eq(f64::INFINITY)).into_write(), ErrorKind::Encode),
        (Table::<Order>::update(("ann", 9)).if_exists().into_write(), ErrorKind::InvalidArgument),
    ];
    for (bad, kind) in bad {
        let role = bad.into_write();
        let shown = format!("{role:?}");
        let mut writes: Vec<_> = (0..5).map(|id| Table::<Order>::put(&order(id, 1)).into_write()).collect();
        writes.insert(3, role);
        let error = refused(writes).await;
        assert_eq!(error.kind(), kind, "{error}");
        let (role, table) = shown.split_once(' ').unwrap();
        names(&error, &["3", role]);
        assert_eq!(error.table(), Some(table));
    }
}

#[tokio::test]
async fn one_bad_key_of_a_read_is_named_and_nothing_is_sent() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let gets = vec![Table::<Order>::get(("ann", 1)), Table::<Order>::get(("", 2)), Table::<Order>::get(("ann", 3))];
    let error = transaction_get(gets).on(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.table()), (ErrorKind::Encode, Some("orders")));
    assert_eq!(error.operation(), Some("TransactGetItems"));
    names(&error, &["1"]);
    assert_eq!(canned.recorded().len(), 0);
}

#[tokio::test]
async fn a_table_that_is_not_there_is_an_error_and_nothing_is_written() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        let writes =
            (Table::<Order>::put(&order(1, 1)), Table::<Number>::put(&Number { number: 1.0, text: "one".into() }));
        let error = transaction(writes).await.unwrap_err();
        assert!(error.is_table_not_found(), "{error:?}");
        assert_eq!(stored::<Order>(("ann", 1)).await, None);
    })
    .await;
}

#[tokio::test]
async fn an_operation_that_the_engine_refuses_is_told_and_nothing_is_written() {
    faraday_tests::needs!(Transactions, CancellationReasons);
    with_tables(async |_: &Database, _: &Faults| {
        let writes = (Table::<Order>::put(&order(1, 1)), Table::<Order>::update(("ann", 2)).increment(Order::TOTAL, 1));
        let error = transaction(writes).await.unwrap_err();
        let reasons = error.cancellation_reasons();
        assert_eq!((reasons.len(), reasons[0].operation(), reasons[0].kind()), (1, 1, ErrorKind::Validation));
        assert!(!error.is_condition_failed() && !error.is_conflict());
        assert_eq!(stored::<Order>(("ann", 1)).await, None);
    })
    .await;
}
