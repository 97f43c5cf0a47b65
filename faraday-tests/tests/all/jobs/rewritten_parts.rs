//! What `modify_all` and `upgrade_all` know of an item: its variant, its stored version, its creation time, and as what it was read.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use faraday::error::Outcome;
use faraday::schema::OlderItem;
use faraday::value::DecodeError;
use faraday::{Database, ErrorKind, Item, Table};
use faraday_tests::tables::with_table;

use super::fixture::{counts, n, put_raw, s, table_of};

#[derive(Table)]
#[faraday(name = "app", partition_key(pk: String), sort_key(sk: String))]
struct App;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "note", partition_key = "NOTE#{id}", sort_key = "NOTE")]
struct Note {
    id: u64,
    #[faraday(alias = "words")]
    text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App, kind = "user", partition_key = "NOTE#{id}", sort_key = "USER")]
struct User {
    id: u64,
    email: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = App)]
enum Record {
    Note(Note),
    User(User),
}

async fn names_of(db: &Database, sk: &str) -> Vec<String> {
    let get = db.client().get_item().table_name(table_of::<Note>(db)).consistent_read(true);
    let item = get.key("pk", s("NOTE#00000000000000000001")).key("sk", s(sk)).send().await.unwrap().item.unwrap();
    let mut names: Vec<_> = item.into_keys().collect();
    names.sort();
    names
}

