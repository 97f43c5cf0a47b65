//! Writes that check the version that was read.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::testing::Faults;
use faraday::{
    Database, ErrorKind, Table,
    database::Codec,
    document::{from_map, to_map},
    transaction,
};

use super::{Account, Page, account, page, stored, watched, with_tables};

/// Runs it with each codec.
async fn with_pages(test: impl AsyncFn(&Database, &Faults)) {
    for codec in [Codec::Wire, Codec::Map] {
        watched::<Page>(codec, async |db: &Database, faults: &Faults| test(db, faults).await).await;
    }
}

#[tokio::test]
async fn a_put_raises_the_version_and_checks_it() {
    faraday_tests::needs!(Transactions);
    with_pages(async |_: &Database, faults: &Faults| {
        let new = page("/", "one");
        Table::<Page>::put(&new).await.unwrap();
        assert_eq!(new.version, 0, "the item is left as it is");
        let first = stored::<Page>("/").await.unwrap();
        assert_eq!(first, Page { version: 1, ..new.clone() });

        Table::<Page>::put(&Page { text: "two".into(), ..first.clone() }).await.unwrap();
        let second = stored::<Page>("/").await.unwrap();
        assert_eq!(second, Page { text: "two".into(), version: 2, ..new.clone() });

        // A new item where there is one, and an old version.
        for stale in [new, first] {
            let error = Table::<Page>::put(&stale).await.unwrap_err();
            assert_eq!((error.kind(), error.operation()), (ErrorKind::VersionConflict, Some("PutItem")));
            assert!(error.is_version_conflict() && error.is_condition_failed());
            assert!(!error.is_conflict() && !error.is_validation());
            assert_eq!(error.current::<Page>().unwrap(), Some(second.clone()));
        }
        assert_eq!(stored::<Page>("/").await, Some(second));
        assert_eq!(faults.recorded().count("PutItem"), 4, "a lost race is not tried again");
    })
    .await;
}

