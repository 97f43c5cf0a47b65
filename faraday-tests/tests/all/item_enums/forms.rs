//! The other forms of an enum that is an item: of items alone, untagged, with versions, generic.

use std::time::SystemTime;

use faraday::value::Attributes;
use faraday::{Database, Item, Table, to_map};
use faraday_tests::tables::with_table;

use super::Note;

/// Without named fields the key is that of the items within.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "entityType", global_index(by_type, partition_key = entity_type))]
enum Newtypes {
    Note(Note),
    Letter(Letter),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop")]
struct Letter {
    #[faraday(partition_key, rename = "pk")]
    to: String,
    #[faraday(sort_key, rename = "sk")]
    at: String,
}

#[tokio::test]
async fn items_in_variants() {
    with_table::<Newtypes>(async |_| {
        let letter = Newtypes::Letter(Letter { to: "ann".into(), at: "1".into() });
        let note = Newtypes::Note(Note { pk: "ann".into(), id: "2".into(), text: "hi".into() });
        Table::<Newtypes>::put_many([&letter, &note]).await.unwrap();
        assert_eq!(Table::<Newtypes>::query("ann").await.unwrap(), [letter.clone(), note.clone()]);
        let found = Table::<Newtypes>::index(Newtypes::BY_TYPE).query("Letter").await.unwrap();
        assert_eq!(found, [letter]);
        assert_eq!(Newtypes::ENTITY_TYPE.name(), "entityType");
        // An item of a variant reads what the enum wrote, tag and all.
        let read = Table::<Note>::get(("ann", "2")).await.unwrap();
        assert_eq!(read.map(Newtypes::Note), Some(note));
    })
    .await;
}

/// Told by what they have; the first that fits is read.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", untagged)]
enum Untagged {
    Note(Note),
    Total {
        #[faraday(partition_key)]
        pk: String,
        #[faraday(sort_key)]
        sk: String,
        total: u64,
    },
}

#[tokio::test]
async fn an_untagged_item() {
    with_table::<Untagged>(async |_| {
        let note = Untagged::Note(Note { pk: "ann".into(), id: "1".into(), text: "hi".into() });
        let total = Untagged::Total { pk: "ann".into(), sk: "2".into(), total: 3 };
        Table::<Untagged>::put(&note).await.unwrap();
        Table::<Untagged>::put(&total).await.unwrap();
        assert_eq!(Table::<Untagged>::query("ann").await.unwrap(), [note, total]);
        assert_eq!(to_map(&Untagged::Total { pk: "a".into(), sk: "b".into(), total: 1 }).unwrap().len(), 3);
        Table::<Untagged>::update(("ann", "2")).remove(Untagged::TOTAL).await.unwrap();
        let error = Table::<Untagged>::get(("ann", "2")).await.unwrap_err();
        assert!(error.to_string().ends_with("expected what one of the variants Note, Total has, found something else"));
    })
    .await;
}

/// The version and the times of an item are those of its variant.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "kind")]
enum Versioned {
    Cart {
        #[faraday(partition_key)]
        cart: String,
        items: u64,
        #[faraday(version)]
        version: u64,
        #[faraday(updated_at)]
        at: SystemTime,
    },
    Wish {
        #[faraday(partition_key, rename = "cart")]
        wish: String,
        #[faraday(version)]
        version: u64,
        #[faraday(updated_at)]
        at: SystemTime,
    },
    Kept(Kept),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop")]
struct Kept {
    #[faraday(partition_key)]
    cart: String,
    #[faraday(version)]
    version: u64,
    #[faraday(updated_at)]
    at: SystemTime,
}

#[tokio::test]
async fn the_version_of_a_variant() {
    let start = SystemTime::UNIX_EPOCH;
    with_table::<Versioned>(async |_| {
        let mut cart = Versioned::Cart { cart: "a".into(), items: 0, version: 0, at: start };
        let mut kept = Versioned::Kept(Kept { cart: "b".into(), version: 0, at: start });
        Table::<Versioned>::save(&mut cart).await.unwrap();
        Table::<Versioned>::save(&mut kept).await.unwrap();
        assert!(matches!(&cart, Versioned::Cart { version: 1, at, .. } if *at > start), "{cart:?}");
        assert!(matches!(&kept, Versioned::Kept(Kept { version: 1, at, .. }) if *at > start), "{kept:?}");
        let raise = |item: &mut Versioned| {
            if let Versioned::Cart { items, .. } = item {
                *items += 1;
            }
        };
        Table::<Versioned>::modify("a", raise).await.unwrap();
        let error = Table::<Versioned>::save(&mut cart).await.unwrap_err();
        assert!(error.is_condition_failed());
        let now = Table::<Versioned>::get("a").await.unwrap();
        assert!(matches!(now, Some(Versioned::Cart { items: 1, version: 2, .. })), "{now:?}");
    })
    .await;
}

/// Parameters may stand in named fields.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "kind")]
enum Generic<K, T> {
    One {
        #[faraday(partition_key)]
        id: K,
        value: T,
    },
    Many {
        #[faraday(partition_key)]
        id: K,
        values: Vec<T>,
    },
}

#[tokio::test]
async fn a_generic_enum() {
    let db = Database::embedded().unwrap();
    Table::<Generic<u64, String>>::create().on(&db).await.unwrap();
    let many = Generic::Many { id: 1, values: vec!["a".to_owned()] };
    Table::<Generic<u64, String>>::put(&many).on(&db).await.unwrap();
    assert_eq!(Table::<Generic<u64, String>>::get(1).on(&db).await.unwrap(), Some(many));
    let found = Table::<Generic<u64, String>>::scan().filter(Generic::<u64, String>::VALUE.exists()).on(&db).await;
    assert_eq!(found.unwrap(), []);
    assert!(matches!(Generic::<u64, String>::NAMES, names if names.say("values") && names.say("kind")));
}
