//! Frozen and sealed values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::LazyLock;

use faraday::encryption::{Binding, KeyRing, Sealed};
use faraday::{Frozen, Item};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{corpus, shown};

/// Bytes of a frozen value, decoded as many types: a value that is written and read again unchanged, or an error.
pub fn frozen(bytes: &[u8]) {
    frozen_as::<String>(bytes);
    frozen_as::<Vec<String>>(bytes);
    frozen_as::<(u8, Option<i64>, f64)>(bytes);
    frozen_as::<BTreeMap<String, BTreeSet<u32>>>(bytes);
    frozen_as::<Vec<Vec<Option<(bool, char)>>>>(bytes);
    if let Err(error) = Frozen::inspect(bytes) {
        assert!(!shown(&error).is_empty());
    }
    let of_version = Frozen::<String>::from_bytes_as(bytes, 3, |older| match older.version() {
        1 => older.read::<Vec<String>>().map(|lines| lines.concat()),
        _ => Err(older.unknown()),
    });
    if let Ok(value) = of_version {
        assert_eq!(
            Frozen::from_bytes_as(&value.to_bytes_as(3).unwrap(), 3, |older| Err(older.unknown())).unwrap(),
            value
        );
    }
}

fn frozen_as<T: Serialize + DeserializeOwned + Debug>(bytes: &[u8]) {
    match Frozen::<T>::from_bytes(bytes) {
        Ok(value) => {
            // Compared as bytes, because a NaN does not equal itself.
            let written = value.to_bytes().unwrap();
            let again = Frozen::<T>::from_bytes(&written).unwrap();
            assert_eq!(again.to_bytes().unwrap(), written, "{value:?}");
        }
        Err(error) => assert!(!shown(&error).is_empty()),
    }
}

/// An item with a sealed attribute.
#[derive(Item)]
#[faraday(table = "patients")]
#[allow(dead_code, reason = "its attribute names the place")]
pub struct Patient {
    /// The partition key.
    #[faraday(partition_key)]
    pub clinic: String,
    /// The sealed attribute.
    pub record: Sealed<String>,
}

/// The key `2025` of the corpus.
pub const PATIENTS_KEY: [u8; 32] = [7; 32];

/// Bytes of a sealed value: they can be opened only if they are a file of the corpus, which was sealed with the key. Without the key,
/// nobody can make another.
pub fn sealed(bytes: &[u8]) {
    let ring = KeyRing::new("2025", &PATIENTS_KEY).unwrap();
    let place = Binding::at("leeds", Patient::RECORD).unwrap();
    let sealed = match Sealed::<String>::from_bytes(bytes) {
        Ok(sealed) => sealed,
        Err(error) => return assert!(!shown(&error).is_empty()),
    };
    assert_eq!(sealed.as_bytes(), bytes);
    let _ = (sealed.key_id(), sealed.inspect().map_err(|error| shown(&error)));
    match ring.open(&sealed, &place) {
        Ok(_) => assert!(written().iter().any(|known| known == bytes), "forged: {bytes:?}"),
        Err(error) => assert!(!shown(&error).is_empty()),
    }
}

fn written() -> &'static [Vec<u8>] {
    static WRITTEN: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let files = corpus("sealed").into_iter();
        files.filter(|(name, _)| name.starts_with("sealed-")).map(|(_, bytes)| bytes).collect()
    });
    &WRITTEN
}
