//! Encrypted attributes in lenient reads, and among attributes that are selected by name.

use faraday::database::Codec;
use faraday::{Frozen, Table};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::support::{Patient, patient, record, ring, with_patients};

#[tokio::test]
async fn an_item_that_cannot_be_decrypted_is_a_row_of_its_own() {
    let database = own_database_over(environment::client(), Codec::default()).with_keys(ring("2025", 1));
    with_table_of::<Patient>(database.clone(), async |db| {
        Table::<Patient>::put(&patient(1)).await.unwrap();
        // Written with a key that the database does not have.
        let other = db.clone().with_keys(ring("2019", 7));
        Table::<Patient>::put(&patient(2)).on(&other).await.unwrap();
        let rows = Table::<Patient>::query("leeds").lenient().await.unwrap();
        assert!(rows[0].is_ok());
        let bad = rows[1].as_ref().unwrap_err();
        assert_eq!(bad.key().to_string(), r#"{"clinic":"leeds","number":2}"#);
        assert!(!format!("{bad} {bad:?}").contains("leeds"));
        let mut stream = Table::<Patient>::query("leeds").descending().stream();
        assert!(stream.try_next().await.unwrap_err().item_key().is_some());
        assert_eq!(stream.try_next().await.unwrap().map(|patient| patient.number), Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_read_without_keys_is_an_error_and_no_row() {
    with_patients(async |database| {
        Table::<Patient>::put(&patient(1)).await.unwrap();
        let without =
            faraday::Database::builder(database.client().clone()).table_prefix(database.table_prefix()).build();
        assert!(Table::<Patient>::query("leeds").lenient().on(&without).await.is_err());
        let named = || Table::<Patient>::query("leeds").select_names(["record"]);
        assert!(named().on(&without).await.is_err());
        // What is not encrypted needs no keys.
        assert_eq!(Table::<Patient>::query("leeds").select_names(["name"]).on(&without).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn names_of_encrypted_attributes_give_what_decrypts() {
    with_patients(async |_| {
        Table::<Patient>::put(&patient(1)).await.unwrap();
        let row = Table::<Patient>::query("leeds").select_names(["record", "name"]).first().await.unwrap().unwrap();
        assert_eq!(row.get_frozen(Patient::RECORD).unwrap(), Some(Frozen(record(1))));
        assert_eq!(row.get(Patient::NAME).unwrap(), Some(patient(1).name));
        // The key decrypts, and was not named.
        assert_eq!(row.get(Patient::CLINIC).unwrap(), None);
        let many = Table::<Patient>::get_many([("leeds", 1)]).select_names(["record"]).await.unwrap();
        assert_eq!(many[0].as_ref().unwrap().get_frozen(Patient::RECORD).unwrap(), Some(Frozen(record(1))));
    })
    .await;
}
