//! A sealed value is bound to its table, attribute and primary key.

use std::collections::BTreeMap;
use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{
    Attribute, Database, Frozen, Item, Table,
    database::Codec,
    encryption::{Binding, Sealed},
    frozen::Older,
    transaction,
    value::DecodeError,
};
use faraday_tests::environment;
use faraday_tests::tables::{own_database, own_database_over, with_table_of};
use serde::{Deserialize, Serialize};

use super::support::{Patient, Record, patient, record, ring, with_patients, written};

/// The attributes of an item as they are stored, changed and written back.
async fn tamper(
    database: &Database,
    from: i64,
    change: impl FnOnce(&mut std::collections::HashMap<String, AttributeValue>),
) {
    let table = format!("{}patients", database.table_prefix());
    let key = |number: i64| AttributeValue::N(number.to_string());
    let get = database.client().get_item().table_name(&table).key("clinic", AttributeValue::S("leeds".into()));
    let mut item = get.key("number", key(from)).send().await.unwrap().item.unwrap();
    change(&mut item);
    database.client().put_item().table_name(table).set_item(Some(item)).send().await.unwrap();
}

async fn assert_closed(number: i64, says: &str) {
    let key = || ("leeds", number);
    let errors = [
        Table::<Patient>::get(key()).await.unwrap_err(),
        Table::<Patient>::query("leeds").sort_key(number).await.unwrap_err(),
        Table::<Patient>::get_many([key()]).await.unwrap_err(),
        Table::<Patient>::get(key()).select(Patient::RECORD).await.unwrap_err(),
    ];
    for error in errors {
        let text = error.to_string();
        assert!(error.is_decode() && text.contains("`record`") && text.contains(says), "{text}");
    }
}

