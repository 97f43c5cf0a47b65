//! Compares the stored forms of types of the standard library and of other crates with those of `serde_dynamo`: the rows of the page
//! `value/serde_dynamo.md`.

use std::borrow::Cow;
use std::fmt::Debug;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use faraday::Value;
use faraday::value::{Serde, from_attribute_value, to_attribute_value};
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use smol_str::SmolStr;
use url::Url;
use uuid::Uuid;

fn theirs<T: Serialize>(value: &T) -> AttributeValue {
    serde_dynamo::to_attribute_value(value).unwrap()
}

/// Both store the same, and read what the other stored.
fn same<T: Value + Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    assert_eq!(to_attribute_value(&value).unwrap(), theirs(&value));
    assert_eq!(from_attribute_value::<T>(theirs(&value)).unwrap(), value);
    assert_eq!(serde_dynamo::from_attribute_value::<_, T>(to_attribute_value(&value).unwrap()).unwrap(), value);
}

/// They store it differently; with `serde` the same.
fn differs<T: Value + Serialize + DeserializeOwned + PartialEq + Debug + Clone>(value: T, reads: bool) {
    assert_ne!(to_attribute_value(&value).unwrap(), theirs(&value));
    assert_eq!(from_attribute_value::<T>(theirs(&value)).is_ok_and(|read| read == value), reads, "{value:?}");
    assert_eq!(to_attribute_value(&Serde(value.clone())).unwrap(), theirs(&value));
    assert_eq!(from_attribute_value::<Serde<T>>(theirs(&value)).unwrap().0, value);
}

#[test]
fn the_types_listed_as_the_same_are_stored_the_same() {
    same(IpAddr::from([127, 0, 0, 1]));
    same(SocketAddr::from(([0; 16], 80)));
    same(PathBuf::from("/tmp"));
    same(NonZero::new(7u64).unwrap());
    same(Box::<str>::from("a"));
    same(Cow::<'static, str>::from("a"));
    same((1u8, 'a', true));
    same([1u16, 2]);
    same(Uuid::from_u128(7));
    same(Url::parse("https://example.com/a?b").unwrap());
    same(NaiveDate::from_ymd_opt(2024, 5, 1).unwrap());
    same(SmolStr::new("a"));
    same(CompactString::new("a"));
    same(bytes::Bytes::from_static(&[1]));
    same(json!({"a": [1, -2, "b", null, true, {"c": {}}]}));
}

#[test]
fn the_types_listed_as_different_are_stored_differently() {
    differs(Duration::from_millis(1500), false);
    differs(UNIX_EPOCH + Duration::from_secs(1), false);
    differs(Some(DateTime::<Utc>::from_timestamp_millis(1500).unwrap()), true);
    differs(DateTime::<Utc>::UNIX_EPOCH.fixed_offset(), true);
    differs(Decimal::new(15, 1), false);
    differs(vec![1u8], false);
    differs([1u8, 2], false);
    differs(time::OffsetDateTime::UNIX_EPOCH, false);
}

/// What a user of serde marks as RFC 3339 is read as the type has it here.
#[test]
fn times_that_serde_wrote_as_rfc_3339_are_read() {
    #[derive(Serialize)]
    struct Theirs {
        #[serde(with = "time::serde::rfc3339")]
        at: time::OffsetDateTime,
    }
    #[derive(Value)]
    struct Ours {
        at: time::OffsetDateTime,
    }
    let at = time::OffsetDateTime::UNIX_EPOCH + time::Duration::MILLISECOND;
    let item = serde_dynamo::to_item(Theirs { at }).unwrap();
    assert_eq!(faraday::document::from_map::<Ours>(item).unwrap().at, at);
}
