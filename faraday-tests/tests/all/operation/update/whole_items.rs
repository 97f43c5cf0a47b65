//! `upsert` and `update_from`: updates of whole items.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::testing::Faults;
use faraday::{Database, ErrorKind, Item, Table, Value, transaction};
use faraday_tests::tables::with_table;
use proptest::prelude::*;

use crate::operation::page::{Page, page};
use crate::operation::user::{User, user};
use crate::random::cases;

#[derive(Debug, Clone, PartialEq, Value)]
struct Audit {
    author: Option<String>,
    count: u64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "accounts", global_index(by_mail, partition_key = mail))]
struct Account {
    #[faraday(partition_key)]
    id: String,
    mail: Option<String>,
    #[faraday(alias = "title", rename = "n")]
    name: Option<String>,
    tags: HashSet<String>,
    prices: HashMap<String, HashSet<u8>>,
    #[faraday(flatten)]
    audit: Audit,
    #[faraday(frozen)]
    notes: Option<Vec<String>>,
    #[faraday(null)]
    nothing: Option<u8>,
    #[faraday(created_at)]
    created: Option<SystemTime>,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
    #[faraday(version)]
    version: u64,
}

/// What another program keeps in the same items.
#[derive(Debug, PartialEq, Item)]
#[faraday(table = "accounts")]
struct Beside {
    #[faraday(partition_key)]
    id: String,
    beside: u64,
}

fn account() -> impl Strategy<Value = Account> {
    let maybe = || proptest::option::of("[a-z]{1,3}");
    let notes = proptest::option::of(proptest::collection::vec("[a-z]{0,3}", 0..3));
    let sizes = proptest::collection::hash_set(any::<u8>(), 1..5);
    let prices = proptest::collection::hash_map("[a-c]", sizes, 0..3);
    let tags = proptest::collection::hash_set("[a-z]{1,2}", 0..5);
    (maybe(), maybe(), tags, prices, (maybe(), 0..3_u64), notes, proptest::option::of(any::<u8>())).prop_map(
        |(mail, name, tags, prices, (author, count), notes, nothing)| Account {
            id: "ann".into(),
            mail,
            name,
            tags,
            prices,
            audit: Audit { author, count },
            notes,
            nothing,
            created: None,
            updated: None,
            version: 0,
        },
    )
}

async fn stored() -> Account {
    Table::<Account>::get("ann").consistent().await.unwrap().unwrap()
}

/// The item with the version and times of the stored one.
fn as_stored(item: &Account, stored: &Account) -> Account {
    Account { created: stored.created, updated: stored.updated, version: stored.version, ..item.clone() }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_is_upserted_is_stored_beside_what_the_struct_does_not_know(
        items in proptest::collection::vec(account(), 1..4), is_new in any::<bool>()
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<Account>(async |_| {
            let beside = Beside { id: "ann".into(), beside: 7 };
            if !is_new {
                Table::<Beside>::upsert(&beside).await.unwrap();
            }
            for (written, item) in (0..).zip(items) {
                let item = Account { version: written, ..item };
                Table::<Account>::upsert(&item).await.unwrap();
                let stored = stored().await;
                assert_eq!(stored, as_stored(&item, &stored));
                assert!(stored.version == written + 1 && stored.created.is_some() && stored.created <= stored.updated);
            }
            let found = Table::<Beside>::get("ann").consistent().await;
            assert_eq!(found.ok().flatten(), (!is_new).then_some(beside));
        }));
    }

    #[test]
    fn an_update_from_one_item_to_another_makes_it_that(items in proptest::collection::vec(account(), 2..5)) {
        tokio::runtime::Runtime::new().unwrap().block_on(with_table::<Account>(async |_| {
            Table::<Account>::put(&items[0]).await.unwrap();
            let beside = Beside { id: "ann".into(), beside: 7 };
            Table::<Beside>::upsert(&beside).await.unwrap();
            for item in &items[1..] {
                let old = stored().await;
                Table::<Account>::update_from(&old, item).await.unwrap();
                let new = stored().await;
                assert_eq!(new, as_stored(item, &new));
                assert_eq!((new.version, new.created), (old.version + 1, old.created));
            }
            assert_eq!(Table::<Beside>::get("ann").consistent().await.unwrap(), Some(beside));
        }));
    }
}