#[tokio::test]
async fn a_sealed_field_moved_elsewhere_does_not_open() {
    with_patients(async |database| {
        for number in [2, 4] {
            Table::<Patient>::put(&patient(number)).await.unwrap();
        }
        // To another item.
        tamper(database, 4, |item| drop(item.insert("number".into(), AttributeValue::N("6".into())))).await;
        assert_closed(6, "does not open").await;
        // To another attribute.
        tamper(database, 4, |item| drop(item.insert("record".into(), item["more-notes"].clone()))).await;
        assert_closed(4, "does not open").await;
        // Not at all: the same number in another form is the same key.
        tamper(database, 2, |item| drop(item.insert("number".into(), AttributeValue::N("2.0".into())))).await;
        assert_eq!(Table::<Patient>::get(("leeds", 2)).await.unwrap(), Some(written(2)));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_sealed_is_not_taken() {
    with_patients(async |database| {
        for (value, says) in [
            (AttributeValue::B(Frozen(record(2)).to_bytes().unwrap().into()), "expected a sealed value"),
            (AttributeValue::B(b"plain".to_vec().into()), "expected a frozen value"),
            (AttributeValue::S("plain".into()), "expected B, found S"),
            (AttributeValue::Null(true), "expected B, found NULL"),
        ] {
            Table::<Patient>::put(&Patient { version: 0, ..patient(2) }).if_absent().await.unwrap();
            tamper(database, 2, |item| drop(item.insert("record".into(), value))).await;
            assert_closed(2, says).await;
            Table::<Patient>::delete(("leeds", 2)).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_sealed_field_with_a_flipped_bit_does_not_open() {
    let database = own_database().with_keys(ring("2025", 1));
    let sealed = database.to_map(&written(2)).unwrap();
    let bytes = sealed["record"].as_b().unwrap().as_ref().to_vec();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut map = sealed.clone();
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            map.insert("record".into(), AttributeValue::B(changed.into()));
            assert!(database.from_map::<Patient>(map).is_err(), "byte {at}, bit {bit}");
        }
        let mut map = sealed.clone();
        map.insert("record".into(), AttributeValue::B(bytes[..at].to_vec().into()));
        assert!(database.from_map::<Patient>(map).is_err(), "{at} bytes");
    }
}

/// The prefix of a database is no part of the place: a copy of the table opens. And it is the place of `Sealed`.
#[tokio::test]
async fn a_sealed_field_is_bound_to_the_table_name_of_the_schema() {
    let ring = || ring("2025", 1);
    let one = own_database().with_keys(ring());
    let two = Database::builder(environment::client()).table_prefix("other-").keys(ring()).build();
    let map = one.to_map(&written(2)).unwrap();
    assert_eq!(two.from_map::<Patient>(map.clone()).unwrap(), written(2));

    let sealed: Sealed<Record> = Sealed::from_bytes(map["record"].as_b().unwrap().as_ref()).unwrap();
    let place = Binding::at(("leeds", 2), Attribute::<Patient, ()>::new("record")).unwrap();
    assert_eq!(ring().open(&sealed, &place).unwrap(), record(2));
    let elsewhere = place.in_table("other-patients");
    assert!(ring().open(&sealed, &elsewhere).is_err());
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "letters")]
struct Letter {
    #[faraday(partition_key, sensitive)]
    address: Vec<u8>,
    #[faraday(frozen, encrypted)]
    text: String,
    #[faraday(updated_at)]
    updated: Option<SystemTime>,
    #[faraday(extra)]
    rest: BTreeMap<String, AttributeValue>,
}

/// A key that is not shown, and is a binary; a time that the library writes; attributes that no field reads.
#[tokio::test]
async fn an_encrypted_field_may_have_other_options() {
    faraday_tests::needs!(Transactions);
    for codec in [Codec::Wire, Codec::Map] {
        let database = own_database_over(environment::client(), codec).with_keys(ring("2025", 1));
        with_table_of::<Letter>(database, async |_: &Database| {
            let key = || vec![0_u8, 255, 9];
            let rest = BTreeMap::from([("more".to_owned(), AttributeValue::S("kept".into()))]);
            let letter = Letter { address: key(), text: "secret".into(), updated: None, rest };
            Table::<Letter>::put(&letter).await.unwrap();
            let found = Table::<Letter>::get(key()).await.unwrap().unwrap();
            assert!(found.updated.is_some());
            assert_eq!(Letter { updated: None, ..found.clone() }, letter);

            let update = Table::<Letter>::update(key()).set(Letter::TEXT, Frozen("other".to_owned()));
            let partial = update.returning_updated_new().await.unwrap();
            assert_eq!(partial.get_frozen(Letter::TEXT).unwrap(), Some(Frozen("other".to_owned())));
            transaction((Table::<Letter>::put(&found),)).await.unwrap();
            Table::<Letter>::put_many([&found]).await.unwrap();
            let many = Table::<Letter>::get_many([key()]).select(Letter::TEXT).await.unwrap();
            assert_eq!(many, [Some(Frozen("secret".to_owned()))]);
        })
        .await;
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
    match older.version() {
        1 => Ok(Notes { lines: vec![older.read()?] }),
        _ => Err(older.unknown()),
    }
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "books")]
struct Book {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted, null)]
    notes: Option<String>,
}

/// The same table, its struct renamed a field, which is of a new version.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "books")]
struct Newer {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, encrypted, version = 2, upgrade = upgrade, alias = "notes", null)]
    remarks: Option<Notes>,
}

#[tokio::test]
async fn encrypted_types_change_too() {
    let database = own_database().with_keys(ring("2025", 1));
    with_table_of::<Book>(database, async |_: &Database| {
        Table::<Book>::put(&Book { id: 1, notes: Some("fragile".into()) }).await.unwrap();
        Table::<Book>::put(&Book { id: 2, notes: None }).await.unwrap();
        let newer = Newer { id: 1, remarks: Some(Notes { lines: vec!["fragile".into()] }) };
        assert_eq!(Table::<Newer>::get(1).await.unwrap(), Some(newer.clone()));
        assert_eq!(Table::<Newer>::get(2).await.unwrap(), Some(Newer { id: 2, remarks: None }));

        Table::<Newer>::put(&newer).await.unwrap();
        assert_eq!(Table::<Newer>::get(1).await.unwrap(), Some(newer.clone()));
        let selected = Table::<Newer>::get(1).select(Newer::REMARKS).await.unwrap();
        assert_eq!(selected, Some(newer.remarks.map(Frozen)));
    })
    .await;
}
