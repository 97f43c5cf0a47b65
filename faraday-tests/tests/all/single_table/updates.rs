//! Updates keep the keys of indexes equal to the fields in their templates.

use faraday::{Database, ErrorKind, Item, Table, document, transaction};
use faraday_tests::tables::with_table;

use super::fixture::{App, Order, Status, order, time};

const MARCH: &str = "2026-03-05T10:00:00Z";
const APRIL: &str = "2026-04-01T00:00:00Z";

/// The item as it is stored is the one that a put of the struct would store.
async fn is_whole(db: &Database, order: &Order) {
    let stored = Table::<Order>::get(order).consistent().await.unwrap().unwrap();
    let key = document::to_map(order).unwrap();
    let raw = db.client().get_item().table_name(db.table_name::<Order>());
    let raw = raw.key("pk", key["pk"].clone()).key("sk", key["sk"].clone()).send().await.unwrap();
    assert_eq!(raw.item.unwrap(), document::to_map(&stored).unwrap());
}

#[tokio::test]
async fn set_key_sets_the_fields_and_the_key_together() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        let placed = order(7, MARCH, Some("ann"));
        Table::<Order>::put(&placed).await.unwrap();
        let update = || Table::<Order>::update(&placed);
        update().set_key(Order::GSI1, ("bob", time(MARCH))).set(Order::TOTAL, 1).await.unwrap();
        is_whole(db, &placed).await;
        assert_eq!(Table::<Order>::index(Order::GSI1).query("bob").count().await.unwrap(), 1);
        let paid =
            update().set_key(Order::BY_STATUS, ("acme", Status::Paid, time(MARCH))).returning_new().await.unwrap();
        assert_eq!((paid.status, paid.customer.as_deref()), (Status::Paid, Some("bob")));
        is_whole(db, &placed).await;

        let removed = update().remove_key(Order::GSI1).if_exists().returning_new().await.unwrap();
        assert_eq!(removed.customer, None);
        is_whole(db, &placed).await;
        assert_eq!(Table::<Order>::index(Order::GSI1).query("bob").count().await.unwrap(), 0);
        transaction((update().set_key(Order::GSI1, ("ann", time(MARCH))),)).await.unwrap();
        is_whole(db, &placed).await;
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_primary_key_has_the_value_that_the_key_has() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        let placed = order(7, MARCH, Some("ann"));
        Table::<Order>::put(&placed).await.unwrap();
        let error = Table::<Order>::update(&placed).set_key(Order::GSI1, ("bob", time(APRIL))).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains("placed_at"), "{error}");
        let error = Table::<Order>::update(&placed).remove_key(Order::BY_STATUS).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        let twice = Table::<Order>::update(&placed)
            .set_key(Order::GSI1, ("bob", time(MARCH)))
            .set_key(Order::GSI1, ("ann", time(MARCH)));
        assert_eq!(twice.await.unwrap_err().kind(), ErrorKind::InvalidArgument);
        is_whole(db, &placed).await;
    })
    .await;
}

#[tokio::test]
async fn an_update_that_creates_the_item_gives_it_the_fields_of_its_key() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        let parts = ("acme", time(MARCH), 7);
        let update = Table::<Order>::update(parts).set(Order::TOTAL, 5);
        let update = update.set_key(Order::BY_STATUS, ("acme", Status::Open, time(MARCH)));
        let created = update.returning_new().await.unwrap();
        assert_eq!(created, Order { total: 5, ..order(7, MARCH, None) });
        is_whole(db, &created).await;
        let error =
            Table::<Order>::update(("acme", time(MARCH), 8)).set(Order::TOTAL, 5).if_exists().await.unwrap_err();
        assert!(error.is_condition_failed());
    })
    .await;
}

/// Two indexes of one field.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "thing", partition_key = "THING#{id}", sort_key = "THING",
    index(gsi1, partition_key = "OWNER#{owner}", sort_key = "THING#{id}"),
    index(gsi2, partition_key = "PLACE#{owner}#{place}")
)]
struct Thing {
    id: u64,
    owner: Option<String>,
    place: String,
}

#[tokio::test]
async fn no_index_of_a_changed_field_is_left_as_it_was() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let thing = Thing { id: 1, owner: Some("ann".into()), place: "shed".into() };
        Table::<Thing>::put(&thing).await.unwrap();
        let stale = Table::<Thing>::update(1).set_key(Thing::GSI1, ("bob", 1)).await.unwrap_err();
        assert_eq!(stale.kind(), ErrorKind::InvalidArgument);
        assert!(stale.to_string().contains("`gsi2`"), "{stale}");
        let both = Table::<Thing>::update(1).set_key(Thing::GSI1, ("bob", 1)).set_key(Thing::GSI2, ("bob", "attic"));
        assert_eq!(both.returning_new().await.unwrap().place, "attic");
        // The key of `gsi1` is made of what `gsi2` is given and of the primary key.
        let both = Table::<Thing>::update(1).set_key(Thing::GSI2, ("eve", "attic")).returning_new().await.unwrap();
        assert_eq!(both.owner.as_deref(), Some("eve"));
        assert_eq!(Table::<Thing>::index(Thing::GSI1).query("eve").count().await.unwrap(), 1);
        Table::<Thing>::update(1).remove_key(Thing::GSI1).await.unwrap();
        assert_eq!(Table::<Thing>::index(Thing::GSI2).query(("eve", "attic")).count().await.unwrap(), 0);
        assert_eq!(Table::<Thing>::get(1).await.unwrap(), Some(Thing { owner: None, place: "attic".into(), id: 1 }));
    })
    .await;
}
