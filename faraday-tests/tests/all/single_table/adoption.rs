//! Existing tables: any layout of keys, and items that do not fit.

use std::collections::BTreeMap;
use std::ops::Bound;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{ErrorKind, Item, Key, Table, Value, document};
use faraday_tests::tables::with_table;

use super::fixture::{App, Line, Order, Record, order};

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// Nothing but a text, nothing but a part, and a part that stands in both.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, partition_key = "CONFIG", sort_key = "CONFIG")]
struct Config {
    motto: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, partition_key = "{name}", sort_key = "{name}/{{{number}}}")]
struct Bare {
    name: String,
    number: u8,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, sort_key = "NOTE#{number}")]
struct Note {
    #[faraday(partition_key, rename = "pk")]
    owner: String,
    number: u32,
}

#[tokio::test]
async fn keys_may_have_any_layout() {
    faraday_tests::needs!(TimeToLive, UpdateWithoutExpression);
    with_table::<App>(async |_| {
        let config = Config { motto: "tea".into() };
        Table::<Config>::put(&config).await.unwrap();
        assert_eq!(Table::<Config>::get(()).await.unwrap(), Some(config.clone()));
        assert_eq!(Table::<Config>::query(()).await.unwrap(), [config]);
        let bare = Bare { name: "x".into(), number: 3 };
        assert_eq!(document::to_map(&bare).unwrap()["sk"], s("x/{003}"));
        Table::<Bare>::put(&bare).await.unwrap();
        assert_eq!(Table::<Bare>::get(("x", 3)).await.unwrap(), Some(bare.clone()));
        // The partition key tells the first part of the sort key.
        assert_eq!(Table::<Bare>::query("x").sort_key_range(3..=4).await.unwrap(), [bare]);
        let note = Note { owner: "ann".into(), number: 7 };
        Table::<Note>::put(&note).await.unwrap();
        assert_eq!(Table::<Note>::get(("ann", 7)).await.unwrap().as_ref(), Some(&note));
        assert_eq!(Table::<Note>::query("ann").sort_key_range(..8).await.unwrap(), std::slice::from_ref(&note));
        Table::<Note>::update(&note).if_exists().await.unwrap();
        Table::<Note>::delete(&note).await.unwrap();
    })
    .await;
}

/// Options that look at every name.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "strict", partition_key = "STRICT#{id}", sort_key = "{some_name}", deny_unknown,
    rename_all = "camelCase", index(gsi2, partition_key = "NAME#{some_name}")
)]
struct Strict {
    id: u8,
    some_name: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "open", partition_key = "OPEN#{id}", sort_key = "OPEN", index(gsi2, partition_key = "OWNER#{owner}")
)]
struct Open {
    owner: Option<String>,
    #[faraday(key_only)]
    id: u8,
    #[faraday(version)]
    version: u64,
    #[faraday(flatten)]
    place: Place,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Place {
    city: String,
}

#[tokio::test]
async fn keys_that_are_made_are_no_unknown_attributes() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let strict = Strict { id: 1, some_name: "x".into() };
        Table::<Strict>::put(&strict).await.unwrap();
        assert_eq!(Table::<Strict>::get((1, "x")).await.unwrap().as_ref(), Some(&strict));
        assert!(document::to_map(&strict).unwrap().contains_key("someName"));
        let created = Table::<Strict>::update((2, "y")).returning_new().await.unwrap();
        assert_eq!(created, Strict { id: 2, some_name: "y".into() });
        assert_eq!(Table::<Strict>::index(Strict::GSI2).query("y").await.unwrap(), [created]);

