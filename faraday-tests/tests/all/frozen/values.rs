//! Frozen values: written bytes can be read for ever, and damaged bytes give an error.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use faraday::{
    Frozen,
    document::{from_json, from_map, to_json, to_map},
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::codec::hostile::shown;
use crate::codec::{Doc, text};

/// Some of everything that serde has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    lines: Vec<String>,
    tags: BTreeSet<u32>,
    ratio: (i64, i64),
    weight: f64,
    note: Option<String>,
    state: State,
    history: BTreeMap<String, BTreeMap<String, Vec<State>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum State {
    New,
    Packed(u16),
    Sent { by: String, at: i64 },
}

pub fn plain() -> Parcel {
    Parcel {
        lines: vec!["tea".into(), "ß😀".into()],
        tags: BTreeSet::from([1, 300]),
        ratio: (22, -7),
        weight: 1.5,
        note: None,
        state: State::Packed(513),
        history: BTreeMap::from([("a".into(), BTreeMap::from([("b".into(), vec![State::New])]))]),
    }
}

pub fn repetitive() -> Parcel {
    Parcel {
        lines: vec!["fragile, this side up".into(); 12],
        note: Some("left at the door ".repeat(4)),
        state: State::Sent { by: "courier".into(), at: -1 },
        ..plain()
    }
}

/// Version 1 of the header, flags 0.
const PLAIN: &str = "\
    f552440100020374656106c39ff09f98800201ac022c0d000000000000f83f000181040101610101620100";
/// Version 1 of the header, flags 1: snappy.
const SNAPPY: &str = "\
    f552440101ef02580c1566726167696c652c20746869732073696465207570fe1600fe1600fe1600c61600180201ac022c0d \
    00050150f83f01446c6566742061742074686520646f6f7220ca1100440207636f7572696572010101610101620100";

pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).unwrap()).collect()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// These must stay readable for ever. A change that fails here needs a new version of the header, and keeps this one.
#[test]
fn version_1_is_read_and_written() {
    for (fixture, value, flags) in [(PLAIN, plain(), 0), (SNAPPY, repetitive(), 1)] {
        let stored = unhex(fixture);
        assert_eq!(hex(&Frozen(value.clone()).to_bytes().unwrap()), hex(&stored));
        assert_eq!(stored[..5], [0xF5, 0x52, 0x44, 1, flags]);
        assert_eq!(Frozen::<Parcel>::from_bytes(&stored).unwrap().into_inner(), value);
    }
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::New),
        any::<u16>().prop_map(State::Packed),
        (text(), any::<i64>()).prop_map(|(by, at)| State::Sent { by, at }),
    ]
}

pub fn parcel() -> impl Strategy<Value = Parcel> {
    (
        vec(text(), 0..8),
        btree_set(any::<u32>(), 0..8),
        any::<(i64, i64)>(),
        any::<f64>(),
        proptest::option::of(text()),
        state(),
        btree_map(text(), btree_map(text(), vec(state(), 0..4), 0..3), 0..3),
    )
        .prop_map(|(lines, tags, ratio, weight, note, state, history)| Parcel {
            lines,
            tags,
            ratio,
            weight,
            note,
            state,
            history,
        })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    Frozen::from_bytes(bytes).map(Frozen::into_inner).map_err(|error| error.to_string())
}

/// The bytes as several types: only that it ends, without a panic.
fn read_as_anything(bytes: &[u8]) {
    let _ = read::<Parcel>(bytes);
    let _ = read::<Vec<Parcel>>(bytes);
    let _ = read::<HashMap<String, Vec<u64>>>(bytes);
    let _ = read::<(bool, char, Option<Box<f32>>, [u8; 4])>(bytes);
    let _ = read::<Result<u128, i128>>(bytes);
    let _ = read::<std::time::Duration>(bytes);
}

