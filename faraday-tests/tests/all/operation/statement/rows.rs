//! One statement: its effect, and its rows.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::paging::Cursor;
use faraday::testing::{Canned, Faults};
use faraday::{Database, ErrorKind, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use futures_util::TryStreamExt;

use super::{Order, Total, insert, order, statement, stored, with_orders};

#[tokio::test]
async fn statements_write_and_read() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        insert(db, &order("ann", 1, 10)).await.unwrap();
        insert(db, &order("ann", 2, 20)).metered().await.unwrap();
        let select = || statement(db, "SELECT * FROM orders WHERE customer = ?").bind("ann");
        assert_eq!(select().rows::<Order>().await.unwrap(), [order("ann", 1, 10), order("ann", 2, 20)]);
        assert_eq!(select().rows::<Total>().consistent().first().await.unwrap(), Some(Total { total: 10 }));
        let update = "UPDATE orders SET total = total + ? SET note = ? WHERE customer = ? AND id = ?";
        statement(db, update).bind(5).bind("it's \"?\"").bind("ann").bind(2_u64).await.unwrap();
        let changed = Order { note: Some("it's \"?\"".into()), ..order("ann", 2, 25) };
        assert_eq!(stored(db, "ann").await, [order("ann", 1, 10), changed]);
        let delete = statement(db, "DELETE FROM orders WHERE customer = ? AND id = ?").bind("ann").bind(2);
        delete.await.unwrap();
        assert_eq!(select().rows::<Order>().one().await.unwrap(), Some(order("ann", 1, 10)));
    })
    .await;
}

#[tokio::test]
async fn a_write_gives_what_it_returns() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        insert(db, &order("ann", 1, 10)).await.unwrap();
        let update = "UPDATE orders SET total = ? WHERE customer = ? AND id = ? RETURNING ALL NEW *";
        let update = || statement(db, update).bind(11).bind("ann").bind(1);
        assert_eq!(update().rows::<Order>().await.unwrap(), [order("ann", 1, 11)]);
        assert_eq!(update().rows::<Order>().one().await.unwrap(), Some(order("ann", 1, 11)));
        assert_eq!(update().rows::<Total>().stream().try_collect::<Vec<_>>().await.unwrap(), [Total { total: 11 }]);
        let delete = "DELETE FROM orders WHERE customer = ? AND id = ? RETURNING ALL OLD *";
        let deleted = statement(db, delete).bind("ann").bind(1).rows::<Order>().first().await.unwrap();
        assert_eq!(deleted, Some(order("ann", 1, 11)));
        assert!(stored(db, "ann").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn rows_are_any_struct_or_map() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        insert(db, &order("ann", 1, 10)).await.unwrap();
        let select = || statement(db, "SELECT total FROM orders WHERE customer = ?").bind("ann");
        let totals = select().rows::<HashMap<String, AttributeValue>>().await.unwrap();
        assert_eq!(totals, [HashMap::from([("total".to_owned(), AttributeValue::N("10".into()))])]);
        let totals = select().rows::<BTreeMap<String, u64>>().await.unwrap();
        assert_eq!(totals, [BTreeMap::from([("total".to_owned(), 10)])]);
        let error = select().rows::<Order>().await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("`customer`"), "{error}");
        let error = select().rows::<BTreeMap<String, bool>>().await.unwrap_err();
        assert!(error.to_string().contains("`total`: expected BOOL, found N"), "{error}");
        assert_eq!(error.operation(), Some("ExecuteStatement"));
    })
    .await;
}

#[tokio::test]
async fn conditions_that_fail_say_so() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        let ann = order("ann", 1, 10);
        insert(db, &ann).await.unwrap();
        let again = insert(db, &order("ann", 1, 11)).await.unwrap_err();
        assert_eq!(again.kind(), ErrorKind::DuplicateItem, "{again}");
        assert!(again.is_condition_failed() && again.to_string().ends_with("nothing was written"), "{again}");
        let update = "UPDATE orders SET total = ? WHERE customer = ? AND id = ? AND total > ?";
        let update = || statement(db, update).bind(0).bind("ann").bind(1).bind(50);
        let failed = update().await.unwrap_err();
        assert_eq!((failed.kind(), failed.current::<Order>().unwrap()), (ErrorKind::ConditionalCheckFailed, None));
        let failed = update().returning_current().await.unwrap_err();
        assert_eq!(failed.current::<Order>().unwrap(), Some(ann.clone()));
        assert_eq!(stored(db, "ann").await, [ann]);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_one_another() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        let all: Vec<Order> = (0..7).map(|id| order("ann", id, id * 10)).collect();
        Table::<Order>::put_many(&all).on(db).await.unwrap();
        let select = || statement(db, "SELECT * FROM orders WHERE customer = ?").bind("ann").rows::<Order>();
        assert_eq!(select().page_size(2).await.unwrap(), all);
        assert_eq!(select().limit(3).await.unwrap(), all[..3]);
        assert_eq!(select().limit(3).page_size(2).stream().try_collect::<Vec<_>>().await.unwrap(), all[..3]);
        assert_eq!(select().page_size(2).read_ahead().stream().try_collect::<Vec<_>>().await.unwrap(), all);
        let pages: Vec<_> = select().page_size(3).pages().try_collect().await.unwrap();
        assert_eq!(pages.iter().flat_map(|page| page.items.clone()).collect::<Vec<_>>(), all);
        let first = select().limit(2).page().await.unwrap();
        assert_eq!(first.items, all[..2]);
        let cursor: Cursor = first.next.unwrap().to_string().parse().unwrap();
        let of_options = select().after(Some(cursor.clone())).limit(Some(2)).page_size(Some(1));
        assert_eq!(of_options.limit(None).page_size(None).after(None).await.unwrap(), all[2..4]);
        assert_eq!(select().after(cursor).await.unwrap(), all[2..]);
        assert!(select().limit(0).await.unwrap().is_empty());
    })
    .await;
}