        let rest = BTreeMap::from([("more".to_owned(), s("x"))]);
        let mut open = Open { owner: None, id: 1, version: 0, place: Place { city: "Leeds".into() }, rest };
        Table::<Open>::save(&mut open).await.unwrap();
        assert_eq!(Table::<Open>::get(1).await.unwrap().as_ref(), Some(&open));
        let changed = Table::<Open>::modify(1, |open| open.place.city = "York".into()).await.unwrap().unwrap();
        assert_eq!((changed.version, changed.rest), (2, open.rest.clone()));
        let moved = Table::<Open>::modify(1, |open| open.id = 2).await.unwrap_err();
        assert_eq!(moved.kind(), ErrorKind::InvalidArgument);
        for name in ["sk", "gsi2pk"] {
            let doubled = Open { rest: BTreeMap::from([(name.to_owned(), s("x"))]), ..open.clone() };
            assert_eq!(Table::<Open>::put(&doubled).await.unwrap_err().kind(), ErrorKind::Encode);
        }
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(
    table = App, kind = "secret", partition_key = "SECRET#{number}", sort_key = "AT#{at}",
    index(gsi2, partition_key = "CARD#{card}")
)]
struct Secret {
    #[faraday(sensitive)]
    number: String,
    at: u8,
    #[faraday(sensitive)]
    card: Option<String>,
}

#[test]
fn a_sensitive_part_is_not_shown() {
    let secret = Secret { number: "hidden-1".into(), at: 1, card: Some("hidden-2".into()) };
    let shown = [
        Table::<Secret>::put(&secret).explain().to_string(),
        Table::<Secret>::get(&secret).explain().to_string(),
        Table::<Secret>::query("hidden-1").explain().to_string(),
        Table::<Secret>::update(&secret).set_key(Secret::GSI2, "hidden-3").explain().to_string(),
        Table::<Secret>::index(Secret::GSI2).query("hidden-2").explain().to_string(),
        format!("{:?}", Key::of(&secret).unwrap()),
    ];
    for text in shown {
        assert!(!text.contains("hidden"), "{text}");
    }
}

#[tokio::test]
async fn an_item_without_a_kind_is_an_error_that_is_seen() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        let mut old = document::to_map(&order(1, "2026-03-05T10:00:00Z", None)).unwrap();
        old.remove("kind");
        let put = db.client().put_item().table_name(db.table_name::<Order>()).set_item(Some(old));
        put.send().await.unwrap();
        for error in [
            Table::<Order>::query("acme").await.unwrap_err(),
            Table::<Order>::scan().await.unwrap_err(),
            Table::<Record>::query("acme").await.unwrap_err(),
            Table::<Order>::get(&order(1, "2026-03-05T10:00:00Z", None)).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains("`kind`"), "{error}");
            assert!(error.item_key().unwrap()["sk"].as_s().unwrap().starts_with("ORDER#"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_does_not_parse_is_an_error_of_its_attribute() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |db| {
        for sort_key in ["LINE", "ORDER#x#1#LINE#2", "ORDER#2026-03-05T10:00:00.000000000Z#00000000000000000001#LINE#x"]
        {
            let item = db.client().put_item().table_name(db.table_name::<Line>());
            let item = item.item("pk", s("TENANT#acme")).item("sk", s(sort_key));
            item.item("kind", s("line")).item("article", s("tea")).send().await.unwrap();
            let error = Table::<Line>::scan().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains("sk") && !error.to_string().contains(sort_key), "{error}");
            let key = error.item_key().unwrap().clone();
            assert_eq!(key["sk"], s(sort_key));
            db.client().delete_item().table_name(db.table_name::<Line>()).set_key(Some(key)).send().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_over_the_limits_is_refused_before_it_is_sent() {
    faraday_tests::needs!(TimeToLive);
    with_table::<App>(async |_| {
        let long = |length: usize| Bare { name: "x".repeat(length), number: 1 };
        Table::<Bare>::put(&long(1_018)).await.unwrap();
        let error = Table::<Bare>::put(&long(1_019)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.to_string().contains("sk") && error.to_string().contains("1024"), "{error}");
        let error = Table::<Note>::put(&Note { owner: "x".repeat(2_049), number: 1 }).await.unwrap_err();
        assert!(error.to_string().contains("pk") && error.to_string().contains("2048"), "{error}");
        for error in [
            Table::<Bare>::get(("x".repeat(1_100), 1)).await.unwrap_err(),
            Table::<Bare>::query("").await.unwrap_err(),
            Table::<Bare>::query("x").sort_key_range((Bound::Included(9), Bound::Included(3))).await.unwrap_err(),
        ] {
            assert!(matches!(error.kind(), ErrorKind::Encode | ErrorKind::InvalidArgument), "{error}");
        }
    })
    .await;
}