fn with_header(flags: u8, body: &[u8]) -> Vec<u8> {
    [&[0xF5, 0x52, 0x44, 1, flags], body].concat()
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    #[test]
    fn every_frozen_value_thaws_again(value in parcel(), copies in 1usize..4) {
        let frozen = Doc { value: Frozen(vec![value; copies]) };
        let bytes = frozen.value.to_bytes().unwrap();
        prop_assert_eq!(&Frozen::from_bytes(&bytes).unwrap(), &frozen.value);
        prop_assert_eq!(&from_map::<Doc<Frozen<Vec<Parcel>>>>(to_map(&frozen).unwrap()).unwrap(), &frozen);
        prop_assert_eq!(&from_json::<Doc<Frozen<Vec<Parcel>>>>(to_json(&frozen).unwrap()).unwrap(), &frozen);
        let stored: Doc<Vec<u8>> = from_json(to_json(&frozen).unwrap()).unwrap();
        prop_assert_eq!(stored.value, bytes);
    }

    #[test]
    fn foreign_bytes_are_refused(bytes in vec(any::<u8>(), 0..200)) {
        if !bytes.starts_with(&[0xF5, 0x52, 0x44]) {
            prop_assert!(read::<Parcel>(&bytes).unwrap_err().starts_with("expected a frozen value, found "));
        }
    }

    #[test]
    fn random_bytes_behind_a_header_are_an_error_or_a_value(flags in 0u8..2, body in vec(any::<u8>(), 0..200)) {
        read_as_anything(&with_header(flags, &body));
    }

    #[test]
    fn changed_bytes_give_a_value_or_an_error(value in parcel(), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = Frozen(vec![value; 3]).to_bytes().unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_as_anything(&bytes);
    }

    /// Neither the error nor its causes show what is stored.
    #[test]
    fn no_error_shows_what_is_frozen(marker in "MARK[a-z]{12}", copies in 1usize..20, cut in 6usize..200) {
        let bytes = Frozen(vec![marker.clone(); copies]).to_bytes().unwrap();
        let cut = &bytes[..cut.min(bytes.len() - 1)];
        let errors = [
            shown(&Frozen::<Vec<String>>::from_bytes(cut).unwrap_err()),
            shown(&Frozen::<Vec<u64>>::from_bytes(&bytes).unwrap_err()),
            shown(&Frozen::<Vec<Picky>>::from_bytes(&bytes).unwrap_err()),
            shown(&Frozen(Unwilling(marker.clone())).to_bytes().unwrap_err()),
        ];
        for error in errors {
            prop_assert!(!error.contains(&marker), "{error}");
        }
        let debug = format!("{:?}", Frozen(marker.clone()));
        prop_assert!(!debug.contains(&marker));
    }
}

/// A type whose own serde error shows the value.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Picky;

impl TryFrom<String> for Picky {
    type Error = String;

    fn try_from(value: String) -> Result<Self, String> {
        Err(format!("{value} is wrong"))
    }
}

struct Unwilling(String);

impl Serialize for Unwilling {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(format!("{} is wrong", self.0)))
    }
}

#[test]
fn truncated_anywhere_is_an_error() {
    for stored in [unhex(PLAIN), unhex(SNAPPY)] {
        for length in 0..stored.len() {
            let error = read::<Parcel>(&stored[..length]).unwrap_err();
            let expected = if length < 5 { "fewer bytes than its header has" } else { "truncated" };
            assert!(error.contains(expected) || error.contains("damaged"), "{length}: {error}");
        }
        let longer = [&stored[..], &[0]].concat();
        assert!(read::<Parcel>(&longer).is_err());
    }
}

#[test]
fn any_byte_changed_is_an_error_or_a_value() {
    for stored in [unhex(PLAIN), unhex(SNAPPY)] {
        for at in 0..stored.len() {
            for bit in 0..8 {
                let mut changed = stored.clone();
                changed[at] ^= 1 << bit;
                read_as_anything(&changed);
                if at < 5 {
                    assert!(read::<Parcel>(&changed).is_err(), "bit {bit} of byte {at} of the header");
                }
            }
            for byte in [0, 0x7f, 0x80, 0xff] {
                let mut changed = stored.clone();
                changed[at] = byte;
                read_as_anything(&changed);
            }
        }
    }
}

