//! Each operation on items with encrypted fields.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{Batch, Database, Frozen, Table, transaction, transaction_get};
use futures_util::TryStreamExt;

use super::support::{Patient, PatientPatch, patient, record, with_patients, written};

const KEY: (&str, i64) = ("leeds", 2);

/// The bytes of the encrypted fields as they are in the table.
async fn stored(database: &Database) -> BTreeMap<String, Vec<u8>> {
    let table = format!("{}patients", database.table_prefix());
    let items = database.client().scan().table_name(table).send().await.unwrap().items.unwrap();
    let mut found = BTreeMap::new();
    for item in items {
        let number = item["number"].as_n().unwrap().clone();
        for name in ["record", "more-notes"] {
            if let Some(AttributeValue::B(bytes)) = item.get(name) {
                found.insert(format!("{number} {name}"), bytes.as_ref().to_vec());
            }
        }
    }
    found
}

/// Every encrypted field in the table is sealed with this key.
async fn assert_sealed(database: &Database, fields: usize) {
    let stored = stored(database).await;
    assert_eq!(stored.len(), fields, "{:?}", stored.keys());
    for (name, bytes) in stored {
        assert_eq!(Frozen::inspect(&bytes).unwrap().key_id.as_deref(), Some("2025"), "{name}");
        assert!(!bytes.windows(6).any(|window| window == super::support::SECRET.as_bytes()), "{name}");
    }
}

#[tokio::test]
async fn put_get_and_delete_encrypt_and_decrypt() {
    with_patients(async |database| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        assert_sealed(database, 2).await;
        assert_eq!(Table::<Patient>::get(KEY).await.unwrap(), Some(written(2)));
        assert_eq!(Table::<Patient>::get(KEY).consistent().await.unwrap(), Some(written(2)));

        let newer = Patient { record: record(7), version: 1, notes: None, ..patient(2) };
        let old = Table::<Patient>::put(&newer).returning_old().await.unwrap();
        assert_eq!(old, Some(written(2)));
        assert_sealed(database, 1).await;

        let old = Table::<Patient>::delete(KEY).returning_old().await.unwrap();
        assert_eq!(old, Some(Patient { version: 2, ..newer }));
        assert_sealed(database, 0).await;
    })
    .await;
}

#[tokio::test]
async fn patches_and_updates_of_whole_items_encrypt_what_they_set() {
    with_patients(async |database| {
        Table::<Patient>::upsert(&patient(2)).await.unwrap();
        assert_sealed(database, 2).await;
        assert_eq!(Table::<Patient>::get(KEY).consistent().await.unwrap(), Some(written(2)));

        let patch = PatientPatch { name: None, record: Some(record(9)), notes: Some(None) };
        let new = Table::<Patient>::update(KEY).apply(&patch).returning_new().await.unwrap();
        assert_eq!(new, Patient { record: record(9), notes: None, version: 2, ..patient(2) });
        assert_sealed(database, 1).await;

        let next = Patient { notes: Some("again".into()), ..new.clone() };
        let update = || Table::<Patient>::update_from(&new, &next);
        let sent = update().explain().to_string();
        assert!(sent.contains("more-notes") && !sent.contains("again") && !sent.contains("record"), "{sent}");
        assert_eq!(update().returning_new().await.unwrap(), Patient { version: 3, ..next.clone() });
        assert_sealed(database, 2).await;
    })
    .await;
}

#[tokio::test]
async fn updates_encrypt_what_they_set() {
    with_patients(async |database| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        let update = || Table::<Patient>::update(KEY);

        let new = update().set(Patient::RECORD, Frozen(record(3))).returning_new().await.unwrap();
        assert_eq!(new, Patient { record: record(3), version: 2, ..patient(2) });
        assert_sealed(database, 2).await;

        let borrowed = Frozen(record(4));
        let old = update().remove(Patient::NOTES).set(Patient::RECORD, &borrowed).returning_old();
        assert_eq!(old.await.unwrap(), Some(new));

        let partial = update()
            .set_if_absent(Patient::NOTES, Frozen("again".to_owned()))
            .set(Patient::NAME, "other")
            .condition(Patient::NOTES.not_exists() & Patient::RECORD.exists())
            .returning_updated_new()
            .await
            .unwrap();
        assert_eq!(partial.get_frozen(Patient::NOTES).unwrap(), Some(Some(Frozen("again".to_owned()))));
        assert!(partial.get_frozen(Patient::RECORD).unwrap().is_none());
        assert_eq!(partial.get(Patient::NAME).unwrap().as_deref(), Some("other"));

        let partial = update().set(Patient::RECORD, Frozen(record(5))).returning_updated_old().await.unwrap();
        assert_eq!(partial.get_frozen(Patient::RECORD).unwrap(), Some(Frozen(record(4))));
        assert_sealed(database, 2).await;

        let found = Table::<Patient>::get(KEY).await.unwrap().unwrap();
        assert_eq!((found.record, found.notes.as_deref()), (record(5), Some("again")));
    })
    .await;
}

#[tokio::test]
async fn save_and_modify_encrypt_and_decrypt() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_patients(async |database| {
        let mut item = patient(2);
        Table::<Patient>::save(&mut item).await.unwrap();
        assert_eq!(item, written(2));

        let modified = Table::<Patient>::modify(KEY, |item| item.record.grade += 10).await.unwrap().unwrap();
        assert_eq!(modified.record.grade, 12);
        assert_sealed(database, 2).await;

        // The item in hand is old: the error has the one that is there, open.
        let error = Table::<Patient>::save(&mut item).await.unwrap_err();
        assert!(error.is_version_conflict());
        assert_eq!(error.current::<Patient>().unwrap(), Some(modified));
    })
    .await;
}

