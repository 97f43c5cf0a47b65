//! Frozen and encrypted fields are decoded as in reads, with the keys of the database.

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::changes::ChangeBatch;
use faraday::encryption::KeyRing;
use faraday::frozen::Older;
use faraday::value::DecodeError;
use faraday::{Database, ErrorKind, Frozen, Item, Key};
use faraday_tests::environment;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fixture::{batch_of, image, inserted, keys_in, record};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Notes {
    lines: Vec<String>,
}

/// Version 1 was a string.
fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
    Ok(Notes { lines: vec![older.read()?] })
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "patients")]
struct Patient {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    notes: Notes,
    #[faraday(frozen, encrypted)]
    blood: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "patients")]
struct Visitor {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(frozen, version = 2, upgrade = upgrade)]
    notes: Notes,
}

fn notes() -> Notes {
    Notes { lines: vec!["one".into(), "two".into()] }
}

fn patient(blood: &str) -> Patient {
    Patient { id: 7, notes: notes(), blood: Some(blood.into()) }
}

fn database(byte: u8) -> Database {
    Database::new(environment::client()).with_keys(KeyRing::new("2026", &[byte; 32]).unwrap())
}

/// The item as a database with keys stores it.
fn stored(db: &Database, patient: &Patient) -> Value {
    let json = faraday::document::to_json(&db.to_map(patient).unwrap()).unwrap();
    serde_json::from_str(&json).unwrap()
}

fn modified(db: &Database) -> ChangeBatch<Patient> {
    let (old, new) = (stored(db, &patient("AB")), stored(db, &patient("0")));
    batch_of([record(1, "MODIFY", keys_in::<Patient>(&new), new, old)])
}

#[test]
fn older_versions_of_a_frozen_type_are_upgraded() {
    let visitor = Visitor { id: 7, notes: notes() };
    let mut old = image(&visitor);
    let bytes = Frozen("one".to_owned()).to_bytes().unwrap();
    old["notes"] = serde_json::json!({ "B": aws_smithy_types::base64::encode(bytes) });
    let new = image(&visitor);
    let batch = batch_of::<Visitor>([record(1, "MODIFY", keys_in::<Visitor>(&new), new, old)]);
    let change = batch.into_iter().next().unwrap().unwrap();
    assert_eq!(change.new(), Some(&visitor));
    assert_eq!(change.old(), Some(&Visitor { notes: Notes { lines: vec!["one".into()] }, ..visitor }));
}

#[tokio::test]
async fn encrypted_fields_are_decrypted_with_the_keys_of_the_database() {
    let db = database(1);
    let change = modified(&db).on(&db).into_iter().next().unwrap().unwrap();
    assert_eq!((change.old(), change.new()), (Some(&patient("AB")), Some(&patient("0"))));
    let scoped = db.scope(async { modified(&db).into_iter().next().unwrap().unwrap() }).await;
    assert_eq!(scoped, change);
    let response = modified(&db).on(&db).each_concurrently(2, async |_| Ok::<_, String>(())).await;
    assert!(response.is_success());
}

#[tokio::test]
async fn without_the_keys_every_record_fails_and_none_is_lost() {
    let db = database(1);
    let failed = |batch: ChangeBatch<Patient>| async {
        let response = batch.each_in_order(async |_| Ok::<_, String>(())).await;
        assert_eq!(response.failures().len(), 1);
        let error = response.failures()[0].error().unwrap();
        error.downcast_ref::<faraday::Error>().unwrap().kind()
    };
    let without_keys = Database::new(environment::client());
    // That of no record: it does not pass with the next one.
    assert_eq!(failed(modified(&db).on(&without_keys)).await, ErrorKind::InvalidArgument);
    assert_eq!(failed(modified(&db).on(&database(2))).await, ErrorKind::Decode);
}

#[test]
fn an_encrypted_field_that_does_not_open_is_an_error_with_the_key_of_its_record() {
    let (db, other) = (database(1), database(2));
    let readable = stored(&db, &Patient { id: 8, ..patient("AB") });
    let records = [record(1, "INSERT", keys_in::<Patient>(&readable), readable, Value::Null), {
        let foreign = stored(&other, &patient("AB"));
        record(2, "INSERT", keys_in::<Patient>(&foreign), foreign, Value::Null)
    }];
    let changes: Vec<_> = batch_of::<Patient>(records).on(&db).into_iter().collect();
    assert_eq!(changes[0].as_ref().unwrap().key, Key::new(8).unwrap());
    let error = changes[1].as_ref().unwrap_err();
    assert_eq!(error.decode_error().unwrap().path(), "blood");
    assert_eq!(error.item_key().unwrap()["id"], AttributeValue::N("7".into()));
}

#[test]
fn items_without_encrypted_fields_need_no_database() {
    let visitor = Visitor { id: 7, notes: notes() };
    assert_eq!(batch_of([inserted(1, &visitor)]).into_iter().next().unwrap().unwrap().new(), Some(&visitor));
}