async fn raw(db: &Database, key: &str) -> HashMap<String, AttributeValue> {
    let get = db.client().get_item().table_name(db.table_name::<User>());
    get.key("id", AttributeValue::S(key.into())).send().await.unwrap().item.unwrap_or_default()
}

#[tokio::test]
async fn only_what_differs_is_sent() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    Table::<User>::create().on(&db).await.unwrap();
    let old = User { tags: ["a", "b", "c"].map(str::to_owned).into(), ..user("ann", 1) };
    Table::<User>::put(&old).on(&db).await.unwrap();
    let new = User { email: None, ..old.clone() };
    Table::<User>::update_from(&old, &new).on(&db).await.unwrap();
    let update = db.recorded().only("UpdateItem").update().unwrap();
    assert_eq!(update, "REMOVE email");
    // What others changed meanwhile stays, if it does not differ here.
    Table::<User>::update("ann").set(User::VISITS, 9).on(&db).await.unwrap();
    Table::<User>::update_from(&new, &User { tags: ["a".to_owned()].into(), ..new.clone() }).on(&db).await.unwrap();
    let stored = Table::<User>::get("ann").on(&db).await.unwrap();
    assert_eq!(stored, Some(User { visits: 9, tags: ["a".to_owned()].into(), ..new }));
}

#[tokio::test]
async fn an_unordered_collection_that_is_the_same_is_not_sent() {
    #[derive(Item)]
    #[faraday(table = "sets")]
    struct Sets {
        #[faraday(partition_key)]
        id: u64,
        texts: HashSet<String>,
        nested: BTreeMap<String, HashSet<Vec<u8>>>,
    }
    let texts = || (0..50).map(|number| number.to_string()).collect::<HashSet<_>>();
    let binaries = || (0..50).map(|number| vec![number]).collect::<HashSet<_>>();
    let item = || Sets { id: 1, texts: texts(), nested: BTreeMap::from([("a".into(), binaries())]) };
    let shown = Table::<Sets>::update_from(&item(), &item()).explain().to_string();
    assert!(!shown.contains("UpdateExpression"), "{shown}");
    let more = Sets { nested: BTreeMap::new(), ..item() };
    let shown = Table::<Sets>::update_from(&item(), &more).explain().to_string();
    assert!(shown.contains("nested") && !shown.contains("texts"), "{shown}");
}

