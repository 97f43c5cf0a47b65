//! `save`: the item in memory becomes the one in the table.

use faraday::testing::{Canned, Fault, Faults};
use faraday::{Database, ErrorKind, Table, database::Codec};

use super::page::{Page, page, stored, watched};

async fn with_pages(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |db: &Database, faults: &Faults| test(db, faults).await).await;
    }
}

#[tokio::test]
async fn a_saved_item_is_what_is_stored() {
    with_pages(async |_: &Database, faults: &Faults| {
        let mut page = page("/", "one");
        for version in 1..=5 {
            page.text.push('!');
            Table::<Page>::save(&mut page).await.unwrap();
            assert_eq!((page.version, stored::<Page>("/").await), (version, Some(page.clone())));
        }
        assert_eq!(faults.recorded().count("PutItem"), 5);
    })
    .await;
}

#[tokio::test]
async fn a_lost_race_leaves_the_item_unchanged() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_pages(async |_: &Database, faults: &Faults| {
        let mut mine = page("/", "one");
        Table::<Page>::save(&mut mine).await.unwrap();
        let mut theirs = mine.clone();
        theirs.text = "theirs".into();
        Table::<Page>::save(&mut theirs).await.unwrap();
        mine.text = "mine".into();
        let before = mine.clone();
        let error = Table::<Page>::save(&mut mine).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::VersionConflict, Some("PutItem")));
        assert_eq!(error.current::<Page>().unwrap(), Some(theirs.clone()));
        assert_eq!(mine, before);
        // What is there now, changed, can be saved.
        let mut current = error.current::<Page>().unwrap().unwrap();
        current.text = mine.text.clone();
        Table::<Page>::save(&mut current).await.unwrap();
        assert_eq!(stored::<Page>("/").await, Some(Page { version: 3, ..page("/", "mine") }));
        assert_eq!(faults.recorded().count("PutItem"), 4);
        // A new one where there is one.
        let mut new = page("/", "new");
        assert!(Table::<Page>::save(&mut new).await.unwrap_err().is_version_conflict());
        assert_eq!(new, page("/", "new"));
    })
    .await;
}

#[tokio::test]
async fn other_failures_leave_the_item_unchanged() {
    with_pages(async |db: &Database, faults: &Faults| {
        let mut item = page("/", "one");
        faults.fail_next_times("PutItem", 100, Fault::InternalServerError);
        let error = Table::<Page>::save(&mut item).await.unwrap_err();
        assert_eq!((error.kind(), &item), (ErrorKind::InternalServerError, &page("/", "one")));
        faults.reset();
        let mut nameless = page("", "one");
        assert_eq!(Table::<Page>::save(&mut nameless).await.unwrap_err().kind(), ErrorKind::Encode);
        let mut large = page("/", &"x".repeat(410_000));
        assert_eq!(Table::<Page>::save(&mut large).await.unwrap_err().kind(), ErrorKind::ItemTooLarge);
        assert_eq!((nameless.version, large.version, faults.recorded().count("PutItem")), (0, 0, 0));
        Table::<Page>::save(&mut item).on(db).await.unwrap();
        assert_eq!(item.version, 1);
    })
    .await;
    let error = Table::<Page>::save(&mut page("/", "one")).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NoDatabase, Some("PutItem")));
}

#[tokio::test]
async fn an_item_is_saved_once_though_throttled_and_disconnected() {
    with_pages(async |_: &Database, faults: &Faults| {
        let mut item = page("/", "one");
        for (version, fault) in (1..).zip([Fault::Throttled, Fault::InternalServerError, Fault::Disconnected]) {
            faults.fail_next("PutItem", fault);
            Table::<Page>::save(&mut item).await.unwrap();
            assert_eq!((item.version, stored::<Page>("/").await), (version, Some(item.clone())));
        }
        assert_eq!((faults.recorded().count("PutItem"), faults.pending()), (6, 0));
    })
    .await;
}

#[tokio::test]
async fn a_save_is_explained_and_metered_like_a_put() {
    faraday_tests::needs!(ConsumedCapacity);
    with_pages(async |db: &Database, faults: &Faults| {
        let mut item = page("/", "one");
        let explained = Table::<Page>::save(&mut item).on(db).explain();
        assert_eq!((explained.operation(), explained.cost().write_units), ("PutItem", Some(1.0)));
        let metered = Table::<Page>::save(&mut item).metered().on(db).await.unwrap();
        assert_eq!((metered.requests, metered.capacity.map(|capacity| capacity.total)), (1, Some(1.0)));
        assert_eq!(item.version, 1);
        let sent = faults.recorded()[0].json();
        let mut shown: serde_json::Value = serde_json::from_str(explained.body().unwrap()).unwrap();
        shown["ReturnConsumedCapacity"] = "INDEXES".into();
        assert_eq!(shown, sent);
        let explained = Table::<Page>::modify("/", |_| panic!("called by explain")).on(db).explain();
        assert_eq!((explained.operation(), explained.cost().write_units), ("GetItem", Some(1.0)));
        assert!(explained.to_string().contains("PutItem"));
        let metered = Table::<Page>::modify("/", |page| page.text.push('!')).metered().on(db).await.unwrap();
        assert_eq!((metered.requests, metered.capacity.as_ref().map(|capacity| capacity.total)), (2, Some(2.0)));
        assert_eq!(metered.value.map(|page| page.version), Some(2));
    })
    .await;
}

#[tokio::test]
async fn a_save_dropped_before_it_runs_sends_nothing() {
    let canned = Canned::answering("{}");
    let db = Database::new(canned.client());
    let mut item = page("/", "one");
    drop(Table::<Page>::save(&mut item).on(&db).into_future());
    drop(Table::<Page>::modify("/", |page| page.text.clear()).on(&db).into_future());
    assert_eq!((item, canned.recorded().len()), (page("/", "one"), 0));
}

#[tokio::test]
async fn the_version_counts_towards_the_size_limit() {
    faraday_tests::needs!(SizesOfItems);
    with_pages(async |_: &Database, faults: &Faults| {
        // The names, the key and the version take a part of the 409,600 bytes.
        let mut item = page("/", "");
        let rest = faraday::document::item_size(&Page { version: 1, ..page("/", "") }).unwrap();
        item.text = "x".repeat(409_600 - rest);
        Table::<Page>::save(&mut item).await.unwrap();
        item.text.push('x');
        let error = Table::<Page>::save(&mut item).await.unwrap_err();
        assert_eq!((error.kind(), faults.recorded().count("PutItem")), (ErrorKind::ItemTooLarge, 1));
    })
    .await;
}
