//! An item with encrypted fields, and databases with key rings.

use faraday::{Database, Item, Patch, Projection, database::Codec, encryption::KeyRing};
use faraday_tests::environment;
use faraday_tests::tables::{own_database_over, with_table_of};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub text: String,
    pub grade: i64,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "patients", global_index(by_name, partition_key = name, projection = include(record)))]
pub struct Patient {
    #[faraday(partition_key)]
    pub clinic: String,
    #[faraday(sort_key)]
    pub number: i64,
    pub name: String,
    #[faraday(frozen, encrypted)]
    pub record: Record,
    #[faraday(frozen, encrypted, rename = "more-notes")]
    pub notes: Option<String>,
    #[faraday(version)]
    pub version: u64,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[faraday(of = Patient)]
pub struct Secret {
    pub name: String,
    #[faraday(frozen)]
    pub notes: Option<String>,
}

#[derive(Debug, Clone, Patch)]
#[faraday(of = Patient)]
pub struct PatientPatch {
    pub name: Option<String>,
    #[faraday(frozen)]
    pub record: Option<Record>,
    #[faraday(frozen)]
    pub notes: Option<Option<String>>,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[faraday(of = Patient)]
pub struct Public {
    pub name: String,
}

/// Stands in every encrypted value.
pub const SECRET: &str = "zq7!xv";

pub fn record(grade: i64) -> Record {
    Record { text: format!("{SECRET} {grade}"), grade }
}

pub fn patient(number: i64) -> Patient {
    Patient {
        clinic: "leeds".into(),
        number,
        name: format!("patient {number}"),
        record: record(number),
        notes: (number % 2 == 0).then(|| format!("{SECRET} notes")),
        version: 0,
    }
}

/// The same as it is in the table after its first write.
pub fn written(number: i64) -> Patient {
    Patient { version: 1, ..patient(number) }
}

pub fn ring(id: &str, byte: u8) -> KeyRing {
    KeyRing::new(id, &[byte; 32]).unwrap()
}

/// Runs a test on a database with keys, with each codec.
pub async fn with_patients(test: impl AsyncFn(&Database)) {
    for codec in [Codec::Wire, Codec::Map] {
        let database = own_database_over(environment::client(), codec).with_keys(ring("2025", 1));
        with_table_of::<Patient>(database, async |database: &Database| test(database).await).await;
    }
}
