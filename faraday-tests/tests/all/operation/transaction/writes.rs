//! All of a transaction's writes, or none.

use faraday::testing::Faults;
use faraday::{
    Database, ErrorKind, Table,
    execute::{TransactWrite, Write},
    transaction,
};

use super::{Account, Order, account, order, stored, with_tables};

#[tokio::test]
async fn a_tuple_over_several_tables_is_written_at_once() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 10)).await.unwrap();
        Table::<Order>::put(&order(1, 5)).await.unwrap();
        transaction((
            Table::<Order>::put(&order(2, 7)).if_absent(),
            Table::<Account>::update("ann").add(Account::BALANCE, -7).condition(Account::BALANCE.ge(7)),
            Table::<Order>::delete(("ann", 1)).condition(Order::TOTAL.eq(5)),
            Table::<Account>::check("bob", Account::OWNER.not_exists()),
        ))
        .await
        .unwrap();
        assert_eq!(faults.recorded().count("TransactWriteItems"), 1);
        assert_eq!(stored::<Order>(("ann", 1)).await, None);
        assert_eq!(stored::<Order>(("ann", 2)).await, Some(order(2, 7)));
        assert_eq!(stored::<Account>("ann").await, Some(account("ann", 3)));
    })
    .await;
}

#[tokio::test]
async fn one_failed_condition_undoes_all() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        Table::<Account>::put(&account("ann", 3)).await.unwrap();
        Table::<Order>::put(&order(1, 5)).await.unwrap();
        let error = transaction((
            Table::<Order>::put(&order(2, 7)),
            Table::<Account>::update("ann").add(Account::BALANCE, -7).condition(Account::BALANCE.ge(7)),
            Table::<Order>::delete(("ann", 1)),
            Table::<Order>::check(("ann", 3), Order::TOTAL.exists()),
        ))
        .await
        .unwrap_err();
        assert_eq!(faults.recorded().count("TransactWriteItems"), 1, "a failed condition is not tried again");
        assert_eq!((error.kind(), error.is_condition_failed()), (ErrorKind::TransactionCanceled, true));
        assert!(
            !error.is_conflict() && !error.is_version_conflict() && !error.is_throttled() && !error.is_validation()
        );
        let reasons = error.cancellation_reasons();
        let told: Vec<_> = reasons.iter().map(|reason| (reason.operation(), reason.role(), reason.kind())).collect();
        let failed = ErrorKind::ConditionalCheckFailed;
        assert_eq!(told, [(1, "Update", failed), (3, "ConditionCheck", failed)]);
        assert!(reasons[0].table().ends_with("accounts") && reasons[1].table().ends_with("orders"));
        assert_eq!(reasons[0].current::<Account>().unwrap(), Some(account("ann", 3)));
        assert_eq!(reasons[1].current::<Order>().unwrap(), None);
        assert!(reasons[0].current::<Order>().unwrap_err().is_decode());
        assert_eq!(stored::<Order>(("ann", 1)).await, Some(order(1, 5)));
        assert_eq!(stored::<Order>(("ann", 2)).await, None);
        assert_eq!(stored::<Account>("ann").await, Some(account("ann", 3)));
    })
    .await;
}

#[tokio::test]
async fn each_kind_of_write_tells_the_item_that_it_found() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        for id in 1..=4 {
            Table::<Order>::put(&order(id, id)).await.unwrap();
        }
        let error = transaction((
            Table::<Order>::put(&order(1, 9)).if_absent(),
            Table::<Order>::update(("ann", 2)).set(Order::TOTAL, 9).if_absent().returning_current(),
            Table::<Order>::delete(("ann", 3)).condition(Order::TOTAL.gt(9)),
            Table::<Order>::check(("ann", 4), Order::TOTAL.gt(9)),
        ))
        .await
        .unwrap_err();
        let found: Vec<_> =
            error.cancellation_reasons().iter().map(|reason| reason.current::<Order>().unwrap()).collect();
        assert_eq!(found, (1..=4).map(|id| Some(order(id, id))).collect::<Vec<_>>());
        // The error as a whole is of no single item.
        assert_eq!(error.current::<Order>().unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_tuple_may_have_one_operation_or_sixteen() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, _: &Faults| {
        transaction((Table::<Order>::put(&order(0, 0)),)).await.unwrap();
        let put = |id| Table::<Order>::put(&order(id, id));
        let check = |id| Table::<Order>::check(("ann", id), Order::TOTAL.not_exists());
        transaction((
            put(1),
            put(2),
            put(3),
            put(4),
            put(5),
            put(6),
            put(7),
            put(8),
            check(9),
            check(10),
            check(11),
            check(12),
            check(13),
            Table::<Order>::delete(("ann", 0)),
            Table::<Order>::update(("ann", 15)).set(Order::TOTAL, 15),
            Table::<Account>::put(&account("ann", 16)),
        ))
        .await
        .unwrap();
        let ids: Vec<u64> = Table::<Order>::query("ann").await.unwrap().iter().map(|order| order.id).collect();
        assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7, 8, 15]);
        assert_eq!(stored::<Account>("ann").await, Some(account("ann", 16)));
    })
    .await;
}

#[tokio::test]
async fn lists_of_one_kind_and_of_several_are_written() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        let puts: Vec<_> = (0..100).map(|id| Table::<Order>::put(&order(id, id)).if_absent()).collect();
        transaction(puts).await.unwrap();
        assert_eq!(Table::<Order>::query("ann").await.unwrap().len(), 100);

        let mut writes: Vec<TransactWrite> = vec![
            Table::<Account>::put(&account("bob", 1)).into_write(),
            Table::<Order>::delete(("ann", 0)).into_write(),
        ];
        for id in 1..=3 {
            writes.push(Table::<Order>::update(("ann", id)).increment(Order::TOTAL, 10).into_write());
            writes.push(Table::<Order>::check(("ann", id + 10), Order::TOTAL.eq(id + 10)).into_write());
        }
        transaction(writes).await.unwrap();
        assert_eq!(faults.recorded().count("TransactWriteItems"), 2);
        let totals: Vec<u64> = Table::<Order>::query("ann").limit(4).await.unwrap().iter().map(|o| o.total).collect();
        assert_eq!(totals, [11, 12, 13, 4]);
        assert_eq!(stored::<Account>("bob").await, Some(account("bob", 1)));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_of_none_needs_nothing() {
    transaction(Vec::<TransactWrite>::new()).await.unwrap();
    let nothing = transaction(Vec::<TransactWrite>::new()).metered().await.unwrap();
    assert_eq!((nothing.requests, nothing.capacity), (0, None));
    with_tables(async |_: &Database, faults: &Faults| {
        transaction(Vec::<TransactWrite>::new()).await.unwrap();
        assert_eq!(faults.recorded().len(), 0);
    })
    .await;
    let error = transaction((Table::<Order>::put(&order(1, 1)),)).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NoDatabase, Some("TransactWriteItems")));
}

#[tokio::test]
async fn a_transaction_says_what_it_consumed() {
    faraday_tests::needs!(Transactions, ConsumedCapacity);
    with_tables(async |_: &Database, _: &Faults| {
        let writes = || (Table::<Order>::put(&order(1, 1)), Table::<Account>::put(&account("ann", 1)));
        let metered = transaction(writes()).metered().await.unwrap();
        assert_eq!(metered.capacity.map(|capacity| capacity.total), Some(4.0));
        assert_eq!(metered.requests, 1);
        assert!(metered.request_id.is_some());
    })
    .await;
}