/// Another release of the struct of a variant may have added an attribute that another variant has.
#[tokio::test]
async fn an_enum_keeps_what_the_items_own_variant_does_not_know() {
    with_table::<App>(async |db| {
        let pk = s("NOTE#00000000000000000001");
        let note = [("pk", pk.clone()), ("sk", s("NOTE")), ("kind", s("note")), ("id", n(1))];
        let rest = [("words", s("old")), ("email", s("ann@example.com")), ("theme", s("dark"))];
        let all: Vec<_> = note.into_iter().chain(rest).collect();
        put_raw::<7>(db, table_of::<Note>(db), all.try_into().unwrap()).await;
        // The former name is written anew.
        let job = || Table::<Record>::modify_all(Table::<Record>::scan(), |_| ());
        assert_eq!(counts(&job().await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(names_of(db, "NOTE").await, ["email", "id", "kind", "pk", "sk", "text", "theme"]);
        assert_eq!(counts(&job().await.unwrap()), [1, 1, 0, 1, 0]);
        // What the variant knows is removed.
        let job = Table::<Record>::modify_all(Table::<Record>::scan(), |record| {
            if let Record::Note(note) = record {
                note.text = None;
            }
        });
        assert_eq!(counts(&job.await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(names_of(db, "NOTE").await, ["email", "id", "kind", "pk", "sk", "theme"]);
    })
    .await;
}

#[tokio::test]
async fn an_enum_changes_the_kinds_of_its_variants_only() {
    with_table::<App>(async |db| {
        Table::<Note>::put(&Note { id: 1, text: None }).await.unwrap();
        let pk = || s("NOTE#00000000000000000001");
        put_raw(db, table_of::<Note>(db), [("pk", pk()), ("sk", s("Z")), ("kind", s("zone"))]).await;
        put_raw(db, table_of::<Note>(db), [("pk", pk()), ("sk", s("Y"))]).await;
        let scan = || Table::<Record>::scan();
        let done = Table::<Record>::modify_all(scan(), |record| {
            if let Record::Note(note) = record {
                note.text = Some("new".into());
            }
        });
        assert_eq!(counts(&done.await.unwrap()), [1, 1, 1, 0, 0]);
        assert_eq!(Table::<Record>::count_all(scan()).await.unwrap(), 1);
        assert_eq!(names_of(db, "Z").await, ["kind", "pk", "sk"]);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "wide")]
struct Wide {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(extra)]
    rest: BTreeMap<String, u64>,
    #[faraday(version, default)]
    version: u64,
}

/// The struct has a version, and the stored item none yet: nothing shows a change of an attribute that is not compared.
#[tokio::test]
async fn an_item_stored_without_a_version_is_not_changed_in_more_than_a_condition_compares() {
    with_table::<Wide>(async |db| {
        for (count, fits) in [(100, true), (101, false), (300, false)] {
            let put = db.client().put_item().table_name(table_of::<Wide>(db)).item("id", n(1));
            let put = (0..count).fold(put, |put, number| put.item(format!("a{number:03}"), n(1)));
            put.send().await.unwrap();
            let double = |wide: &mut Wide| wide.rest.values_mut().for_each(|value| *value *= 2);
            let done = Table::<Wide>::modify_all(Table::<Wide>::scan(), double).await;
            let stored = Table::<Wide>::get(1).consistent().await.unwrap().unwrap();
            let expected = if fits { (2, 1) } else { (1, 0) };
            assert_eq!((stored.rest["a000"], stored.version), expected, "{count}");
            match done {
                Ok(done) => assert!(fits && counts(&done) == [1, 1, 1, 0, 0], "{count}: {done:?}"),
                Err(error) => {
                    assert_eq!(
                        (error.kind(), error.outcome()),
                        (ErrorKind::InvalidArgument, Outcome::NotDone),
                        "{count}"
                    );
                    assert!(!fits, "{error}");
                }
            }
        }
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "dated")]
struct Dated {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(created_at)]
    created: Option<SystemTime>,
    votes: u64,
}

/// A backfill of creation times.
#[tokio::test]
async fn a_creation_time_that_the_change_sets_is_stored() {
    with_table::<Dated>(async |db| {
        for id in 1..=2 {
            put_raw(db, table_of::<Dated>(db), [("id", n(id)), ("votes", n(1))]).await;
        }
        let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        let job = || {
            Table::<Dated>::modify_all(Table::<Dated>::scan(), move |dated| {
                dated.created = Some(then);
                dated.votes = dated.id;
            })
        };
        assert_eq!(counts(&job().await.unwrap()), [2, 2, 2, 0, 0]);
        for id in 1..=2 {
            let stored = Table::<Dated>::get(id).consistent().await.unwrap();
            assert_eq!(stored, Some(Dated { id, created: Some(then), votes: id }));
        }
        assert_eq!(counts(&job().await.unwrap()), [2, 2, 0, 2, 0]);
    })
    .await;
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "prices", schema_version = 3, upgrade = upgrade_price)]
struct Price {
    #[faraday(partition_key)]
    id: u64,
    cents: u64,
}

#[derive(Item)]
#[faraday(table = "prices")]
struct PriceOf2 {
    #[faraday(partition_key)]
    id: u64,
    theme: String,
    cents: u64,
}

#[derive(Item)]
#[faraday(table = "prices")]
struct PriceOf1 {
    #[faraday(partition_key)]
    id: u64,
    euros: u64,
}

/// The versions were not written, so the upgrade finds out by reading.
fn upgrade_price(older: &OlderItem<'_>) -> Result<Price, DecodeError> {
    if let Ok(PriceOf2 { id, cents, theme: _ }) = older.read() {
        return Ok(Price { id, cents });
    }
    let PriceOf1 { id, euros } = older.read()?;
    Ok(Price { id, cents: euros * 100 })
}

/// The attributes of a struct that the item is not of are unknown ones.
#[tokio::test]
async fn an_upgrade_that_tries_a_struct_does_not_remove_its_attributes() {
    with_table::<Price>(async |db| {
        put_raw(db, table_of::<Price>(db), [("id", n(1)), ("euros", n(5)), ("theme", n(7))]).await;
        put_raw(db, table_of::<Price>(db), [("id", n(2)), ("cents", n(5)), ("theme", s("dark"))]).await;
        let done = Table::<Price>::upgrade_all(Table::<Price>::scan()).await.unwrap();
        assert_eq!(counts(&done), [2, 2, 2, 0, 0]);
        for (id, cents, theme) in [(1, 500, Some(n(7))), (2, 5, None)] {
            let item = Table::<Price>::get(id).as_map().consistent().await.unwrap().unwrap();
            assert_eq!(Table::<Price>::get(id).await.unwrap(), Some(Price { id, cents }));
            assert_eq!((item.get("theme").cloned(), item.get("euros")), (theme, None));
        }
    })
    .await;
}