/// Lost races read the item that was there out of the error.
#[tokio::test]
async fn modifications_by_several_tasks_are_all_kept() {
    faraday_tests::needs!(Concurrency);
    with_patients(async |database| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        let tasks = (0..8).map(|_| {
            let database = database.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    Table::<Patient>::modify(KEY, |item| item.record.grade += 1).on(&database).await.unwrap().unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let found = Table::<Patient>::get(KEY).await.unwrap().unwrap();
        assert_eq!((found.record.grade, found.version), (42, 41));
    })
    .await;
}

#[tokio::test]
async fn the_item_of_a_failed_condition_is_decrypted() {
    faraday_tests::needs!(ItemOnFailedCondition);
    with_patients(async |_| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        let absent = Table::<Patient>::put(&patient(2)).if_absent().returning_current();
        assert_eq!(absent.await.unwrap_err().current::<Patient>().unwrap(), Some(written(2)));
        let update = Table::<Patient>::update(KEY).set(Patient::RECORD, Frozen(record(1))).if_absent();
        assert_eq!(update.returning_current().await.unwrap_err().current::<Patient>().unwrap(), Some(written(2)));
        let delete = Table::<Patient>::delete(KEY).condition(Patient::NAME.eq("other")).returning_current();
        assert_eq!(delete.await.unwrap_err().current::<Patient>().unwrap(), Some(written(2)));
    })
    .await;
}

#[tokio::test]
async fn batches_encrypt_and_decrypt() {
    with_patients(async |database| {
        let many: Vec<Patient> = (0..60).map(patient).collect();
        Table::<Patient>::put_many(&many).await.unwrap();
        assert_sealed(database, 90).await;
        let keys = (0..61).map(|number| ("leeds", number));
        let found = Table::<Patient>::get_many(keys).await.unwrap();
        // A batch knows no conditions, so that a version is raised by what was in hand.
        assert_eq!(found[..60], (0..60).map(|number| Some(written(number))).collect::<Vec<_>>());
        assert!(found[60].is_none());

        Batch::new().put(&patient(100)).delete::<Patient>(("leeds", 0)).await.unwrap();
        assert_eq!(Table::<Patient>::get(("leeds", 100)).await.unwrap(), Some(written(100)));

        Table::<Patient>::put_stream(futures_util::stream::iter(many)).await.unwrap();
        assert_sealed(database, 92).await;
    })
    .await;
}

#[tokio::test]
async fn queries_and_scans_decrypt() {
    with_patients(async |_| {
        let many: Vec<Patient> = (0..30).map(patient).collect();
        Table::<Patient>::put_many(&many).await.unwrap();
        let expected: Vec<_> = (0..30).map(written).collect();

        assert_eq!(Table::<Patient>::query("leeds").await.unwrap(), expected);
        assert_eq!(Table::<Patient>::query("leeds").page_size(7).all().await.unwrap(), expected);
        let stream = Table::<Patient>::query("leeds").filter(Patient::NOTES.exists()).stream();
        assert_eq!(stream.try_collect::<Vec<_>>().await.unwrap().len(), 15);
        assert_eq!(Table::<Patient>::scan().await.unwrap(), expected);
        let parallel: Vec<_> = Table::<Patient>::scan().parallel(3).stream().try_collect().await.unwrap();
        assert_eq!(parallel.len(), 30);
        assert_eq!(Table::<Patient>::query("leeds").count().await.unwrap(), 30);

        let cursor = Table::<Patient>::query("leeds").cursor(&expected[9]).unwrap();
        assert_eq!(Table::<Patient>::query("leeds").after(cursor).await.unwrap(), expected[10..]);

        let rows = Table::<Patient>::index(Patient::BY_NAME).query("patient 4").await.unwrap();
        assert_eq!(rows[0].record, expected[4].record);
    })
    .await;
}

#[tokio::test]
async fn transactions_encrypt_and_decrypt() {
    faraday_tests::needs!(Transactions);
    with_patients(async |database| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        transaction((
            Table::<Patient>::put(&patient(3)),
            Table::<Patient>::update(KEY).set(Patient::RECORD, Frozen(record(9))),
            Table::<Patient>::check(("leeds", 4), Patient::RECORD.not_exists()),
        ))
        .await
        .unwrap();
        assert_sealed(database, 3).await;

        let (two, grade, none) = transaction_get((
            Table::<Patient>::get(KEY),
            Table::<Patient>::get(("leeds", 3)).select((Patient::NAME, Patient::RECORD)),
            Table::<Patient>::get(("leeds", 4)),
        ))
        .await
        .unwrap();
        assert_eq!(two, Some(Patient { record: record(9), version: 2, ..patient(2) }));
        assert_eq!(grade, Some(("patient 3".to_owned(), Frozen(record(3)))));
        assert!(none.is_none());

        let error = transaction((Table::<Patient>::put(&patient(3)).if_absent(),)).await.unwrap_err();
        assert_eq!(error.cancellation_reasons()[0].current::<Patient>().unwrap(), Some(written(3)));
    })
    .await;
}