#[tokio::test]
async fn without_a_difference_the_condition_alone_is_sent() {
    faraday_tests::needs!(UpdateWithoutExpression);
    with_table::<Page>(async |_| {
        Table::<Page>::put(&page("/", "one")).await.unwrap();
        let old = Page { version: 1, ..page("/", "one") };
        Table::<Page>::update_from(&old, &old).await.unwrap();
        assert_eq!(Table::<Page>::get("/").consistent().await.unwrap().map(|page| page.version), Some(2));
        let error = Table::<Page>::update_from(&old, &old).await.unwrap_err();
        assert!(error.is_version_conflict(), "{error}");
    })
    .await;
    with_table::<User>(async |db| {
        let ann = user("ann", 1);
        assert!(Table::<User>::update_from(&ann, &ann).await.unwrap_err().is_condition_failed());
        Table::<User>::put(&ann).await.unwrap();
        Table::<User>::update_from(&ann, &ann).await.unwrap();
        let error = transaction((Table::<User>::update_from(&ann, &ann),)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert_eq!(raw(db, "ann").await, faraday::document::to_map(&ann).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_version_is_that_of_the_item_in_hand() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_table::<Page>(async |_| {
        let upsert = |version, text| Table::<Page>::upsert(&Page { version, ..page("/", text) });
        upsert(0, "one").await.unwrap();
        assert!(upsert(0, "two").await.unwrap_err().is_version_conflict());
        upsert(1, "two").await.unwrap();
        let error = upsert(1, "three").await.unwrap_err();
        assert!(error.is_version_conflict());
        assert_eq!(error.current::<Page>().unwrap(), Some(Page { version: 2, ..page("/", "two") }));

        let (old, new) = (page("/", "two"), page("/", "three"));
        let from = |version| Table::<Page>::update_from(&Page { version, ..old.clone() }, &new);
        assert!(from(1).await.unwrap_err().is_version_conflict());
        let written = from(2).returning_new().await.unwrap();
        assert_eq!(written, Page { version: 3, ..new.clone() });
        Table::<Page>::delete("/").await.unwrap();
        // It is not created again, whatever the version says.
        assert!(from(3).await.unwrap_err().is_condition_failed());
        assert!(from(0).await.unwrap_err().is_condition_failed());
        assert_eq!(Table::<Page>::get("/").consistent().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn both_are_updates_with_conditions_answers_and_a_place_in_transactions() {
    faraday_tests::needs!(ItemOnFailedCondition, Transactions);
    with_table::<User>(async |_| {
        let ann = user("ann", 1);
        let new = Table::<User>::upsert(&ann).if_absent().returning_new().await.unwrap();
        assert_eq!(new, ann);
        assert!(Table::<User>::upsert(&ann).if_absent().await.unwrap_err().is_condition_failed());
        let more = User { visits: 5, ..ann.clone() };
        let low = Table::<User>::upsert(&more).condition(User::VISITS.gt(3)).returning_current();
        assert_eq!(low.await.unwrap_err().current::<User>().unwrap(), Some(ann.clone()));
        let bob = user("bob", 2);
        transaction((Table::<User>::upsert(&bob), Table::<User>::update_from(&ann, &more))).await.unwrap();
        let stored = async |id: &str| Table::<User>::get(id).consistent().await.unwrap();
        assert_eq!((stored("ann").await, stored("bob").await), (Some(more.clone()), Some(bob)));
        let error = Table::<User>::upsert(&ann).set(User::VISITS, 3).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    })
    .await;
}

#[tokio::test]
async fn items_of_different_keys_and_too_large_ones_are_refused() {
    let db = Database::embedded_with(Faults::new()).unwrap();
    let error = Table::<User>::update_from(&user("ann", 1), &user("bob", 1)).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    let large = User { email: Some("x".repeat(410_000)), ..user("ann", 1) };
    assert_eq!(Table::<User>::upsert(&large).on(&db).await.unwrap_err().kind(), ErrorKind::ItemTooLarge);
    let error = Table::<User>::update_from(&user("ann", 1), &large).on(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ItemTooLarge);
    let nameless = user("", 1);
    assert_eq!(Table::<User>::upsert(&nameless).on(&db).await.unwrap_err().kind(), ErrorKind::Encode);
    assert_eq!(db.recorded().count("UpdateItem"), 0);
}

#[tokio::test]
async fn an_upsert_removes_former_names_and_what_the_item_lacks() {
    #[derive(Debug, PartialEq, Item)]
    #[faraday(table = "users")]
    struct Renamed {
        #[faraday(partition_key)]
        id: String,
        #[faraday(alias = "email")]
        mail: Option<String>,
        note: Option<String>,
        #[faraday(extra)]
        rest: BTreeMap<String, AttributeValue>,
    }
    with_table::<User>(async |db| {
        Table::<User>::put(&user("ann", 1)).await.unwrap();
        let renamed = |note: Option<&str>| Renamed {
            id: "ann".into(),
            mail: None,
            note: note.map(Into::into),
            rest: BTreeMap::from([("more".into(), AttributeValue::Bool(true))]),
        };
        Table::<Renamed>::upsert(&renamed(Some("x"))).await.unwrap();
        let names = |item: HashMap<String, AttributeValue>| {
            let mut names: Vec<String> = item.into_keys().collect();
            names.sort();
            names
        };
        // `tags` and `visits` are extra attributes, of which an upsert removes none.
        assert_eq!(names(raw(db, "ann").await), ["id", "more", "note", "tags", "visits"]);
        Table::<Renamed>::upsert(&renamed(None)).await.unwrap();
        assert_eq!(names(raw(db, "ann").await), ["id", "more", "tags", "visits"]);
        let old = Table::<Renamed>::get("ann").await.unwrap().unwrap();
        Table::<Renamed>::update_from(&old, &renamed(None)).await.unwrap();
        assert_eq!(names(raw(db, "ann").await), ["id", "more"]);
    })
    .await;
}
