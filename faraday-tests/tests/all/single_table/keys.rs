//! Keys that templates make: every operation accepts them, and each kind finds its own items.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Batch, ErrorKind, Key, Table, document, transaction, transaction_get};
use faraday_tests::tables::with_table;

use super::fixture::{App, Line, Order, Status, line, order, time};

const MARCH: &str = "2026-03-05T10:00:00Z";
const APRIL: &str = "2026-04-01T00:00:00Z";

fn text(item: &HashMap<String, AttributeValue>, name: &str) -> String {
    item[name].as_s().unwrap().clone()
}

#[test]
fn the_key_attributes_go_with_the_fields() {
    let written = document::to_map(&order(7, MARCH, Some("ann"))).unwrap();
    assert_eq!(text(&written, "pk"), "TENANT#acme");
    assert_eq!(text(&written, "sk"), "ORDER#2026-03-05T10:00:00.000000000Z#00000000000000000007");
    assert_eq!(text(&written, "gsi1pk"), "CUSTOMER#ann");
    assert_eq!(text(&written, "gsi1sk"), "ORDER#2026-03-05T10:00:00.000000000Z");
    assert_eq!(text(&written, "lsi1"), "STATUS#open#2026-03-05T10:00:00.000000000Z");
    assert_eq!(text(&written, "kind"), "order");
    assert_eq!(text(&written, "tenant"), "acme");

    let sparse = document::to_map(&order(7, MARCH, None)).unwrap();
    assert!(!sparse.contains_key("gsi1pk") && !sparse.contains_key("gsi1sk"));
    assert!(sparse.contains_key("lsi1"));
}

#[test]
fn what_is_in_the_key_only_is_read_back_from_it() {
    let given = line(&order(7, MARCH, None), 2);
    let written = document::to_map(&given).unwrap();
    let names: BTreeSet<&str> = written.keys().map(String::as_str).collect();
    assert_eq!(names, ["article", "kind", "pk", "sk"].into());
    assert_eq!(document::from_map::<Line>(written).unwrap(), given);
}

