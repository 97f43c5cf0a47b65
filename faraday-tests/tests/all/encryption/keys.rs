//! Key rings: rotation, and databases without one.

use std::error::Error as _;

use faraday::testing::Faults;
use faraday::{Batch, Database, Error, ErrorKind, Frozen, Table, database::Codec, transaction, transaction_get};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};

use super::support::{Patient, SECRET, Secret, patient, record, ring, with_patients, written};

const KEY: (&str, i64) = ("leeds", 2);

async fn key_id(database: &Database) -> String {
    let table = format!("{}patients", database.table_prefix());
    let items = database.client().scan().table_name(table).send().await.unwrap().items.unwrap();
    Frozen::inspect(items[0]["record"].as_b().unwrap().as_ref()).unwrap().key_id.unwrap()
}

#[tokio::test]
async fn rotation_is_writing_again() {
    with_patients(async |old| {
        Table::<Patient>::put(&patient(2)).await.unwrap();
        let both = old.with_keys(ring("2026", 2).with("2025", &[1; 32]).unwrap());
        let new = old.with_keys(ring("2026", 2));

        let mut item = Table::<Patient>::get(KEY).on(&both).await.unwrap().unwrap();
        assert_eq!(item, written(2));
        assert_eq!(key_id(old).await, "2025");
        let error = Table::<Patient>::get(KEY).on(&new).await.unwrap_err();
        assert!(error.to_string().contains("the key ring has no key with the id"), "{error}");

        Table::<Patient>::save(&mut item).on(&both).await.unwrap();
        assert_eq!(key_id(old).await, "2026");
        assert_eq!(Table::<Patient>::get(KEY).on(&new).await.unwrap(), Some(item));
        assert!(Table::<Patient>::get(KEY).on(old).await.is_err());
        // The right id, and another key.
        let error = Table::<Patient>::get(KEY).on(&old.with_keys(ring("2026", 3))).await.unwrap_err();
        assert!(error.to_string().contains("does not open"), "{error}");
    })
    .await;
}

fn assert_needs_ring(error: &Error) {
    let text = format!("{error} {error:?}");
    assert!(text.contains("has no key ring") && !text.contains(SECRET), "{text}");
    assert!(matches!(error.kind(), ErrorKind::Encode | ErrorKind::Decode), "{text}");
    assert!(error.operation().is_some(), "{text}");
    assert!(error.source().is_none_or(|source| !source.to_string().contains(SECRET)));
}

