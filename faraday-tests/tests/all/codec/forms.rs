//! The stored form of each type, and types without one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use faraday::value::{Decoder, Encoder, Value, from_attribute_value, kind};
use faraday::{
    document::{from_json, from_map, item_size, to_json, to_map},
    value::{DecodeError, EncodeError},
};

use super::support::{Doc, Item, becomes, item_size_of, nested, refused, round_trip};

/// `None` and the empty set are not written, and read as what they were.
#[test]
fn none_and_an_empty_set_are_not_stored() {
    fn absent<T: Value + PartialEq + Debug>(value: T) {
        let doc = Doc { value };
        assert_eq!(to_json(&doc).unwrap(), "{}");
        assert_eq!(item_size(&doc).unwrap(), 0);
        assert_eq!(from_json::<Doc<T>>("{}").unwrap(), doc);
        assert_eq!(from_json::<Doc<T>>(r#"{"value":{"NULL":true}}"#).unwrap(), doc);
    }
    absent(None::<String>);
    absent(None::<Option<u8>>);
    absent(BTreeSet::<String>::new());
    absent(HashSet::<Vec<u8>>::new());
    absent(Box::new(None::<u8>));
    absent(Arc::new(BTreeSet::<u8>::new()));
    // DynamoDB has no empty set to tell it from None.
    becomes(Some(BTreeSet::<u8>::new()), None).unwrap();
    // These would be read back as None.
    refused(Some(None::<u8>)).unwrap();
    refused(Some(())).unwrap();
    refused(Some(AttributeValue::Null(true))).unwrap();
    // An empty string, binary, list or map is there.
    round_trip(Some(String::new())).unwrap();
    round_trip(Some(Vec::<u8>::new())).unwrap();
    round_trip(Some(Vec::<String>::new())).unwrap();
    round_trip(Some(BTreeMap::<String, u8>::new())).unwrap();
}

/// The forms are a contract: what is in tables must stay readable.
#[test]
fn each_type_has_the_form_that_tables_hold() {
    fn form<T: Value + Clone + PartialEq + Debug>(value: T, json: &str) {
        assert_eq!(to_json(&Doc { value: value.clone() }).unwrap(), format!(r#"{{"value":{json}}}"#));
        round_trip(value).unwrap();
    }
    form("a\"\n".to_owned(), r#"{"S":"a\"\n"}"#);
    form('ß', r#"{"S":"ß"}"#);
    form(-7i8, r#"{"N":"-7"}"#);
    form(1.5f32, r#"{"N":"1.5"}"#);
    form(1e100, r#"{"N":"1e100"}"#);
    form(vec![0u8, 255], r#"{"B":"AP8="}"#);
    form([1u8, 2, 3], r#"{"B":"AQID"}"#);
    form(Bytes::from_static(b"\xfb\xff"), r#"{"B":"+/8="}"#);
    form(true, r#"{"BOOL":true}"#);
    form((), r#"{"NULL":true}"#);
    form(vec![1u16, 2], r#"{"L":[{"N":"1"},{"N":"2"}]}"#);
    form(vec![Some(1u8), None], r#"{"L":[{"N":"1"},{"NULL":true}]}"#);
    form((1u8, 'a'), r#"{"L":[{"N":"1"},{"S":"a"}]}"#);
    form(BTreeMap::from([("k".to_owned(), None::<u8>)]), r#"{"M":{"k":{"NULL":true}}}"#);
    form(BTreeSet::from(["a".to_owned(), "b".to_owned()]), r#"{"SS":["a","b"]}"#);
    form(BTreeSet::from([1u8, 2]), r#"{"NS":["1","2"]}"#);
    form(BTreeSet::from([vec![1u8], vec![2]]), r#"{"BS":["AQ==","Ag=="]}"#);
    form(UNIX_EPOCH - Duration::from_secs(1), r#"{"N":"-1"}"#);
    form(Box::<[u8]>::from([1, 2, 3]), r#"{"B":"AQID"}"#);
    form(Cow::Borrowed("a"), r#"{"S":"a"}"#);
    form(VecDeque::from([1u8]), r#"{"L":[{"N":"1"}]}"#);
    form(NonZero::new(7u8).unwrap(), r#"{"N":"7"}"#);
    form(IpAddr::from([127, 0, 0, 1]), r#"{"S":"127.0.0.1"}"#);
    form(SocketAddr::from(([0; 16], 80)), r#"{"S":"[::]:80"}"#);
    form(PathBuf::from("/tmp"), r#"{"S":"/tmp"}"#);
    form(Duration::from_millis(1500), r#"{"N":"1.5"}"#);
    form(Duration::from_secs(90), r#"{"N":"90"}"#);
    form(Duration::from_nanos(1), r#"{"N":"0.000000001"}"#);
    form(Duration::MAX, r#"{"N":"18446744073709551615.999999999"}"#);
    form(Doc { value: 'x' }, r#"{"M":{"value":{"S":"x"}}}"#);
}

/// A user's own `Value` may pass on any text as a number: it must not reach the request as JSON.
#[test]
fn a_number_cannot_end_its_quotes() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Raw(String);

    impl Value for Raw {
        type Kind = kind::N;
        type Base = Self;

        fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
            encoder.number(&self.0)
        }

        fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
            decoder.with_number(str::to_owned).map(Self)
        }
    }

    let raw = || Raw(r#"1"},"admin":{"BOOL":true"#.to_owned());
    refused(raw()).unwrap();
    refused(BTreeSet::from([raw()])).unwrap();
    refused(Raw(String::new())).unwrap();
}

/// A set of a hasher of the user's own.
#[test]
fn maps_and_sets_with_other_hashers_are_stored_alike() {
    type Hasher = std::hash::BuildHasherDefault<std::collections::hash_map::DefaultHasher>;
    round_trip(HashSet::<u32, Hasher>::from_iter([1, 2, 3])).unwrap();
    round_trip(HashMap::<String, u32, Hasher>::from_iter([("a".to_owned(), 1)])).unwrap();
}

#[test]
fn nesting_ends_at_64_on_every_backend() {
    for as_list in [true, false] {
        let deepest = Doc { value: nested(64, as_list) };
        assert_eq!(from_map::<Doc<AttributeValue>>(to_map(&deepest).unwrap()).unwrap(), deepest);
        assert_eq!(from_json::<Doc<AttributeValue>>(to_json(&deepest).unwrap()).unwrap(), deepest);
        assert_eq!(item_size(&deepest).unwrap(), item_size_of(&to_map(&deepest).unwrap()));
        assert!(refused(nested(65, as_list)).unwrap().ends_with("nested deeper than 64 levels; DynamoDB takes 32"));
        let item = Item::from([("value".to_owned(), nested(65, as_list))]);
        assert!(from_map::<Item>(item).unwrap_err().to_string().contains("nested deeper than 64 levels"));
    }
}

/// What the forms of text and number cannot say is an error, with no part of what is stored in it.
#[test]
fn what_does_not_fit_a_type_is_an_error_that_shows_no_value() {
    fn fails<T: Value + Debug>(value: AttributeValue) -> String {
        from_attribute_value::<T>(value).unwrap_err().to_string()
    }
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let number = |digits: &str| AttributeValue::N(digits.to_owned());
    assert_eq!(fails::<IpAddr>(text("1.2.3")), "expected an IP address, found another string");
    assert_eq!(fails::<SocketAddr>(text("1.2.3.4")), "expected an IP address and port, found another string");
    assert_eq!(fails::<NonZero<u8>>(number("0")), "expected a number that is not 0, found 0");
    assert_eq!(fails::<NonZero<u8>>(number("256")), "expected a number that fits u8, found another");
    let seconds = "expected seconds from 0, with no more than nanoseconds, found another";
    for digits in ["-1", "1e20", "0.0000000001", "1e400", "1.0000000001"] {
        assert_eq!(fails::<Duration>(number(digits)), seconds, "{digits}");
    }
    for (digits, nanos) in [("1.50", 1_500_000_000), ("15E-1", 1_500_000_000), ("0.0", 0), ("2E-9", 2), ("-0", 0)] {
        let read: Duration = from_attribute_value(number(digits)).unwrap();
        assert_eq!(read, Duration::from_nanos(nanos), "{digits}");
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf_8_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(OsStr::from_bytes(&[0xff]));
    assert!(refused(path).unwrap().ends_with("a path that is not UTF-8 has no form in DynamoDB"));
}
