//! An update of some attributes is for an item of the current schema version: nothing in another one is lost or misread.

use faraday::testing::Canned;
use faraday::{Database, Error, ErrorKind, Item, Table, transaction};

use crate::derive::schema_version::fixture::{
    Order, OrderOf4, Orders, order, order_of_4, raw, stored_version, with_orders,
};
use crate::execute::golden::{golden, same_body};

fn is_refused(error: &Error) {
    assert!(error.is_schema_version_mismatch(), "{error}");
    assert!(!error.is_condition_failed() && !error.is_version_conflict(), "{error}");
    assert_eq!(error.outcome(), faraday::error::Outcome::NotDone);
}

#[tokio::test]
async fn an_update_of_an_item_of_another_version_is_refused() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_orders(async |db: &Database| {
        Table::<OrderOf4>::put(&order_of_4(4)).await.unwrap();
        for id in [1, 2, 4] {
            let before = raw(db, id).await;
            let update = || Orders::update(("ann", id)).set(Order::TOTAL, 900);
            is_refused(&update().await.unwrap_err());
            is_refused(&update().if_exists().await.unwrap_err());
            is_refused(&update().condition(Order::TOTAL.gt(1)).returning_new().await.unwrap_err());
            is_refused(&Orders::update_from(&order(id), &Order { total: 900, ..order(id) }).await.unwrap_err());
            assert_eq!(raw(db, id).await, before);
        }
        // The error has the item, as it was upgraded.
        let error = Orders::update(("ann", 1)).set(Order::TOTAL, 900).await.unwrap_err();
        assert_eq!(error.current::<Order>().unwrap(), Some(order(1)));
        assert!(error.to_string().contains("the stored item has another schema version than the struct"), "{error}");
        // A condition of the user's that fails is one, for an item of the current version.
        let error = Orders::update(("ann", 3)).set(Order::TOTAL, 900).condition(Order::TOTAL.lt(1)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConditionalCheckFailed);
        let error = Orders::update(("ann", 8)).set(Order::TOTAL, 900).if_exists().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConditionalCheckFailed);
    })
    .await;
}