#[tokio::test]
async fn a_put_of_an_item_that_is_gone_is_a_version_conflict() {
    with_pages(async |_: &Database, _: &Faults| {
        let error = Table::<Page>::put(&Page { version: 3, ..page("/", "old") }).await.unwrap_err();
        assert!(error.is_version_conflict());
        assert_eq!(error.current::<Page>().unwrap(), None);
        assert_eq!(stored::<Page>("/").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_condition_is_checked_beside_the_version() {
    faraday_tests::needs!(Transactions);
    with_pages(async |_: &Database, _: &Faults| {
        Table::<Page>::put(&page("/", "one").clone()).if_absent().await.unwrap();
        let first = stored::<Page>("/").await.unwrap();
        let either = || Page::TEXT.eq("two") | Page::TEXT.eq("three");
        // The version is right, the condition is not.
        let error = Table::<Page>::put(&first).condition(either()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConditionalCheckFailed);
        assert!(error.is_condition_failed() && !error.is_version_conflict());
        assert_eq!(error.current::<Page>().unwrap(), Some(first.clone()));
        // The version is not, the condition is.
        let stale = Page { version: 7, ..first.clone() };
        let error =
            Table::<Page>::put(&stale).condition(Page::TEXT.eq("two") | Page::TEXT.eq("one")).await.unwrap_err();
        assert!(error.is_version_conflict());
        let old = Table::<Page>::put(&first).condition(Page::TEXT.eq("one")).returning_old().await.unwrap();
        assert_eq!(old, Some(first));
    })
    .await;
}

#[tokio::test]
async fn an_update_raises_the_version_by_itself() {
    with_pages(async |_: &Database, _: &Faults| {
        let made = Table::<Page>::update("/").set(Page::TEXT, "one").returning_new().await.unwrap();
        assert_eq!(made, Page { version: 1, ..page("/", "one") });
        let new = Table::<Page>::update("/").set(Page::TEXT, "two").returning_new().await.unwrap();
        assert_eq!((new.version, new.text.as_str()), (2, "two"));
        // Even where it changes nothing else.
        assert_eq!(Table::<Page>::update("/").returning_new().await.unwrap().version, 3);
        let error = Table::<Page>::put(&new).await.unwrap_err();
        assert!(error.is_version_conflict(), "who read before the update is late");
    })
    .await;
}

#[tokio::test]
async fn an_update_of_what_was_read_is_refused_after_a_change() {
    faraday_tests::needs!(Transactions);
    with_pages(async |_: &Database, faults: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let first = stored::<Page>("/").await.unwrap();
        let update = || Table::<Page>::update("/").set(Page::TEXT, "two").if_unchanged(&first);
        let second = update().returning_new().await.unwrap();
        assert_eq!((second.version, second.text.as_str()), (2, "two"));
        let error = update().returning_new().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::VersionConflict, Some("UpdateItem")));
        assert_eq!(error.current::<Page>().unwrap(), Some(second.clone()));
        let error = update().await.unwrap_err();
        assert!(error.is_version_conflict());
        assert_eq!(stored::<Page>("/").await, Some(second.clone()));
        let error = Table::<Page>::update("/").set(Page::TEXT, "x").if_unchanged(&second);
        let error = error.condition(Page::TEXT.eq("no")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConditionalCheckFailed);
        // Of an item in hand that was never written: only if there is none.
        let new = page("/new", "one");
        let create = || Table::<Page>::update("/new").set(Page::TEXT, "one").if_unchanged(&new);
        create().await.unwrap();
        assert!(create().await.unwrap_err().is_version_conflict());
        assert_eq!(faults.recorded().count("UpdateItem"), 6);
    })
    .await;
}

#[tokio::test]
async fn a_delete_of_what_was_read_is_refused_after_a_change() {
    faraday_tests::needs!(Transactions);
    with_pages(async |_: &Database, _: &Faults| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let first = stored::<Page>("/").await.unwrap();
        Table::<Page>::update("/").set(Page::TEXT, "two").await.unwrap();
        let error = Table::<Page>::delete("/").if_unchanged(&first).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::VersionConflict, Some("DeleteItem")));
        let second = error.current::<Page>().unwrap().unwrap();
        assert_eq!(second, Page { version: 2, ..page("/", "two") });
        let old = Table::<Page>::delete("/").if_unchanged(&second).returning_old().await.unwrap();
        assert_eq!((old, stored::<Page>("/").await), (Some(second.clone()), None));
        let error = Table::<Page>::delete("/").if_unchanged(&second).await.unwrap_err();
        assert!(error.is_version_conflict());
        assert_eq!(error.current::<Page>().unwrap(), None);
        Table::<Page>::delete("/").await.unwrap();
    })
    .await;
}