/// All that would write or read what is encrypted.
async fn refused(keyless: &Database) -> Vec<Error> {
    let get = || Table::<Patient>::get(KEY);
    let set = || Table::<Patient>::update(KEY).set(Patient::RECORD, Frozen(record(1)));
    vec![
        Table::<Patient>::put(&patient(2)).on(keyless).await.unwrap_err(),
        Table::<Patient>::save(&mut patient(2)).on(keyless).await.unwrap_err(),
        Table::<Patient>::modify(KEY, |_| ()).on(keyless).await.unwrap_err(),
        set().on(keyless).await.unwrap_err(),
        Table::<Patient>::update(KEY).set(Patient::NAME, "x").returning_new().on(keyless).await.unwrap_err(),
        Table::<Patient>::delete(KEY).returning_old().on(keyless).await.unwrap_err(),
        Table::<Patient>::put_many([patient(1), patient(2)]).on(keyless).await.unwrap_err(),
        Batch::new().put(&patient(1)).on(keyless).await.unwrap_err(),
        Table::<Patient>::put_stream(futures_util::stream::iter([patient(1)])).on(keyless).await.unwrap_err(),
        transaction((Table::<Patient>::put(&patient(2)),)).on(keyless).await.unwrap_err(),
        transaction((set(),)).on(keyless).await.unwrap_err(),
        transaction_get((get(),)).on(keyless).await.unwrap_err(),
        get().on(keyless).await.unwrap_err(),
        get().select(Patient::RECORD).on(keyless).await.unwrap_err(),
        get().select_as::<Secret>().on(keyless).await.unwrap_err(),
        Table::<Patient>::get_many([KEY]).on(keyless).await.unwrap_err(),
        Table::<Patient>::query("leeds").on(keyless).await.unwrap_err(),
        Table::<Patient>::scan().on(keyless).await.unwrap_err(),
        Table::<Patient>::index(Patient::BY_NAME).query("x").on(keyless).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn without_a_ring_nothing_is_sent() {
    for codec in [Codec::Wire, Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        let keyless = own_database_over(client, codec);
        refused(&keyless).await.iter().for_each(assert_needs_ring);
        assert_eq!(faults.recorded().len(), 0);
    }
}

/// A batch that was refused has its items, and can be tried again where there are keys.
#[tokio::test]
async fn a_refused_batch_has_its_items() {
    with_patients(async |database| {
        let keyless = Database::builder(database.client().clone()).table_prefix(database.table_prefix()).build();
        let many = [patient(1), patient(2)];
        let error = Table::<Patient>::put_many(&many).on(&keyless).await.unwrap_err();
        let failure = error.batch_failure().unwrap();
        assert_eq!((failure.written(), failure.unwritten()), (0, vec![0, 1]));
        assert_eq!(failure.unwritten_items::<Patient>().unwrap(), many);
        assert!(!format!("{failure:?}").contains(SECRET));

        failure.retry().on(database).await.unwrap();
        assert_eq!(Table::<Patient>::get(KEY).await.unwrap(), Some(written(2)));
    })
    .await;
}

#[tokio::test]
async fn no_request_has_what_is_encrypted() {
    faraday_tests::needs!(Transactions);
    for codec in [Codec::Wire, Codec::Map] {
        let (client, faults) = Faults::new().over(&environment::client());
        let database = own_database_over(client, codec).with_keys(ring("2025", 1));
        with_table_of::<Patient>(database, async |_: &Database| {
            Table::<Patient>::put(&patient(2)).await.unwrap();
            Table::<Patient>::update(KEY).set(Patient::RECORD, Frozen(record(1))).await.unwrap();
            Table::<Patient>::put_many([patient(1), patient(4)]).await.unwrap();
            transaction((
                Table::<Patient>::put(&patient(6)),
                Table::<Patient>::update(KEY).set(Patient::NOTES, Frozen(SECRET.to_owned())),
            ))
            .await
            .unwrap();
            Table::<Patient>::modify(KEY, |item| item.record.grade += 1).await.unwrap();
        })
        .await;
        let plain = Frozen(record(2)).to_bytes().unwrap();
        assert!(plain.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
        for request in faults.recorded() {
            let text = request.text();
            // In a string, and in base64 at each of its three shifts.
            for shown in [SECRET, "enE3IXh2", "pxNyF4d", "cTcheH"] {
                assert!(!text.contains(shown), "{shown} in {text}");
            }
        }
    }
}

#[test]
fn no_operation_shows_what_is_encrypted() {
    let database = Database::builder(environment::client()).table_prefix("x-").build();
    let with_keys = database.with_keys(ring("2025", 1));
    for database in [database, with_keys] {
        for explained in [
            Table::<Patient>::put(&patient(2)).on(&database).explain(),
            Table::<Patient>::update(KEY).set(Patient::RECORD, Frozen(record(1))).on(&database).explain(),
            Table::<Patient>::put_many([patient(2)]).on(&database).explain(),
            transaction((Table::<Patient>::put(&patient(2)),)).on(&database).explain(),
        ] {
            let text = format!("{explained} {explained:?}");
            assert!(explained.body().is_ok(), "{text}");
            assert!(text.contains("<encrypted>") && !text.contains("zq7"), "{text}");
            assert!(!text.contains("9VJE"), "{text}");
        }
        let text = format!("{database:?} {:?}", Table::<Patient>::put(&patient(2)));
        assert!(!text.contains(SECRET) && !text.contains("2025"), "{text}");
    }
}
