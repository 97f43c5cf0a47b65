//! Several items as they are at one moment.

use std::time::Duration;

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Item, Projection, Table, transaction_get};

use super::{Account, Order, account, cancels, order, with_tables};

const READ: &str = "TransactGetItems";

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Order)]
struct Total {
    id: u64,
    total: u64,
}

/// The same table through another struct, which the items do not fit.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "orders")]
struct Other {
    #[faraday(partition_key)]
    customer: String,
    #[faraday(sort_key)]
    id: u64,
    total: String,
}

async fn some() {
    Table::<Order>::put(&order(1, 5)).await.unwrap();
    Table::<Order>::put(&Order { note: Some("gift".into()), ..order(2, 7) }).await.unwrap();
    Table::<Account>::put(&account("ann", 3)).await.unwrap();
}

#[tokio::test]
async fn a_tuple_gives_a_tuple() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        some().await;
        Table::<Order>::put(&order(3, 7)).await.unwrap();
        let (first, balance, missing, total, pair) = transaction_get((
            Table::<Order>::get(("ann", 1)),
            Table::<Account>::get("ann").select(Account::BALANCE),
            Table::<Account>::get("bob"),
            Table::<Order>::get(("ann", 2)).select_as::<Total>(),
            Table::<Order>::get(("ann", 3)).select((Order::ID, Order::NOTE)),
        ))
        .await
        .unwrap();
        assert_eq!((first, balance, missing), (Some(order(1, 5)), Some(3), None));
        assert_eq!(total, Some(Total { id: 2, total: 7 }));
        assert_eq!(pair, Some((3, None)));
        assert_eq!(faults.recorded().count(READ), 1);
        let (one,) = transaction_get((Table::<Order>::get(("ann", 1)),)).await.unwrap();
        assert_eq!(one, Some(order(1, 5)));
    })
    .await;
}

#[tokio::test]
async fn a_list_gives_a_list() {
    faraday_tests::needs!(Transactions, LargeTransactions);
    with_tables(async |_: &Database, faults: &Faults| {
        for id in 0..100 {
            if id % 3 > 0 {
                Table::<Order>::put(&order(id, id)).await.unwrap();
            }
        }
        let gets: Vec<_> = (0..100).map(|id| Table::<Order>::get(("ann", id))).collect();
        let found = transaction_get(gets).await.unwrap();
        let expected: Vec<_> = (0..100).map(|id| (id % 3 > 0).then(|| order(id, id))).collect();
        assert_eq!(found, expected);
        let totals: Vec<_> = [4, 3, 2].map(|id| Table::<Order>::get(("ann", id)).select(Order::TOTAL)).into();
        assert_eq!(transaction_get(totals).await.unwrap(), [Some(4), None, Some(2)]);
        assert_eq!(faults.recorded().count(READ), 2);
    })
    .await;
}

#[tokio::test]
async fn a_tuple_may_have_twelve_reads() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        some().await;
        let get = |id| Table::<Order>::get(("ann", id)).select(Order::TOTAL);
        let reads = (get(1), get(2), get(3), get(4), get(5), get(6), get(7), get(8), get(9), get(10), get(11), get(12));
        let found = transaction_get(reads).await.unwrap();
        assert_eq!((found.0, found.1, found.2, found.11), (Some(5), Some(7), None, None));
    })
    .await;
}

#[tokio::test]
async fn nothing_to_read_needs_nothing() {
    let nothing: Vec<Option<Order>> = transaction_get(Vec::<faraday::operation::Get<Order>>::new()).await.unwrap();
    assert!(nothing.is_empty());
    let metered = transaction_get(Vec::<faraday::operation::Get<Order>>::new()).metered().await.unwrap();
    assert_eq!((metered.requests, metered.capacity), (0, None));
}

