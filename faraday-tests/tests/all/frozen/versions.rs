//! Frozen types that changed, bytes of another origin, and the information in a header.

use faraday::{Frozen, frozen::Compression, value::DecodeError};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::values::{Parcel, hex, parcel, plain, repetitive, unhex};

/// Version 2 of the header, flags 4: version 3 of the type.
const VERSIONED: &str = "\
    f55244020403000000020374656106c39ff09f98800201ac022c0d000000000000f83f000181040101610101620100";
/// Version 2 of the header, flags 5: version 7 of the type, snappy.
const VERSIONED_SNAPPY: &str = "\
    f55244020507000000ef02580c1566726167696c652c20746869732073696465207570fe1600fe1600fe1600c61600180201ac022c0d \
    00050150f83f01446c6566742061742074686520646f6f7220ca1100440207636f7572696572010101610101620100";

fn never<T>(older: &faraday::frozen::Older<'_>) -> Result<T, DecodeError> {
    Err(older.unknown())
}

/// These must stay readable for ever.
#[test]
fn version_2_is_read_and_written() {
    for (fixture, value, version, flags) in [(VERSIONED, plain(), 3, 4), (VERSIONED_SNAPPY, repetitive(), 7, 5)] {
        let stored = unhex(fixture);
        assert_eq!(hex(&Frozen(value.clone()).to_bytes_as(version).unwrap()), hex(&stored));
        assert_eq!(stored[..5], [0xF5, 0x52, 0x44, 2, flags]);
        assert_eq!(Frozen::<Parcel>::from_bytes_as(&stored, version, never).unwrap().into_inner(), value);
    }
}