#[test]
fn a_header_that_is_not_known_is_refused() {
    let header = |bytes: &[u8]| read::<u8>(bytes).unwrap_err();
    assert_eq!(read::<u8>(&with_header(0, &[7])), Ok(7));
    assert_eq!(header(b""), "expected a frozen value, found fewer bytes than its header has");
    assert_eq!(header(&[0xF5, 0x52, 0x44, 1]), "expected a frozen value, found fewer bytes than its header has");
    assert_eq!(header(b"{\"a\":1}"), "expected a frozen value, found bytes without its header");
    assert_eq!(
        header(&[0xF5, 0x52, 0x44, 3, 0, 7]),
        "expected a frozen value of version 1 or 2, found 3: written by a newer faraday"
    );
    for flags in 2..=255 {
        let error = header(&with_header(flags, &[7]));
        assert_eq!(error, "the header of this frozen value has flags that this version does not know");
    }
    assert_eq!(header(&with_header(0, &[7, 7])), "the frozen value holds another type: bytes are left over");
    assert_eq!(header(&with_header(0, &[])), "the frozen value is truncated, or holds another type");
    assert_eq!(read::<bool>(&with_header(0, &[7])).unwrap_err(), "the frozen value is damaged, or holds another type");
}

/// A length that is claimed and not there is an error before anything of that length is allocated: snappy's claim is
/// held against the bytes there are, and serde reserves a megabyte at most.
#[test]
fn a_claimed_length_is_not_believed() {
    let huge: &[u8] = &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
    let truncated = Err("the frozen value is truncated, or holds another type".to_owned());
    let plain = with_header(0, huge);
    assert_eq!(read::<String>(&plain), truncated.clone().map(|()| String::new()));
    assert_eq!(read::<Vec<u8>>(&plain), truncated.clone().map(|()| vec![]));
    assert_eq!(read::<Vec<u64>>(&plain), truncated.clone().map(|()| vec![]));
    assert_eq!(read::<Vec<[u64; 32]>>(&plain), truncated.clone().map(|()| vec![]));
    assert_eq!(read::<Vec<Vec<String>>>(&plain), truncated.clone().map(|()| vec![]));
    assert_eq!(read::<BTreeSet<u64>>(&plain), truncated.clone().map(|()| BTreeSet::new()));
    assert_eq!(read::<HashMap<String, [u64; 32]>>(&plain), truncated.map(|()| HashMap::new()));

    // Snappy's own header: a varint of up to 32 bits.
    let lie = "the frozen value is damaged: it claims to hold more than its bytes can";
    let claims = |length: &[u8], body: usize| read::<Vec<u8>>(&with_header(1, &[length, &vec![0; body]].concat()));
    assert_eq!(claims(&[0xff, 0xff, 0xff, 0xff, 0x0f], 0).unwrap_err(), lie);
    assert_eq!(claims(&[0xff, 0xff, 0xff, 0xff, 0x0f], 400 * 1024).unwrap_err(), lie);
    assert_eq!(claims(&[0x80, 0x80, 0x40], 100).unwrap_err(), lie);
    // More than snappy itself can count.
    assert!(claims(&[0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 100).unwrap_err().contains("snappy cannot read it"));
    assert!(claims(&[], 0).unwrap_err().contains("snappy cannot read it"));
}

/// What compresses best must not be taken for a lie.
#[test]
fn the_best_compression_is_read() {
    for length in [0, 58, 59, 60, 1000, 64 * 1024, 3_000_000] {
        let value = Frozen(vec![0u8; length]);
        let bytes = value.to_bytes().unwrap();
        assert_eq!(Frozen::from_bytes(&bytes).unwrap(), value);
        assert!(bytes.len() <= length + 5 + 4);
        assert!(length < 1000 || bytes.len() < length / 10);
    }
}

#[test]
fn elements_of_no_size_are_read_back() {
    assert_eq!(read::<Vec<()>>(&Frozen(vec![(); 1000]).to_bytes().unwrap()), Ok(vec![(); 1000]));
    assert_eq!(read::<()>(&with_header(0, &[])), Ok(()));
}

#[test]
fn a_sequence_of_unknown_length_is_refused() {
    struct Stream;
    impl Serialize for Stream {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde::ser::SerializeSeq::end(serializer.serialize_seq(None)?)
        }
    }
    let error = Frozen(Stream).to_bytes().unwrap_err();
    assert_eq!(error.to_string(), "the value cannot be frozen");
    assert!(shown(&error).contains("length of a sequence must be known"));
}