/// Whatever the service tells of it, nothing is changed.
#[tokio::test]
async fn an_older_item_stays_as_it_is() {
    with_orders(async |db: &Database| {
        for id in [1, 2] {
            let before = raw(db, id).await;
            assert!(Orders::update(("ann", id)).set(Order::TOTAL, 900).await.is_err());
            assert_eq!(raw(db, id).await, before);
            assert_eq!(Orders::get(("ann", id)).await.unwrap(), Some(order(id)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_a_current_item_and_makes_one() {
    with_orders(async |db: &Database| {
        Orders::update(("ann", 3)).set(Order::TOTAL, 900).await.unwrap();
        assert_eq!(Orders::get(("ann", 3)).await.unwrap(), Some(Order { total: 900, ..order(3) }));
        let made = Orders::update(("ann", 5)).set(Order::TOTAL, 500).set(Order::STATUS, "open");
        let made = made.returning_new().await.unwrap();
        assert_eq!((made.total, made.status.as_str()), (500, "open"));
        assert_eq!(stored_version(db, 5).await.as_deref(), Some("3"));
    })
    .await;
}

#[tokio::test]
async fn an_upsert_makes_any_item_a_current_one() {
    with_orders(async |db: &Database| {
        for id in 1..=3 {
            let wanted = Order { email: None, total: 100 + id, ..order(id) };
            Orders::upsert(&wanted).await.unwrap();
            assert_eq!(Orders::get(("ann", id)).await.unwrap(), Some(wanted));
            assert_eq!(stored_version(db, id).await.as_deref(), Some("3"));
        }
        // What the older shape had beside it stays.
        assert!(raw(db, 1).await.contains_key("mail"));
    })
    .await;
}

#[tokio::test]
async fn an_update_on_any_version_leaves_the_version() {
    with_orders(async |db: &Database| {
        for id in 1..=3 {
            Orders::update(("ann", id)).insert(Order::TAGS, ["c"]).on_any_schema_version().await.unwrap();
            let read = Orders::get(("ann", id)).await.unwrap().unwrap();
            assert!(read.tags.contains("c") && read.total == 700, "{read:?}");
        }
        assert_eq!(stored_version(db, 1).await, None);
        assert_eq!(stored_version(db, 2).await.as_deref(), Some("2"));
        let error = Orders::update(("ann", 9)).insert(Order::TAGS, ["c"]).on_any_schema_version().await.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(Orders::get(("ann", 9)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_says_which_item_is_of_another_version() {
    faraday_tests::needs!(Transactions, CancellationReasons, ItemOnFailedCondition);
    with_orders(async |db: &Database| {
        let before = raw(db, 2).await;
        let writes =
            (Orders::update(("ann", 3)).set(Order::TOTAL, 1), Orders::update(("ann", 2)).set(Order::TOTAL, 900));
        let error = transaction(writes).await.unwrap_err();
        is_refused(&error);
        let reasons = error.cancellation_reasons();
        assert_eq!(reasons.len(), 1);
        assert_eq!((reasons[0].operation(), reasons[0].kind()), (1, ErrorKind::SchemaVersionMismatch));
        assert_eq!(reasons[0].current::<Order>().unwrap(), Some(order(2)));
        assert_eq!(raw(db, 2).await, before);
        transaction((Orders::update(("ann", 3)).set(Order::TOTAL, 1), Orders::put(&order(2)))).await.unwrap();
        assert_eq!(Orders::get(("ann", 2)).await.unwrap(), Some(order(2)));
    })
    .await;
}

/// The variants of an enum: one with a version, one without.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", tag = "kind")]
enum Record {
    #[faraday(rename = "note")]
    Note(Note),
    #[faraday(rename = "mark")]
    Mark {
        #[faraday(partition_key)]
        id: u64,
        count: u64,
    },
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", kind = "note", schema_version = 2, upgrade = upgrade_note)]
struct Note {
    #[faraday(partition_key)]
    id: u64,
    count: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", kind = "note")]
struct NoteOf1 {
    #[faraday(partition_key)]
    id: u64,
    count: u64,
}

fn upgrade_note(older: &faraday::schema::OlderItem<'_>) -> Result<Note, faraday::value::DecodeError> {
    let NoteOf1 { id, count } = older.read()?;
    Ok(Note { id, count: count * 10 })
}

#[tokio::test]
async fn an_update_of_an_enum_asks_for_the_version_of_each_kind() {
    faraday_tests::needs!(ItemOnFailedCondition);
    faraday_tests::tables::with_table::<Record>(async |_: &Database| {
        Table::<NoteOf1>::put(&NoteOf1 { id: 1, count: 1 }).await.unwrap();
        Table::<Note>::put(&Note { id: 2, count: 10 }).await.unwrap();
        Table::<Record>::put(&Record::Mark { id: 3, count: 1 }).await.unwrap();
        let count = || faraday::Attribute::<Record, u64>::new("count");
        let update = |id: u64| Table::<Record>::update(id).add(count(), 1);
        is_refused(&update(1).await.unwrap_err());
        update(2).await.unwrap();
        update(3).await.unwrap();
        assert_eq!(Table::<Record>::get(1).await.unwrap(), Some(Record::Note(Note { id: 1, count: 10 })));
        assert_eq!(Table::<Record>::get(2).await.unwrap(), Some(Record::Note(Note { id: 2, count: 11 })));
        assert_eq!(Table::<Record>::get(3).await.unwrap(), Some(Record::Mark { id: 3, count: 2 }));
        Table::<Record>::upsert(&Record::Note(Note { id: 1, count: 5 })).await.unwrap();
        assert_eq!(Table::<Note>::get(1).await.unwrap(), Some(Note { id: 1, count: 5 }));
        // An item that such an update made would have no version.
        let made = Table::<Record>::update(4).set(faraday::Attribute::<Record, String>::new("kind"), "note");
        assert!(made.await.unwrap_err().is_condition_failed());
        assert_eq!(Table::<Record>::scan().count().await.unwrap(), 3);
    })
    .await;
}

/// A variant whose struct has a version and no kind.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", untagged)]
enum Unkinded {
    Page(Page),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "records", schema_version = 1)]
struct Page {
    #[faraday(partition_key)]
    id: u64,
    count: u64,
}

#[tokio::test]
async fn an_update_of_an_enum_that_cannot_ask_is_not_sent() {
    let canned = Canned::answering("{}");
    let database = Database::new(canned.client());
    let count = faraday::Attribute::<Unkinded, u64>::new("count");
    let error = Table::<Unkinded>::update(1).add(count, 1).on(&database).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("of which schema version"), "{error}");
    assert!(canned.recorded().is_empty());
}

#[tokio::test]
async fn what_writes_of_versions_send() {
    golden("schema_version_put", Orders::put(&order(3))).await;
    golden("schema_version_update", Orders::update(("ann", 3)).set(Order::TOTAL, 900)).await;
    let update = Orders::update(("ann", 3)).add(Order::TOTAL, 9).condition(Order::STATUS.eq("open"));
    golden("schema_version_update_condition", update).await;
    golden("schema_version_upsert", Orders::upsert(&order(3))).await;
    let any = Orders::update(("ann", 3)).insert(Order::TAGS, ["c"]).on_any_schema_version();
    golden("schema_version_update_any", any).await;
    golden("schema_version_update_first", Table::<Page>::update(1).add(Page::COUNT, 1)).await;
    let count = faraday::Attribute::<Record, u64>::new("count");
    golden("schema_version_update_enum", Table::<Record>::update(1).add(count, 1)).await;
}

#[tokio::test]
async fn what_the_job_sends() {
    let found = r#"{"Items":[{"customer":{"S":"ann"},"id":{"N":"1"},"total":{"N":"7"},"mail":{"S":"a"},"theme":{"S":"dark"}}],"Count":1}"#;
    let canned = Canned::answering(found).then("{}");
    let database = Database::new(canned.client());
    Orders::upgrade_all(Orders::query("ann")).on(&database).await.unwrap();
    same_body("job_upgrade_all", canned.recorded()[1].text());
}