#[tokio::test]
async fn a_read_transaction_says_what_it_consumed() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        some().await;
        let reads = (Table::<Order>::get(("ann", 1)), Table::<Account>::get("ann"));
        let metered = transaction_get(reads).metered().await.unwrap();
        assert_eq!(metered.value, (Some(order(1, 5)), Some(account("ann", 3))));
        assert_eq!((metered.requests, metered.capacity.map(|capacity| capacity.total)), (1, Some(4.0)));
        assert!(metered.request_id.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error_that_names_its_operation() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        some().await;
        let reads = (Table::<Account>::get("ann"), Table::<Other>::get(("ann", 1)));
        let error = transaction_get(reads).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(
            (error.operation(), error.decode_error().map(|error| error.path())),
            (Some(READ), Some("total".into()))
        );
        assert!(error.to_string().contains("operation 1 (Get)"), "{error}");
        // One that is not there fits.
        let reads = (Table::<Account>::get("ann"), Table::<Other>::get(("ann", 9)));
        assert_eq!(transaction_get(reads).await.unwrap(), (Some(account("ann", 3)), None));
    })
    .await;
}

#[tokio::test]
async fn faults_are_tried_again_and_conflicts_told() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        some().await;
        let read = || transaction_get((Table::<Account>::get("ann"),));
        for fault in [Fault::Throttled, Fault::InternalServerError, Fault::Disconnected, Fault::AnswerLost] {
            faults.reset();
            faults.fail_next(READ, fault);
            assert_eq!(read().await.unwrap(), (Some(account("ann", 3)),));
            assert_eq!((faults.recorded().count(READ), faults.pending()), (2, 0));
        }
        faults.reset();
        faults.fail_next_times(READ, 2, cancels(&["TransactionConflict"]));
        let read_late = read().metered().await.unwrap();
        assert_eq!((read_late.requests, read_late.value), (3, (Some(account("ann", 3)),)));
        faults.fail_next_times(READ, 2, cancels(&["TransactionConflict"]));
        let error = read().max_attempts(2).await.unwrap_err();
        assert!(error.is_conflict());
        assert_eq!(error.cancellation_reasons()[0].role(), "Get");
        // The time-out bounds the first attempt too.
        faults.fail_next(READ, Fault::Delayed(Duration::from_millis(200)));
        let error = read().timeout(Duration::from_millis(20)).await.unwrap_err();
        assert_eq!((error.kind(), error.is_outcome_unknown(), faults.pending()), (ErrorKind::Timeout, false, 0));
    })
    .await;
}

/// As `get` and `get_many` tell it, whatever an engine answers for an item without any of the attributes asked for.
#[tokio::test]
async fn an_item_without_what_was_selected_is_there() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        some().await;
        let get = |id| Table::<Order>::get(("ann", id)).select(Order::NOTE);
        let all = || [1, 2, 3].map(get);
        let mut alone = Vec::new();
        for get in all() {
            alone.push(get.await.unwrap());
        }
        assert_eq!(alone, [Some(None), Some(Some("gift".to_owned())), None]);
        assert_eq!(transaction_get(Vec::from(all())).await.unwrap(), alone);
        let keys = [1, 2, 3].map(|id| ("ann", id));
        assert_eq!(Table::<Order>::get_many(keys).select(Order::NOTE).await.unwrap(), alone);
    })
    .await;
}

#[tokio::test]
async fn nothing_in_an_answer_is_no_item() {
    let body = r#"{"Responses":[{"Item":{"id":{"N":"1"},"customer":{"S":"ann"}}},{},null,{"Item":{ }}]}"#;
    let db = Database::new(Canned::answering(body).client());
    let gets: Vec<_> = (1..=4).map(|id| Table::<Order>::get(("ann", id)).select(Order::NOTE)).collect();
    assert_eq!(transaction_get(gets).on(&db).await.unwrap(), [Some(None), None, None, None]);
}

#[tokio::test]
async fn an_answer_may_have_its_names_in_any_order() {
    let body = r#"{"ConsumedCapacity":[{"TableName":"orders","CapacityUnits":2.0}],"Future":[{}],
        "Responses":[{"Item":{"total":{"N":"5"},"new":{"SS":["a"]},"id":{"N":"1"},"customer":{"S":"ann"}}},{},{"Item":null}]}"#;
    let db = Database::new(Canned::answering(body).client());
    let gets: Vec<_> = (1..=3).map(|id| Table::<Order>::get(("ann", id))).collect();
    let read = transaction_get(gets).on(&db).metered().await.unwrap();
    assert_eq!(read.value, [Some(order(1, 5)), None, None]);
    assert_eq!(read.capacity.map(|capacity| capacity.total), Some(2.0));
}
