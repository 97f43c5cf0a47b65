//! The other forms of an enum that is an item: with only items in it, untagged, with versions, generic.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::SystemTime;

use faraday::value::Attributes;
use faraday::{
    Item, Table,
    document::{from_json, to_json, to_map},
};
use faraday_tests::tables::with_table;

use super::Note;

/// Without named fields the key is that of the items within.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "entityType", global_index(by_type, partition_key = entity_type))]
enum Newtypes {
    Memo(Memo),
    Letter(Letter),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", kind = "Memo", tag = "entityType")]
struct Memo {
    #[faraday(partition_key)]
    pk: String,
    #[faraday(sort_key, rename = "sk")]
    id: String,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", kind = "Letter", tag = "entityType")]
struct Letter {
    #[faraday(partition_key, rename = "pk")]
    to: String,
    #[faraday(sort_key, rename = "sk")]
    at: String,
}

#[tokio::test]
async fn a_variant_may_hold_an_item() {
    with_table::<Newtypes>(async |_| {
        let letter = Newtypes::Letter(Letter { to: "ann".into(), at: "1".into() });
        let memo = Newtypes::Memo(Memo { pk: "ann".into(), id: "2".into(), text: "hi".into() });
        Table::<Newtypes>::put_many([&letter, &memo]).await.unwrap();
        assert_eq!(Table::<Newtypes>::query("ann").await.unwrap(), [letter.clone(), memo.clone()]);
        let found = Table::<Newtypes>::index(Newtypes::BY_TYPE).query("Letter").await.unwrap();
        assert_eq!(found, [letter]);
        assert_eq!(Newtypes::ENTITY_TYPE.name(), "entityType");
        // An item of a variant reads what the enum wrote, tag and all.
        let read = Table::<Memo>::get(("ann", "2")).await.unwrap();
        assert_eq!(read.map(Newtypes::Memo), Some(memo));
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
async fn an_untagged_item_is_read_as_the_first_variant_that_fits() {
    with_table::<Untagged>(async |_| {
        let note = Untagged::Note(Note { pk: "ann".into(), id: "1".into(), text: "hi".into() });
        let total = Untagged::Total { pk: "ann".into(), sk: "2".into(), total: 3 };
        Table::<Untagged>::put(&note).await.unwrap();
        Table::<Untagged>::put(&total).await.unwrap();
        assert_eq!(Table::<Untagged>::query("ann").await.unwrap(), [note, total]);
        assert_eq!(to_map(&Untagged::Total { pk: "a".into(), sk: "b".into(), total: 1 }).unwrap().len(), 3);
        Table::<Untagged>::update(("ann", "2")).remove(Untagged::TOTAL).await.unwrap();
        let error = Table::<Untagged>::get(("ann", "2")).await.unwrap_err();
        assert!(error.to_string().ends_with("expected the form of one of the variants Note, Total, found another"));
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
#[faraday(table = "shop", kind = "Kept")]
struct Kept {
    #[faraday(partition_key)]
    cart: String,
    #[faraday(version)]
    version: u64,
    #[faraday(updated_at)]
    at: SystemTime,
}

#[tokio::test]
async fn the_version_of_an_item_is_that_of_its_variant() {
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
async fn a_generic_enum_is_read_back() {
    with_table::<Generic<u64, String>>(async |db| {
        let many = Generic::Many { id: 1, values: vec!["a".to_owned()] };
        Table::<Generic<u64, String>>::put(&many).on(db).await.unwrap();
        assert_eq!(Table::<Generic<u64, String>>::get(1).on(db).await.unwrap(), Some(many));
        let found = Table::<Generic<u64, String>>::scan().filter(Generic::<u64, String>::VALUE.exists()).on(db).await;
        assert_eq!(found.unwrap(), []);
        assert!(matches!(Generic::<u64, String>::NAMES, names if names.declares("values") && names.declares("kind")));
    })
    .await;
}

/// A parameter may be in an item within, whose key is then asked to be that of all.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "kind")]
enum Within<T> {
    Plain {
        #[faraday(partition_key)]
        id: u64,
    },
    Generic(Inner<T>),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "kind")]
enum Only<T> {
    Generic(Inner<T>),
    Again(Inner<Vec<T>>),
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop")]
struct Inner<T> {
    #[faraday(partition_key)]
    id: u64,
    value: T,
}

#[tokio::test]
async fn an_item_within_may_be_generic() {
    with_table::<Within<String>>(async |_| {
        let within = Within::Generic(Inner { id: 1, value: "a".to_owned() });
        Table::<Within<String>>::put(&within).await.unwrap();
        assert_eq!(Table::<Within<String>>::get(1).await.unwrap(), Some(within));
        let only = Only::Again(Inner { id: 2, value: vec![1u8] });
        Table::<Only<u8>>::put(&only).await.unwrap();
        assert_eq!(Table::<Only<u8>>::get(2).await.unwrap(), Some(only));
    })
    .await;
}

/// The options of fields are those of a struct's; what not every variant has is an `Option` in the constants.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "shop", tag = "$type", rename_all = "kebab-case", deny_unknown)]
enum Options {
    #[faraday(rename_all = "camelCase")]
    FirstKind {
        #[faraday(partition_key)]
        customer_id: u64,
        #[faraday(with = faraday::value::text)]
        sent_from: IpAddr,
        #[faraday(frozen)]
        notes: Vec<String>,
        #[faraday(default)]
        tries: u8,
        #[faraday(skip)]
        cached: bool,
        /// In each variant another type, so there is no constant.
        amount: u64,
    },
    #[faraday(alias = "second")]
    SecondKind {
        #[faraday(partition_key, rename = "customerId")]
        id: u64,
        #[faraday(null)]
        gone: Option<String>,
        amount: String,
        tags: BTreeSet<String>,
    },
}

#[tokio::test]
async fn fields_in_variants_have_the_options_of_a_structs() {
    with_table::<Options>(async |_| {
        let sent_from = IpAddr::from([127, 0, 0, 1]);
        let notes = vec!["a".to_owned()];
        let first = Options::FirstKind { customer_id: 1, sent_from, notes, tries: 0, cached: false, amount: 3 };
        let second =
            Options::SecondKind { id: 2, gone: None, amount: "much".into(), tags: BTreeSet::from(["x".to_owned()]) };
        Table::<Options>::put(&first).await.unwrap();
        Table::<Options>::put(&second).await.unwrap();
        assert_eq!(Table::<Options>::get(1).await.unwrap(), Some(first.clone()));
        assert_eq!(Table::<Options>::get(2).await.unwrap(), Some(second.clone()));
        let json = r#"{"$type":{"S":"second-kind"},"customerId":{"N":"2"},"gone":{"NULL":true},"amount":{"S":"much"},"tags":{"SS":["x"]}}"#;
        assert_eq!(to_json(&second).unwrap(), json);
        assert_eq!(from_json::<Options>(json.replace("second-kind", "second")).unwrap(), second);
        let local = Options::TYPE.eq("first-kind") & Options::SENT_FROM.begins_with("127.");
        assert_eq!(Table::<Options>::scan().filter(local).await.unwrap(), [first]);
        Table::<Options>::update(2).insert(Options::TAGS, ["y"]).set(Options::GONE, "no").await.unwrap();
        let error = from_json::<Options>(json.replace("gone", "more")).unwrap_err();
        let known = "customerId, gone, amount, tags";
        assert_eq!(error.to_string(), format!("attribute `more`: expected one of the attributes {known}, found another"));
    })
    .await;
}