/// A limit is of rows, whatever the conditions drop of the items that are read.
#[tokio::test]
async fn a_limit_reads_on_until_there_are_enough() {
    faraday_tests::needs!(PartiQl);
    with_orders(async |db| {
        let all: Vec<Order> = (0..40).map(|id| order("ann", id, id % 10)).collect();
        Table::<Order>::put_many(&all).on(db).await.unwrap();
        let nines = || {
            let select = statement(db, "SELECT * FROM orders WHERE customer = ? AND total = ?").bind("ann").bind(9);
            select.rows::<Order>()
        };
        let ids = |found: Vec<Order>| found.into_iter().map(|order| order.id).collect::<Vec<_>>();
        assert_eq!(ids(nines().limit(2).await.unwrap()), [9, 19]);
        assert_eq!(ids(nines().limit(9).page_size(3).await.unwrap()), [9, 19, 29, 39]);
        assert_eq!(nines().first().await.unwrap().map(|order| order.id), Some(9));
        assert_eq!(nines().one().await.unwrap_err().kind(), ErrorKind::NotUnique);
        // Pages are never cut, so that the next one begins after the last row.
        let mut found = Vec::new();
        let mut next = None;
        loop {
            let page = next.map_or(nines(), |cursor| nines().after(cursor)).limit(4).page().await.unwrap();
            found.extend(page.items);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(ids(found), [9, 19, 29, 39]);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_belongs_to_its_statement_and_its_values() {
    let canned = Canned::answering(r#"{"Items":[],"NextToken":"a \"token\""}"#).then(r#"{"Items":[]}"#);
    let db = Database::new(canned.client());
    let select = |text: &str, value: u64| db.statement(text).bind(value).rows::<Order>();
    let text = "SELECT * FROM orders WHERE total = ?";
    let cursor = select(text, 1).page().await.unwrap().next.unwrap();
    select(text, 1).after(cursor.clone()).page().await.unwrap();
    assert_eq!(canned.last().json()["NextToken"], "a \"token\"");
    let sent = canned.recorded().len();
    for other in [select(text, 2), select("SELECT * FROM others WHERE total = ?", 1)] {
        let error = other.after(cursor.clone()).page().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
    }
    let error = Table::<Order>::query("ann").after(cursor).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
    assert_eq!(canned.recorded().len(), sent);
}

#[tokio::test]
async fn observers_and_capacity_know_statements() {
    faraday_tests::needs!(PartiQl);
    let (client, faults) = Faults::new().over(&environment::client());
    let names = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = names.clone();
    let db = own_database_over(client, faraday::database::Codec::Wire).with_observer(move |finished| {
        if finished.is_operation() && finished.operation.contains("Statement") {
            told.lock().unwrap().push((finished.operation.to_owned(), finished.capacity.is_some()));
        }
    });
    with_table_of::<Order>(db, async |db: &Database| {
        let inserted = insert(db, &order("ann", 1, 10)).metered().await.unwrap();
        assert!(inserted.capacity.is_some() && inserted.requests == 1);
        let select = statement(db, "SELECT * FROM orders WHERE customer = ?").bind("ann").rows::<Order>();
        let found = select.metered().await.unwrap();
        assert_eq!((found.value.len(), found.count, found.requests), (1, 1, 1));
        assert!(found.capacity.is_some_and(|capacity| capacity.total > 0.0));
        assert_eq!(faults.recorded().count("ExecuteStatement"), 2);
        assert_eq!(
            *names.lock().unwrap(),
            [("ExecuteStatement".to_owned(), true), ("ExecuteStatement".to_owned(), true)]
        );
    })
    .await;
}

/// DynamoDB never gives one. If it did, another request would write again.
#[tokio::test]
async fn a_write_is_sent_once_even_if_it_gives_a_token() {
    let canned = Canned::answering(r#"{"Items":[],"NextToken":"x"}"#);
    let db = Database::new(canned.client());
    let delete = || db.statement("DELETE FROM orders WHERE id = 1 RETURNING ALL OLD *").rows::<Order>();
    assert!(delete().await.unwrap().is_empty());
    assert!(delete().first().await.unwrap().is_none());
    assert!(delete().page().await.unwrap().next.is_none());
    assert_eq!(canned.recorded().len(), 3);
}
