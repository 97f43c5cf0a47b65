//! Parts of items: selected attributes, projections, rows of indexes, maps.

use std::collections::HashMap;

use faraday::{
    Database, Frozen, Projection, Table,
    document::{from_map, to_json, to_map, to_plain_json},
};

use super::support::{Patient, Public, Secret, patient, record, ring, with_patients, written};

const KEY: (&str, i64) = ("leeds", 2);

#[tokio::test]
async fn selected_places_are_decrypted() {
    with_patients(async |_| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        Table::<Patient>::put(&patient(3)).await.unwrap();
        let get = || Table::<Patient>::get(KEY);
        assert_eq!(get().select(Patient::RECORD).await.unwrap(), Some(Frozen(record(2))));
        let row = get().select((Patient::NOTES, Patient::NAME, Patient::NUMBER)).await.unwrap();
        assert_eq!(row, Some((patient(2).notes.map(Frozen), "patient 2".to_owned(), 2)));
        let rows = Table::<Patient>::query("leeds").select((Patient::RECORD, Patient::NOTES)).await.unwrap();
        assert_eq!(rows, [2, 3].map(|number| (Frozen(record(number)), patient(number).notes.map(Frozen))));
        let rows = Table::<Patient>::get_many([KEY]).select(Patient::RECORD).await.unwrap();
        assert_eq!(rows, [Some(Frozen(record(2)))]);
    })
    .await;
}

#[tokio::test]
async fn projections_decrypt_their_fields() {
    with_patients(async |database| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        let secret = Secret { name: "patient 2".into(), notes: patient(2).notes };
        assert_eq!(Table::<Patient>::get(KEY).select_as::<Secret>().await.unwrap(), Some(secret.clone()));
        let queried = Table::<Patient>::query("leeds").select_as::<Secret>().first().await.unwrap();
        assert_eq!(queried, Some(secret.clone()));
        assert_eq!(Table::<Patient>::get_many([KEY]).select_as::<Secret>().await.unwrap(), [Some(secret)]);
        assert_eq!(Secret::ATTRIBUTES, ["name", "more-notes"]);

        // What is not encrypted needs no keys.
        let keyless = Database::builder(database.client().clone()).table_prefix(database.table_prefix()).build();
        let public = Table::<Patient>::get(KEY).select_as::<Public>().on(&keyless).await.unwrap();
        assert_eq!(public, Some(Public { name: "patient 2".into() }));
        assert_eq!(Table::<Patient>::get(KEY).select(Patient::NAME).on(&keyless).await.unwrap().unwrap(), "patient 2");
        let update = Table::<Patient>::update(KEY).set(Patient::NAME, "other").remove(Patient::NOTES);
        update.on(&keyless).await.unwrap();
        Table::<Patient>::delete(KEY).on(&keyless).await.unwrap();
    })
    .await;
}

#[test]
fn maps_are_sealed_and_opened_by_a_database_alone() {
    let database = Database::local("http://localhost:1").with_keys(ring("2025", 1));
    let map = database.to_map(&written(2)).unwrap();
    assert!(map["record"].is_b() && map["more-notes"].is_b());
    assert_eq!(database.from_map::<Patient>(map.clone()).unwrap(), written(2));
    assert_eq!(
        faraday::document::item_size(&map).unwrap(),
        faraday::document::item_size(&written(2)).unwrap() + 2 * "2025".len()
    );

    let error = from_map::<Patient>(map.clone()).unwrap_err().to_string();
    assert!(error.contains("attribute `") && error.contains("it is encrypted"), "{error}");
    let error = to_map(&written(2)).unwrap_err().to_string();
    assert!(error.contains("attribute `record`") && error.contains("it is encrypted"), "{error}");
    assert!(to_json(&written(2)).is_err());
    assert!(to_plain_json(&written(2)).is_err());

    // Bytes that only look opened are not taken, with keys or without.
    let frozen = Frozen(record(2)).to_bytes().unwrap();
    let mut forged: HashMap<_, _> = map;
    forged.insert("record".into(), aws_sdk_dynamodb::types::AttributeValue::B(frozen.into()));
    assert!(database.from_map::<Patient>(forged.clone()).is_err());
    assert!(from_map::<Patient>(forged).is_err());
}
