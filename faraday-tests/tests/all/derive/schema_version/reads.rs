//! Every way to read an item.

use faraday::{Database, ErrorKind, Projection, Table, get_many, transaction, transaction_get};

use super::fixture::{Order, OrderOf4, Orders, order, order_of_4, stored_version, with_orders};

fn all() -> Vec<Order> {
    (1..=3).map(order).collect()
}

#[tokio::test]
async fn gets_queries_and_scans_upgrade() {
    with_orders(async |_| {
        for id in 1..=3 {
            assert_eq!(Orders::get(("ann", id)).consistent().await.unwrap(), Some(order(id)));
        }
        assert_eq!(Orders::query("ann").await.unwrap(), all());
        let mut stream = Orders::query("ann").page_size(1).stream();
        for wanted in all() {
            assert_eq!(stream.try_next().await.unwrap(), Some(wanted));
        }
        let mut scanned = Orders::scan().parallel(3).await.unwrap();
        scanned.sort_by_key(|order| order.id);
        assert_eq!(scanned, all());
        let found = Orders::get_many([("ann", 1), ("ann", 2), ("ann", 3)]).await.unwrap();
        assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), all());
        let (found,) = get_many((Orders::get_many([("ann", 1)]),)).await.unwrap();
        assert_eq!(found, [Some(order(1))]);
    })
    .await;
}

#[tokio::test]
async fn an_index_with_whole_items_upgrades_those_that_are_in_it() {
    with_orders(async |_| {
        // Version 1 has no status: it is not in the index until it is written again.
        let mut found = Orders::index(Order::BY_STATUS).query("open").await.unwrap();
        found.sort_by_key(|order| order.id);
        assert_eq!(found, [order(2), order(3)]);
    })
    .await;
}

#[tokio::test]
async fn transactions_upgrade() {
    faraday_tests::needs!(Transactions);
    with_orders(async |_| {
        let read = (Orders::get(("ann", 1)), Orders::get(("ann", 2)), Orders::get(("ann", 3)));
        assert_eq!(transaction_get(read).await.unwrap(), (Some(order(1)), Some(order(2)), Some(order(3))));
        transaction((Orders::put(&order(1)), Orders::delete(("ann", 2)))).await.unwrap();
        assert_eq!(Orders::query("ann").await.unwrap(), [order(1), order(3)]);
    })
    .await;
}

#[tokio::test]
async fn what_writes_return_is_upgraded() {
    with_orders(async |_| {
        assert_eq!(Orders::put(&order(2)).returning_old().await.unwrap(), Some(order(2)));
        assert_eq!(Orders::delete(("ann", 1)).returning_old().await.unwrap(), Some(order(1)));
        assert_eq!(Orders::delete(("ann", 3)).returning_old().await.unwrap(), Some(order(3)));
    })
    .await;
}

#[tokio::test]
async fn the_item_of_a_failed_condition_is_upgraded() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_orders(async |_| {
        for id in 1..=3 {
            let error = Orders::put(&order(id)).if_absent().returning_current().await.unwrap_err();
            assert_eq!(error.current::<Order>().unwrap(), Some(order(id)));
        }
    })
    .await;
}

#[tokio::test]
async fn whole_writes_write_the_version() {
    with_orders(async |db: &Database| {
        assert_eq!(stored_version(db, 1).await, None);
        assert_eq!(stored_version(db, 2).await.as_deref(), Some("2"));
        assert_eq!(stored_version(db, 3).await.as_deref(), Some("3"));
        Orders::put(&order(1)).await.unwrap();
        Orders::put_many([order(2), order(5)]).await.unwrap();
        for id in [1, 2, 3, 5] {
            assert_eq!(stored_version(db, id).await.as_deref(), Some("3"), "{id}");
            assert_eq!(Orders::get(("ann", id)).await.unwrap(), Some(order(id)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_item_of_a_newer_release_is_an_error_of_its_own() {
    with_orders(async |_| {
        Table::<OrderOf4>::put(&order_of_4(4)).await.unwrap();
        let error = Orders::get(("ann", 4)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let message = error.to_string();
        assert!(
            message.contains(
                "attribute `schema_version`: expected schema version 3 of this item or an older one, found 4: a newer release wrote it"
            ),
            "{message}"
        );
        // A lenient read has it as one row, and the others beside it.
        let rows = Orders::query("ann").lenient().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.is_ok()).collect::<Vec<_>>(), [true, true, true, false]);
    })
    .await;
}

#[tokio::test]
async fn an_upgrade_that_fails_names_the_version_and_the_attribute() {
    with_orders(async |db| {
        use aws_sdk_dynamodb::types::AttributeValue::{N, S};
        let put = db.client().put_item().table_name(format!("{}orders", db.table_prefix()));
        let put = put.item("customer", S("ann".into())).item("id", N("9".into())).item("total", S("much".into()));
        put.send().await.unwrap();
        let error = Orders::get(("ann", 9)).await.unwrap_err().to_string();
        assert!(error.contains("attribute `total`: expected N, found S, in an item of schema version 1"), "{error}");
        assert!(!error.contains("much"), "{error}");
        // A struct of the release before knows what the next one does not.
        let error = Table::<OrderOf4>::get(("ann", 3)).await.unwrap_err().to_string();
        assert!(error.contains("schema version 3 of this item is not known any more"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn what_holds_no_version_is_an_error() {
    with_orders(async |db| {
        use aws_sdk_dynamodb::types::AttributeValue::{N, S};
        for (stored, wanted) in [
            (S("3".into()), "attribute `schema_version`: expected N, found S"),
            (
                N("2.5".into()),
                "attribute `schema_version`: expected a schema version, a whole number that fits 32 bits",
            ),
            (N("0".into()), "schema version 0 of this item is not known any more"),
        ] {
            let put = db.client().put_item().table_name(format!("{}orders", db.table_prefix()));
            let put = put.item("customer", S("ann".into())).item("id", N("9".into())).item("schema_version", stored);
            put.send().await.unwrap();
            let error = Orders::get(("ann", 9)).await.unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    })
    .await;
}

#[derive(Debug, PartialEq, Projection)]
#[faraday(of = Order)]
struct Total {
    id: u64,
    total: u64,
}

#[derive(Projection)]
#[faraday(of = Order)]
struct Line<'r> {
    customer: &'r str,
    total: u64,
}

/// A part of an item cannot be upgraded: it is read as it is stored.
#[tokio::test]
async fn projections_read_what_is_stored() {
    with_orders(async |_| {
        let rows: Vec<Total> = Orders::query("ann").select_as::<Total>().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.total).collect::<Vec<_>>(), [7, 7, 700]);
        let mut sum = 0;
        Orders::query("ann")
            .for_each_as::<Line<'_>>(|line| sum += line.total * line.customer.len() as u64)
            .await
            .unwrap();
        assert_eq!(sum, 3 * 714);
        assert_eq!(Orders::get(("ann", 2)).select(Order::TOTAL).await.unwrap(), Some(7));
        assert_eq!(Orders::query("ann").filter(Order::TOTAL.eq(700)).await.unwrap(), [order(3)]);
        let tagged = Orders::query("ann").filter(Order::TAGS.contains("a")).count().await.unwrap();
        assert_eq!(tagged, 3);
    })
    .await;
}
