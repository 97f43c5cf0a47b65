//! Sealed values can be opened only with their key, and only at their place.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::{
    Database, Frozen, Item, Table,
    encryption::{Binding, KeyRing, Sealed},
    frozen::{Compression, Older},
    value::DecodeError,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

use crate::codec::hostile::shown;
use crate::codec::{Doc, round_trip};
use crate::frozen::values::{Parcel, parcel, plain, repetitive, unhex};
use faraday_tests::tables::with_table;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "patients")]
struct Patient {
    #[faraday(partition_key)]
    clinic: String,
    #[faraday(sort_key)]
    number: i64,
    record: Sealed<Parcel>,
    other: Option<Sealed<Parcel>>,
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "staff")]
struct Staff {
    #[faraday(partition_key)]
    clinic: String,
    #[faraday(sort_key)]
    number: i64,
    record: Sealed<Parcel>,
}

fn key(byte: u8) -> [u8; 32] {
    std::array::from_fn(|at| byte.wrapping_mul(7).wrapping_add(u8::try_from(at).unwrap()))
}

fn ring() -> KeyRing {
    KeyRing::new("2025", &key(1)).unwrap()
}

fn place() -> Binding {
    Binding::at(("leeds", 7), Patient::RECORD).unwrap()
}

/// Version 2 of the header, flags 2: encrypted with the key `2025` of these tests, at their place.
const SEALED: &str = "\
    f55244020204323032351d450ee2a599f749e1ab98a2b7fc72a9cbda02a5b7ec1bb85ef3b48633582402771cabb25dd57b39e5b4e430b3 \
    ce611db85d66da2409f78ee463cada4306a9ae149a76103f37c8574343b266ec80";
/// The same, flags 7: version 3 of the type, encrypted, snappy.
const SEALED_SNAPPY: &str = "\
    f5524402070300000004323032352f0f72ff8d5b35b3dcf695e6e792877f6ea76456e3cfb191e053854534c11384082ab099d0cd19b546 \
    c31bf299d9354df1d6e42959aa59c0601b0f9075a6b9b88fd722ef9fdc85fe5b79be2a03a9611550002cd2eb140178aca905d7b7645e03 \
    9ded6879edaa93faa7dafcc795a89ef095020de56718be5712a8d998f888262538308ac1";

fn sealed<T>(bytes: &[u8]) -> Sealed<T> {
    Sealed::from_bytes(bytes).unwrap()
}

const CLOSED: &str = "the sealed value does not open: it was changed, moved, or sealed with another key";

fn closed<T: DeserializeOwned + std::fmt::Debug>(ring: &KeyRing, sealed: &Sealed<T>, binding: &Binding) {
    assert_eq!(ring.open(sealed, binding).unwrap_err().to_string(), CLOSED);
}

/// These must stay readable for ever.
#[test]
fn version_2_is_opened() {
    let stored = sealed::<Parcel>(&unhex(SEALED));
    assert_eq!(stored.as_bytes()[..10], *b"\xF5\x52\x44\x02\x02\x042025");
    assert_eq!(ring().open(&stored, &place()).unwrap(), plain());
    let stored = sealed::<Parcel>(&unhex(SEALED_SNAPPY));
    assert_eq!(stored.as_bytes()[..14], *b"\xF5\x52\x44\x02\x07\x03\x00\x00\x00\x042025");
    assert_eq!(ring().open_as(&stored, &place(), 3, |older| Err(older.unknown())).unwrap(), repetitive());
    let header = stored.inspect().unwrap();
    assert_eq!(header, Frozen::inspect(stored.as_bytes()).unwrap());
    assert_eq!((header.compression, header.version), (Compression::Snappy, 3));
    assert_eq!((header.key_id.as_deref(), header.length), (Some("2025"), stored.as_bytes().len() - 38));
}

/// The same table with fields that the derive encrypts.
#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "patients")]
struct Derived {
    #[faraday(partition_key)]
    clinic: String,
    #[faraday(sort_key)]
    number: i64,
    #[faraday(frozen, encrypted, version = 3, upgrade = of_version_1)]
    record: Parcel,
}

fn of_version_1(older: &Older<'_>) -> Result<Parcel, DecodeError> {
    if older.version() == 1 { older.read() } else { Err(older.unknown()) }
}

fn stored(record: &[u8]) -> HashMap<String, AttributeValue> {
    HashMap::from([
        ("clinic".to_owned(), AttributeValue::S("leeds".into())),
        ("number".to_owned(), AttributeValue::N("7".into())),
        ("record".to_owned(), AttributeValue::B(record.to_vec().into())),
    ])
}