/// As `to_map` writes a new item, or another program that counts from 0.
#[tokio::test]
async fn an_item_stored_with_version_0_is_saved_as_version_1() {
    with_pages(async |db: &Database, _: &Faults| {
        let item = faraday::document::to_map(&page("/", "zero")).unwrap();
        let table = format!("{}pages", db.table_prefix());
        db.client().put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
        let mut read = stored::<Page>("/").await.unwrap();
        assert_eq!(read.version, 0);
        Table::<Page>::save(&mut read).await.unwrap();
        assert_eq!((read.version, stored::<Page>("/").await), (1, Some(read.clone())));
        assert!(Table::<Page>::save(&mut page("/", "new")).await.unwrap_err().is_version_conflict());
        Table::<Page>::delete("/").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_transaction_raises_and_checks_versions() {
    faraday_tests::needs!(Transactions);
    with_tables(async |_: &Database, faults: &Faults| {
        let new = page("/", "one");
        transaction((Table::<Page>::put(&new), Table::<Account>::put(&account("ann", 1)))).await.unwrap();
        let first = stored::<Page>("/").await.unwrap();
        assert_eq!(first, Page { version: 1, ..new.clone() });
        // By put, update and delete.
        let error = transaction((
            Table::<Account>::update("ann").add(Account::BALANCE, 1),
            Table::<Page>::put(&new),
            Table::<Page>::update("/b").set(Page::TEXT, "b").if_unchanged(&Page { version: 2, ..page("/b", "") }),
            Table::<Page>::delete("/c").if_unchanged(&Page { version: 1, ..page("/c", "") }),
        ))
        .await
        .unwrap_err();
        assert!(error.is_condition_failed() && !error.is_conflict());
        let reasons = error.cancellation_reasons();
        let told: Vec<_> = reasons.iter().map(|reason| (reason.operation(), reason.kind())).collect();
        let lost = ErrorKind::VersionConflict;
        assert_eq!(told, [(1, lost), (2, lost), (3, lost)]);
        assert!(error.is_version_conflict());
        // A condition of one's own that does not hold is no lost race, though the version is checked too.
        let put = Table::<Page>::put(&first).condition(Page::TEXT.eq("else"));
        let error = transaction((put,)).await.unwrap_err();
        assert!(error.is_condition_failed() && !error.is_version_conflict(), "{error}");
        faults.reset();
        assert_eq!(reasons[0].current::<Page>().unwrap(), Some(first.clone()));
        assert_eq!(reasons[1].current::<Page>().unwrap(), None);
        assert_eq!(stored::<Account>("ann").await, Some(account("ann", 1)));
        let update = Table::<Page>::update("/").set(Page::TEXT, "two").if_unchanged(&first);
        transaction((update, Table::<Page>::update("/b").if_absent())).await.unwrap();
        assert_eq!(stored::<Page>("/").await, Some(Page { version: 2, ..page("/", "two") }));
    })
    .await;
}

#[tokio::test]
async fn a_batch_writes_the_next_version_without_a_check() {
    with_pages(async |_: &Database, _: &Faults| {
        let pages = [page("/a", "one"), Page { version: 6, ..page("/b", "one") }];
        Table::<Page>::put_many(&pages).await.unwrap();
        Table::<Page>::put_many(&pages).await.unwrap();
        assert_eq!(stored::<Page>("/a").await, Some(Page { version: 1, ..page("/a", "one") }));
        assert_eq!(stored::<Page>("/b").await, Some(Page { version: 7, ..page("/b", "one") }));
        let read = Table::<Page>::get_many(["/a", "/b"]).await.unwrap();
        assert_eq!(read.iter().flatten().map(|page| page.version).collect::<Vec<_>>(), [1, 7]);
    })
    .await;
}

#[tokio::test]
async fn a_map_of_the_sdk_keeps_the_version() {
    let page = Page { version: 5, ..page("/", "one") };
    let map: HashMap<String, AttributeValue> = to_map(&page).unwrap();
    assert_eq!(map["version"], AttributeValue::N("5".into()));
    assert_eq!(from_map::<Page>(map).unwrap(), page);
    assert_eq!(faraday::document::from_json::<Page>(faraday::document::to_json(&page).unwrap()).unwrap(), page);
}

#[tokio::test]
async fn an_item_without_a_version_is_updated_as_version_0() {
    with_pages(async |db: &Database, _: &Faults| {
        let table = format!("{}pages", db.table_prefix());
        let text = |text: &str| AttributeValue::S(text.into());
        let put = db.client().put_item().table_name(&table).item("path", text("/")).item("text", text("old"));
        put.send().await.unwrap();
        // A version that is missing is 0 in an update; reading it into the struct is another matter.
        let new = Table::<Page>::update("/").set(Page::TEXT, "new").if_unchanged(&page("/", "")).returning_new();
        assert_eq!(new.await.unwrap(), Page { version: 1, ..page("/", "new") });
    })
    .await;
}

#[tokio::test]
async fn a_version_that_cannot_be_raised_is_an_error_and_nothing_is_sent() {
    with_pages(async |_: &Database, faults: &Faults| {
        let mut last = Page { version: u64::MAX, ..page("/", "stale") };
        let errors = [
            Table::<Page>::put(&last).await.unwrap_err(),
            Table::<Page>::put_many([&last]).await.unwrap_err(),
            transaction((Table::<Page>::put(&last),)).await.unwrap_err(),
            Table::<Page>::update("/").set(Page::TEXT, "stale").if_unchanged(&last).await.unwrap_err(),
            Table::<Page>::save(&mut last).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
            assert!(error.to_string().contains("attribute `version`: the version is the highest"), "{error}");
        }
        assert!(faults.recorded().is_empty());
        assert_eq!(last.version, u64::MAX);
        // What can be deleted may have any version.
        let error = Table::<Page>::delete("/").if_unchanged(&last).await.unwrap_err();
        assert!(error.is_version_conflict(), "{error}");
    })
    .await;
}