/// The first version is what was always written.
#[test]
fn version_1_needs_no_other_header() {
    assert_eq!(Frozen(plain()).to_bytes_as(1).unwrap(), Frozen(plain()).to_bytes().unwrap());
    let stored = Frozen(plain()).to_bytes().unwrap();
    assert_eq!(Frozen::<Parcel>::from_bytes_as(&stored, 1, never).unwrap().into_inner(), plain());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct First {
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Second {
    first: String,
    last: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Third {
    names: Vec<String>,
}

fn upgrade(older: &faraday::frozen::Older<'_>) -> Result<Third, DecodeError> {
    match older.version() {
        1 => older.read().map(|First { name }| Third { names: vec![name] }),
        2 => older.read().map(|Second { first, last }| Third { names: vec![first, last] }),
        _ => Err(older.unknown()),
    }
}

#[test]
fn older_versions_are_upgraded() {
    let long = "ann ".repeat(100);
    for name in ["ann", long.as_str()] {
        let read = |bytes: &[u8]| Frozen::from_bytes_as(bytes, 3, upgrade).map(Frozen::into_inner);
        let text = |parts: &[&str]| Ok::<_, String>(Third { names: parts.iter().map(ToString::to_string).collect() });
        let check = |bytes: Vec<u8>| read(&bytes).map_err(|error| error.to_string());
        assert_eq!(check(Frozen(First { name: name.into() }).to_bytes().unwrap()), text(&[name]));
        let second = Second { first: name.into(), last: "lee".into() };
        assert_eq!(check(Frozen(second).to_bytes_as(2).unwrap()), text(&[name, "lee"]));
        let third = || Third { names: vec![name.into()] };
        assert_eq!(check(Frozen(third()).to_bytes_as(3).unwrap()), text(&[name]));
        assert_eq!(
            check(Frozen(third()).to_bytes_as(4).unwrap()).unwrap_err(),
            "expected version 3 of this frozen type, found 4"
        );
        assert_eq!(
            check(Frozen(third()).to_bytes_as(0).unwrap()).unwrap_err(),
            "version 0 of this frozen type is no longer known"
        );
        let stored = Frozen(third()).to_bytes_as(3).unwrap();
        assert_eq!(
            Frozen::<Third>::from_bytes(&stored).unwrap_err().to_string(),
            "expected version 1 of this frozen type, found 3"
        );
    }
    let shown =
        Frozen::<Third>::from_bytes_as(&Frozen(First { name: "secret".into() }).to_bytes().unwrap(), 2, |older| {
            Err(DecodeError::new(format!("{older:?}")))
        });
    assert_eq!(shown.unwrap_err().to_string(), "Older(version 1)");
}

#[test]
fn bytes_without_a_header_pass_only_where_it_is_said() {
    let other = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| DecodeError::new("neither"));
    assert_eq!(Frozen::from_bytes_or(b"plain", other).unwrap().0, "plain");
    assert_eq!(Frozen::from_bytes_or(b"", other).unwrap().0, "");
    let frozen = Frozen("frozen".to_owned()).to_bytes().unwrap();
    assert_eq!(Frozen::from_bytes_or(&frozen, other).unwrap().0, "frozen");
    // What begins as a frozen value is one, however damaged.
    assert!(Frozen::from_bytes_or(&frozen[..frozen.len() - 1], other).is_err());
    assert!(Frozen::from_bytes_or(&[0xF5, 0x52, 0x44], other).is_err());
    assert!(Frozen::<String>::from_bytes(b"plain").is_err());
}

#[test]
fn a_header_is_inspected() {
    let plain_bytes = Frozen(plain()).to_bytes().unwrap();
    let header = Frozen::inspect(&plain_bytes).unwrap();
    assert_eq!((header.format, header.compression, header.version), (1, Compression::None, 1));
    assert_eq!((header.key_id, header.length), (None, plain_bytes.len() - 5));
    let header = Frozen::inspect(&unhex(VERSIONED_SNAPPY)).unwrap();
    assert_eq!((header.format, header.compression, header.version), (2, Compression::Snappy, 7));
    assert!(Frozen::inspect(b"{}").is_err());
}

#[test]
fn truncated_headers_of_version_2_are_an_error() {
    let stored = unhex(VERSIONED);
    for length in 0..stored.len() {
        assert!(Frozen::<Parcel>::from_bytes_as(&stored[..length], 3, never).is_err(), "{length}");
    }
    for flags in 8..=255 {
        let error = Frozen::inspect(&[0xF5, 0x52, 0x44, 2, flags, 7, 7, 7, 7]).unwrap_err();
        assert_eq!(error.to_string(), "the header of this frozen value has flags that this version does not know");
    }
    // A key's id of 255 bytes that are not there.
    assert!(Frozen::inspect(&[0xF5, 0x52, 0x44, 2, 2, 255, 1]).is_err());
    assert!(Frozen::inspect(&[&[0xF5, 0x52, 0x44, 2, 2, 1, 0xff][..], &[0; 24]].concat()).is_err());
}

proptest! {
    #![proptest_config(crate::random::cases(1024))]

    #[test]
    fn every_version_round_trips(value in parcel(), version: u32, copies in 1usize..4) {
        let frozen = Frozen(vec![value; copies]);
        let bytes = frozen.to_bytes_as(version).unwrap();
        prop_assert_eq!(&Frozen::from_bytes_as(&bytes, version, never).unwrap(), &frozen);
        prop_assert_eq!(Frozen::inspect(&bytes).unwrap().version, version);
    }

    #[test]
    fn random_bytes_behind_a_header_of_version_2_are_an_error_or_a_value(flags in 0u8..8, body in vec(any::<u8>(), 0..200), version in 0u32..3) {
        let bytes = [&[0xF5, 0x52, 0x44, 2, flags], &body[..]].concat();
        let _ = Frozen::inspect(&bytes);
        let _ = Frozen::<Parcel>::from_bytes(&bytes);
        let _ = Frozen::<Vec<String>>::from_bytes_as(&bytes, version, |older| older.read());
        let _ = Frozen::<Parcel>::from_bytes_or(&bytes, |_| Ok(plain()));
    }

    #[test]
    fn changed_bytes_of_version_2_are_an_error_or_a_value(value in parcel(), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = Frozen(vec![value; 3]).to_bytes_as(2).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = Frozen::<Vec<Parcel>>::from_bytes_as(&bytes, 2, |older| older.read());
    }
}