/// Fields read what `Sealed` wrote, and the other way round: these must stay readable for ever, too.
#[test]
fn version_2_is_opened_by_the_derive() {
    let db = Database::local("http://localhost:1").with_keys(ring());
    for (fixture, record) in [(SEALED, plain()), (SEALED_SNAPPY, repetitive())] {
        let expected = Derived { clinic: "leeds".into(), number: 7, record };
        assert_eq!(db.from_map::<Derived>(stored(&unhex(fixture))).unwrap(), expected);
        let map = db.to_map(&expected).unwrap();
        let sealed = sealed::<Parcel>(map["record"].as_b().unwrap().as_ref());
        assert_eq!(sealed.inspect().unwrap().version, 3);
        let opened = ring().open_as(&sealed, &place(), 3, |older| Err(older.unknown())).unwrap();
        assert_eq!(opened, expected.record);
    }
}

#[test]
fn it_opens_at_its_place_alone() {
    let value = ring().seal(&plain(), &place()).unwrap();
    assert_eq!(ring().open(&value, &place()).unwrap(), plain());
    for binding in [
        Binding::at(("leeds", 8), Patient::RECORD),
        Binding::at(("leeds", -7), Patient::RECORD),
        Binding::at(("leed", 7), Patient::RECORD),
        Binding::at(("leeds", 7), Patient::OTHER),
        Binding::at(("leeds", 7), Staff::RECORD),
        Ok(place().in_table("copy")),
    ] {
        closed(&ring(), &value, &binding.unwrap());
    }
    assert_eq!(ring().open(&value, &place().in_table("copy").in_table("patients")).unwrap(), plain());
    // The item and its key are the same place.
    let patient = Patient { clinic: "leeds".into(), number: 7, record: value, other: None };
    assert_eq!(ring().open(&patient.record, &Binding::of(&patient, Patient::RECORD).unwrap()).unwrap(), plain());
    let moved = Patient { number: 8, ..patient };
    closed(&ring(), &moved.record, &Binding::of(&moved, Patient::RECORD).unwrap());
}

#[test]
fn old_keys_open_and_rotation_is_writing_again() {
    let old = ring().seal_as(2, &repetitive(), &place()).unwrap();
    let new = KeyRing::new("2026", &key(2)).unwrap();
    let error = new.open(&old, &place()).unwrap_err();
    assert_eq!(error.to_string(), "the key ring has no key with the id that this sealed value names");
    let both = new.clone().with("2025", &key(1)).unwrap();
    let open = |ring: &KeyRing, value| ring.open_as(value, &place(), 2, |older| Err(older.unknown()));
    assert_eq!(open(&both, &old).unwrap(), repetitive());
    assert!(!both.is_current(&old));
    let rotated = both.reseal(&old, &place()).unwrap();
    assert!(both.is_current(&rotated));
    assert_eq!((rotated.key_id(), rotated.inspect().unwrap().version), ("2026", 2));
    assert_eq!(open(&new, &rotated).unwrap(), repetitive());
    assert!(ring().open(&rotated, &place()).is_err());
    assert!(both.reseal(&old, &Binding::at(("leeds", 8), Patient::RECORD).unwrap()).is_err());
    // Another key of the same id.
    closed(&KeyRing::new("2025", &key(9)).unwrap(), &old, &place());
}

#[test]
fn versions_are_checked_after_opening() {
    let value: Sealed<Parcel> = ring().seal_as(2, &plain(), &place()).unwrap();
    let later = ring().open(&value, &place()).unwrap_err();
    assert_eq!(later.to_string(), "expected version 1 of this frozen type, found 2");
    let upgraded = ring().open_as(&value, &place(), 3, |older| older.read()).unwrap();
    assert_eq!(upgraded, plain());
}

#[test]
fn sealed_and_frozen_are_not_taken_for_each_other() {
    let value = ring().seal(&plain(), &place()).unwrap();
    assert_eq!(
        Frozen::<Parcel>::from_bytes(value.as_bytes()).unwrap_err().to_string(),
        "the frozen value is encrypted: it is read as `Sealed`, with its key ring"
    );
    // A frozen value put in the place of a sealed one is refused when it is read.
    assert_eq!(
        Sealed::<Parcel>::from_bytes(Frozen(plain()).to_bytes().unwrap()).unwrap_err().to_string(),
        "expected a sealed value, found a frozen one that is not encrypted"
    );
    assert!(Sealed::<Parcel>::from_bytes(*b"plain").is_err());
}

#[test]
fn a_nonce_is_used_once() {
    let all: HashMap<Vec<u8>, ()> =
        (0..200).map(|_| (ring().seal(&1u8, &place()).unwrap().as_bytes()[10..34].to_vec(), ())).collect();
    assert_eq!(all.len(), 200);
}