#[tokio::test]
async fn every_operation_takes_the_parts_an_item_or_an_owned_key() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let (first, second) = (order(7, MARCH, Some("ann")), order(8, APRIL, None));
        let parts = ("acme", time(MARCH), 7);
        Table::<Order>::put(&first).await.unwrap();
        assert_eq!(Table::<Order>::get(parts).await.unwrap().as_ref(), Some(&first));
        assert_eq!(Table::<Order>::get(&first).consistent().await.unwrap().as_ref(), Some(&first));
        let key = Key::<Order>::new(parts).unwrap();
        assert_eq!(key, Key::of(&first).unwrap());
        assert_eq!(Table::<Order>::get(&key).await.unwrap().as_ref(), Some(&first));

        Table::<Order>::put_many([&second]).await.unwrap();
        let keys = [Key::of(&first).unwrap(), Key::of(&second).unwrap()];
        assert_eq!(Table::<Order>::get_many(&keys).await.unwrap().len(), 2);
        assert_eq!(Table::<Order>::get_many([parts]).await.unwrap().len(), 1);
        let (read,) = transaction_get((Table::<Order>::get(key.clone()),)).await.unwrap();
        assert_eq!(read.as_ref(), Some(&first));
        transaction((Table::<Order>::check(&key, Order::TOTAL.eq(70)), Table::<Order>::delete(&second))).await.unwrap();
        Batch::new().delete::<Order>(&first).await.unwrap();
        assert_eq!(Table::<Order>::scan().count().await.unwrap(), 0);
        Table::<Order>::delete_many(keys.iter()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_query_finds_one_kind_by_the_first_parts_and_a_range_of_the_next() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let orders = [order(1, MARCH, None), order(2, MARCH, None), order(12, MARCH, None), order(3, APRIL, None)];
        for order in &orders {
            Table::<Order>::put(order).await.unwrap();
            Table::<Line>::put(&line(order, 1)).await.unwrap();
        }
        let query = || Table::<Order>::query("acme");
        assert_eq!(query().await.unwrap(), orders);
        let [first, second, twelfth, april] = &orders;
        let march = [first, second, twelfth].map(Clone::clone);
        assert_eq!(query().sort_key_prefix(time(MARCH)).await.unwrap(), march);
        assert_eq!(query().sort_key_prefix((time(MARCH), 2)).await.unwrap(), std::slice::from_ref(second));
        assert_eq!(query().sort_key(time(MARCH)).sort_key(2).await.unwrap(), std::slice::from_ref(second));
        let range = |from: &str, to: &str| query().sort_key_range(time(from)..=time(to));
        assert_eq!(range("2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z").await.unwrap(), march);
        assert_eq!(query().sort_key_range(time(APRIL)..).await.unwrap(), std::slice::from_ref(april));
        assert_eq!(query().sort_key_range(..time(APRIL)).await.unwrap(), march);
        assert_eq!(query().sort_key_range(..=time(APRIL)).await.unwrap(), orders);
        assert_eq!(query().sort_key_range(..).await.unwrap(), orders);
        let of_march = || query().sort_key_prefix(time(MARCH));
        assert_eq!(of_march().sort_key_range(2..).await.unwrap(), [second.clone(), twelfth.clone()]);
        assert_eq!(of_march().sort_key_range(..=2).await.unwrap(), [first.clone(), second.clone()]);
        assert_eq!(query().descending().limit(1).await.unwrap(), std::slice::from_ref(april));
        // Lines lie between the orders, and are passed over.
        assert_eq!(query().limit(3).await.unwrap(), march);
        assert_eq!(query().count().await.unwrap(), 4);
        let lines = Table::<Line>::query("acme").sort_key_prefix((time(MARCH), 2)).await.unwrap();
        assert_eq!(lines, [line(second, 1)]);
        assert_eq!(Table::<Order>::scan().await.unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn conditions_on_a_made_sort_key_may_be_left_out() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let orders = [order(1, MARCH, None), order(2, MARCH, None), order(3, APRIL, None)];
        for order in &orders {
            Table::<Order>::put(order).await.unwrap();
            Table::<Line>::put(&line(order, 1)).await.unwrap();
        }
        let query = || Table::<Order>::query("acme");
        let bounds = async |from: Option<&str>, to: Option<&str>| {
            query().sort_key_bounds(from.map(time), to.map(time)).count().await.unwrap()
        };
        assert_eq!((bounds(None, None).await, bounds(Some(APRIL), None).await), (3, 1));
        assert_eq!((bounds(None, Some(MARCH)).await, bounds(Some(MARCH), Some(MARCH)).await), (2, 2));
        let placed = async |at: Option<&str>, from: Option<u64>| {
            query().sort_key(at.map(time)).sort_key_bounds(from, None).count().await
        };
        assert_eq!((placed(Some(MARCH), None).await.unwrap(), placed(Some(MARCH), Some(2)).await.unwrap()), (2, 1));
        assert_eq!(placed(None, None).await.unwrap(), 3);
        let with_prefix = async |at: Option<&str>, from: Option<u64>| {
            query().sort_key_prefix(at.map(time)).sort_key_bounds(from, None).count().await
        };
        assert_eq!((with_prefix(None, None).await.unwrap(), with_prefix(Some(APRIL), None).await.unwrap()), (3, 1));
        assert_eq!(query().sort_key_prefix(Some((time(MARCH), 2))).count().await.unwrap(), 1);
        for error in [placed(None, Some(2)).await.unwrap_err(), with_prefix(None, Some(2)).await.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains("`placed_at`"), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn indexes_are_made_of_the_fields_too() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let orders = [order(1, MARCH, Some("ann")), order(2, APRIL, Some("ann")), order(3, APRIL, None)];
        for order in &orders {
            Table::<Order>::put(order).await.unwrap();
        }
        let of_ann = Table::<Order>::index(Order::GSI1).query("ann").descending().await.unwrap();
        assert_eq!(of_ann, [orders[1].clone(), orders[0].clone()]);
        let since = Table::<Order>::index(Order::GSI1).query("ann").sort_key_range(time(APRIL)..).await.unwrap();
        assert_eq!(since, [orders[1].clone()]);
        let open = Table::<Order>::index(Order::BY_STATUS).query("acme").sort_key_prefix(Status::Open).consistent();
        assert_eq!(open.count().await.unwrap(), 3);
        let inverted = Table::<Order>::index(Order::INVERTED).query((time(APRIL), 3)).await.unwrap();
        assert_eq!(inverted, [orders[2].clone()]);
        let inverted = Table::<Order>::index(Order::INVERTED).query((time(APRIL), 3)).sort_key("acme").await.unwrap();
        assert_eq!(inverted, [orders[2].clone()]);
    })
    .await;
}

#[tokio::test]
async fn pages_go_on_after_a_cursor_over_other_kinds() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let orders: Vec<Order> = (1..=9).map(|id| order(id, MARCH, Some("ann"))).collect();
        for order in &orders {
            Table::<Order>::put(order).await.unwrap();
            Table::<Line>::put_many((0..3).map(|number| line(order, number))).await.unwrap();
        }
        let query = || Table::<Order>::query("acme").page_size(5);
        let mut read = Vec::new();
        let mut next = None;
        loop {
            let query = match next.take() {
                Some(cursor) => query().after(cursor),
                None => query(),
            };
            let page = query.page().await.unwrap();
            read.extend(page.items);
            match page.next {
                Some(cursor) => next = Some(cursor),
                None => break,
            }
        }
        assert_eq!(read, orders);
        let cursor = Table::<Order>::query("acme").cursor(&orders[6]).unwrap();
        assert_eq!(Table::<Order>::query("acme").after(cursor).await.unwrap(), orders[7..]);
        let limited = Table::<Order>::query("acme").limit(4).page().await.unwrap();
        assert!(limited.items.len() <= 4 && limited.next.is_some());
        let mut limited = Table::<Order>::query("acme").limit(7).stream();
        let mut count = 0;
        while limited.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 7);
    })
    .await;
}