#[test]
fn nothing_shows_a_key_or_a_value() {
    let ring = KeyRing::new("2026", &[0xAB; 32]).unwrap().with("2025", &[0xCD; 32]).unwrap();
    let binding = Binding::at(("secret-key", 7), Patient::RECORD).unwrap();
    let value = ring.seal(&"secret-value".to_owned(), &binding).unwrap();
    let wrong = KeyRing::new("2026", &[0xEF; 32]).unwrap();
    for shown in [
        format!("{ring:?}"),
        format!("{binding:?}"),
        format!("{value:?}"),
        shown(&wrong.open(&value, &binding).unwrap_err()),
        shown(&ring.open::<u64>(&sealed(value.as_bytes()), &binding).unwrap_err()),
    ] {
        for secret in ["171", "205", "ab, ", "cd, ", "AB", "secret-value", "secret-key"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    assert_eq!(format!("{ring:?}"), r#"KeyRing { current: "2026", older: ["2025"], .. }"#);
    assert_eq!(format!("{binding:?}"), "Binding(patients.record)");
}

#[test]
fn ids_of_keys_have_from_1_to_255_bytes() {
    assert!(KeyRing::new("", &key(1)).is_err());
    assert!(KeyRing::new("x".repeat(256), &key(1)).is_err());
    assert!(ring().with("2025", &key(2)).is_err());
    let long = KeyRing::new("ä".repeat(127), &key(1)).unwrap();
    let value = long.seal(&plain(), &place()).unwrap();
    assert_eq!(long.open(&value, &place()).unwrap(), plain());
}

fn read_as_anything(bytes: &[u8]) -> Result<Parcel, DecodeError> {
    let _ = Frozen::inspect(bytes);
    ring().open_as(&Sealed::from_bytes(bytes)?, &place(), 3, |older| older.read())
}

/// Every bit counts: of the header and of the body.
#[test]
fn any_bit_changed_is_an_error() {
    for stored in [unhex(SEALED), unhex(SEALED_SNAPPY)] {
        for at in 0..stored.len() {
            for bit in 0..8 {
                let mut changed = stored.clone();
                changed[at] ^= 1 << bit;
                assert!(read_as_anything(&changed).is_err(), "bit {bit} of byte {at}");
            }
            assert!(read_as_anything(&stored[..at]).is_err());
        }
        assert!(read_as_anything(&[&stored[..], &[0]].concat()).is_err());
    }
}

proptest! {
    #![proptest_config(crate::random::cases(512))]

    #[test]
    fn every_sealed_value_opens_again(value in parcel(), version in 1u32..4, number: i64, clinic in "[a-z]{1,8}") {
        let binding = Binding::at((clinic.as_str(), number), Patient::RECORD).unwrap();
        let value = vec![value; 2];
        let sealed = ring().seal_as(version, &value, &binding).unwrap();
        let opened = ring().open_as(&sealed, &binding, version, |older| Err(older.unknown())).unwrap();
        prop_assert_eq!(opened, value);
        prop_assert!(ring().open(&sealed, &place()).is_err());
        round_trip(Doc { value: sealed })?;
    }

    /// Random bytes, and a fixture with some of its bytes changed, in a field that the derive encrypts.
    #[test]
    fn no_field_takes_what_was_not_sealed(
        body in vec(any::<u8>(), 0..200),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let db = Database::local("http://localhost:1").with_keys(ring());
        let original = unhex(SEALED_SNAPPY);
        let mut changed = original.clone();
        for (at, byte) in changes {
            changed[at.index(original.len())] = byte;
        }
        prop_assert_eq!(db.from_map::<Derived>(stored(&changed)).is_ok(), changed == original);
        for front in [&b""[..], b"\xF5\x52\x44\x01\x00", b"\xF5\x52\x44\x02\x02\x042025"] {
            prop_assert!(db.from_map::<Derived>(stored(&[front, &body[..]].concat())).is_err());
        }
    }

    #[test]
    fn random_bytes_do_not_open(flags in 0u8..8, body in vec(any::<u8>(), 0..200)) {
        let _ = read_as_anything(&[&[0xF5, 0x52, 0x44, 2, flags], &body[..]].concat());
        prop_assert!(read_as_anything(&[b"\xF5\x52\x44\x02\x02\x042025", &body[..]].concat()).is_err());
    }
}

#[tokio::test]
async fn a_sealed_value_in_a_table_opens_in_its_place() {
    with_table::<Patient>(async |db| {
        let record = ring().seal(&repetitive(), &place()).unwrap();
        Table::put(&Patient { clinic: "leeds".into(), number: 7, record, other: None }).on(db).await.unwrap();
        let patient = Table::<Patient>::get(("leeds", 7)).on(db).await.unwrap().unwrap();
        assert_eq!(
            ring().open(&patient.record, &Binding::of(&patient, Patient::RECORD).unwrap()).unwrap(),
            repetitive()
        );
        let ring = KeyRing::new("2026", &key(2)).unwrap().with("2025", &key(1)).unwrap();
        let again = ring.reseal(&patient.record, &place()).unwrap();
        Table::<Patient>::update(("leeds", 7))
            .set(Patient::RECORD, again)
            .condition(Patient::RECORD.eq(&patient.record))
            .on(db)
            .await
            .unwrap();
        let patient = Table::<Patient>::get(("leeds", 7)).on(db).await.unwrap().unwrap();
        assert_eq!((patient.record.key_id(), ring.open(&patient.record, &place()).unwrap()), ("2026", repetitive()));
    })
    .await;
}
