//! Every type with a value, and its generated line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use bigdecimal::BigDecimal;
use bytes::Bytes;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use compact_str::CompactString;
use faraday::value::time::{EpochMillis, EpochSeconds};
use faraday::value::{Decoder, Encoder, kind};
use faraday::{
    Frozen, Value,
    value::{DecodeError, EncodeError},
};
use indexmap::{IndexMap, IndexSet};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime, civil};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use smol_str::SmolStr;
use time::{OffsetDateTime, PrimitiveDateTime, UtcDateTime};
use url::Url;
use uuid::Uuid;

use super::probe::*;

fn mark(can: bool) -> String {
    if can { "yes" } else { "–" }.to_owned()
}

fn listed(uses: &[(bool, &str)]) -> String {
    let uses: Vec<_> = uses.iter().filter(|(can, _)| *can).map(|(_, name)| *name).collect();
    uses.join(", ")
}

/// The line of a type.
macro_rules! row {
    ($name:expr, $feature:literal, $ty:ty, $value:expr, $base:expr) => {{
        let row: [String; 9] =
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
                let probe = &Probe::<$ty>::new($value, $base).await;
                [
                    format!("`{}`", $name),
                    $feature.to_owned(),
                    probe.written(),
                    mark(probe.read().await),
                    mark(probe.key().await),
                    mark(probe.element().await),
                    mark(probe.map_value().await),
                    listed(&[
                        (probe.set().await, "set"),
                        (probe.remove().await, "remove"),
                        (probe.add().await, "add"),
                        (probe.insert().await, "insert"),
                        (probe.append().await, "append"),
                    ]),
                    listed(&[
                        (probe.equal().await, "eq"),
                        (probe.ordered().await, "lt"),
                        (probe.begins_with().await || probe.begins_with_bytes().await, "begins_with"),
                        (
                            probe.contains_text().await || probe.contains_bytes().await || probe.contains().await,
                            "contains",
                        ),
                        (probe.sized().await, "size"),
                    ]),
                ]
            });
        row
    }};
    ($name:expr, $feature:literal, $ty:ty, $value:expr) => {
        row!($name, $feature, $ty, $value, $value)
    };
}

/// The same of several types of one value.
macro_rules! numbers {
    ($rows:ident: $($ty:ty)*) => {$(
        $rows.push(row!(stringify!($ty), "", $ty, 7 as $ty));
    )*};
}

#[derive(Debug, Clone, Value)]
struct Struct {
    x: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Value)]
struct Newtype(String);

/// As the documentation of `Value` shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Colour(u8, u8, u8);

impl Value for Colour {
    type Kind = kind::S;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(&format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2))
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.with_string(|text| {
            let hex = text.strip_prefix('#').and_then(|hex| u32::from_str_radix(hex, 16).ok());
            let [_, r, g, b] = hex.ok_or_else(|| DecodeError::new("expected a colour like #ff8800"))?.to_be_bytes();
            Ok(Colour(r, g, b))
        })?
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Value)]
enum Unit {
    On,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Value)]
#[faraday(number)]
enum Numbered {
    On = 1,
}

#[derive(Debug, Clone, Value)]
#[faraday(tag = "kind")]
enum Tagged {
    Moved { x: u8 },
}

#[derive(Debug, Clone, Value)]
#[faraday(tag = "kind", content = "data")]
enum Adjacent {
    Moved(u8),
}

#[derive(Debug, Clone, Value)]
enum External {
    Moved(u8),
}

#[derive(Debug, Clone, Value)]
#[faraday(untagged)]
enum Untagged {
    Moved(u8),
}

fn text() -> String {
    "a".to_owned()
}

pub fn rows() -> Vec<[String; 9]> {
    let mut rows = scalars();
    rows.extend(documents());
    rows.extend(pointers());
    rows.extend(derived());
    rows.extend(times());
    rows.extend(foreign());
    rows
}

fn scalars() -> Vec<[String; 9]> {
    let mut rows = vec![row!("String", "", String, text()), row!("char", "", char, 'a'), row!("bool", "", bool, true)];
    numbers!(rows: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);
    rows.extend([
        row!("NonZero<u64>", "", NonZero<u64>, NonZero::new(7).unwrap()),
        row!("()", "", (), ()),
        row!("Vec<u8>", "", Vec<u8>, vec![1]),
        row!("[u8; 2]", "", [u8; 2], [1, 2]),
        row!("Bytes", "", Bytes, Bytes::from_static(&[1])),
        row!("Frozen<T>", "", Frozen<Vec<u16>>, Frozen(vec![1])),
        row!("IpAddr", "", IpAddr, IpAddr::from([127, 0, 0, 1])),
        row!("Ipv4Addr", "", Ipv4Addr, Ipv4Addr::LOCALHOST),
        row!("Ipv6Addr", "", Ipv6Addr, Ipv6Addr::LOCALHOST),
        row!("SocketAddr", "", SocketAddr, SocketAddr::from(([127, 0, 0, 1], 80))),
        row!("SocketAddrV4", "", SocketAddrV4, SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80)),
        row!("SocketAddrV6", "", SocketAddrV6, SocketAddrV6::new(Ipv6Addr::LOCALHOST, 80, 0, 0)),
        row!("PathBuf", "", PathBuf, PathBuf::from("/tmp")),
        row!("Duration", "", Duration, Duration::from_millis(1500)),
        row!("SystemTime", "", SystemTime, UNIX_EPOCH),
    ]);
    rows
}

fn documents() -> Vec<[String; 9]> {
    vec![
        row!("Vec<T>", "", Vec<String>, vec![text()]),
        row!("VecDeque<T>", "", VecDeque<String>, VecDeque::from([text()])),
        row!("[T; N]", "", [String; 1], [text()]),
        row!("(A, B)", "", (u8, String), (1, text())),
        row!("BTreeMap<String, T>", "", BTreeMap<String, u8>, BTreeMap::from([(text(), 1)])),
        row!("HashMap<String, T>", "", HashMap<String, u8>, HashMap::from([(text(), 1)])),
        row!("BTreeSet<String>", "", BTreeSet<String>, BTreeSet::from([text()])),
        row!("HashSet<u64>", "", HashSet<u64>, HashSet::from([1])),
        row!("BTreeSet<Vec<u8>>", "", BTreeSet<Vec<u8>>, BTreeSet::from([vec![1]])),
        row!("serde_json::Value", "", Json, json!([1])),
        row!("serde_json::Map", "", Map<String, Json>, Map::from_iter([(text(), json!(1))])),
        row!("AttributeValue", "", AttributeValue, AttributeValue::S(text())),
    ]
}

fn pointers() -> Vec<[String; 9]> {
    vec![
        row!("Option<String>", "", Option<String>, Some(text()), text()),
        row!("Option<u64>", "", Option<u64>, Some(7), 7),
        row!("Option<BTreeSet<u64>>", "", Option<BTreeSet<u64>>, Some(BTreeSet::from([1])), BTreeSet::from([1])),
        row!("Box<String>", "", Box<String>, Box::new(text()), text()),
        row!("Arc<u64>", "", Arc<u64>, Arc::new(7), 7),
        row!("Box<str>", "", Box<str>, text().into(), text()),
        row!("Arc<str>", "", Arc<str>, text().into(), text()),
        row!("Arc<[u8]>", "", Arc<[u8]>, vec![1].into(), vec![1]),
        row!("Box<[T]>", "", Box<[String]>, vec![text()].into(), vec![text()]),
        row!("Cow<'static, str>", "", Cow<'static, str>, text().into(), text()),
        row!("Cow<'static, [u8]>", "", Cow<'static, [u8]>, vec![1].into(), vec![1]),
    ]
}

fn derived() -> Vec<[String; 9]> {
    vec![
        row!("struct", "", Struct, Struct { x: 1 }),
        row!("newtype of String", "", Newtype, Newtype(text())),
        row!("a type of your own, in S", "", Colour, Colour(1, 2, 3)),
        row!("enum of units", "", Unit, Unit::On),
        row!("enum with number", "", Numbered, Numbered::On),
        row!("enum with data", "", External, External::Moved(1)),
        row!("enum with tag", "", Tagged, Tagged::Moved { x: 1 }),
        row!("enum with tag and content", "", Adjacent, Adjacent::Moved(1)),
        row!("enum with untagged", "", Untagged, Untagged::Moved(1)),
    ]
}

fn times() -> Vec<[String; 9]> {
    let date_time = DateTime::UNIX_EPOCH;
    let timestamp = Timestamp::UNIX_EPOCH;
    let offset = OffsetDateTime::UNIX_EPOCH;
    vec![
        row!("EpochSeconds<T>", "", EpochSeconds<SystemTime>, EpochSeconds(UNIX_EPOCH)),
        row!("EpochMillis<T>", "", EpochMillis<SystemTime>, EpochMillis(UNIX_EPOCH)),
        row!("DateTime<Utc>", "chrono", DateTime<Utc>, date_time),
        row!("DateTime<FixedOffset>", "chrono", DateTime<FixedOffset>, date_time.fixed_offset()),
        row!("NaiveDate", "chrono", NaiveDate, date_time.date_naive()),
        row!("NaiveDateTime", "chrono", NaiveDateTime, date_time.naive_utc()),
        row!("NaiveTime", "chrono", NaiveTime, date_time.time()),
        row!("TimeDelta", "chrono", TimeDelta, TimeDelta::seconds(1)),
        row!("OffsetDateTime", "time", OffsetDateTime, offset),
        row!("UtcDateTime", "time", UtcDateTime, UtcDateTime::UNIX_EPOCH),
        row!("Date", "time", time::Date, offset.date()),
        row!("PrimitiveDateTime", "time", PrimitiveDateTime, PrimitiveDateTime::new(offset.date(), offset.time())),
        row!("Time", "time", time::Time, offset.time()),
        row!("Duration", "time", time::Duration, time::Duration::SECOND),
        row!("Timestamp", "jiff", Timestamp, timestamp),
        row!("ZonedDateTime", "jiff", ZonedDateTime, timestamp.to_zoned_datetime(TimeZone::UTC)),
        row!("civil::Date", "jiff", civil::Date, civil::date(2024, 5, 1)),
        row!("civil::DateTime", "jiff", civil::DateTime, civil::date(2024, 5, 1).at(12, 30, 0, 0)),
        row!("civil::Time", "jiff", civil::Time, civil::time(12, 30, 0, 0)),
        row!("SignedDuration", "jiff", SignedDuration, SignedDuration::from_secs(1)),
        row!("Span", "jiff", Span, Span::new().months(1)),
    ]
}

fn foreign() -> Vec<[String; 9]> {
    vec![
        row!("Uuid", "uuid", Uuid, Uuid::nil()),
        row!("Decimal", "rust_decimal", Decimal, Decimal::ONE),
        row!("BigDecimal", "bigdecimal", BigDecimal, BigDecimal::from(1)),
        row!("Url", "url", Url, Url::parse("https://example.com").unwrap()),
        row!("SmolStr", "smol_str", SmolStr, SmolStr::new("a")),
        row!("CompactString", "compact_str", CompactString, CompactString::new("a")),
        row!("IndexMap<String, T>", "indexmap", IndexMap<String, u8>, IndexMap::from([(text(), 1)])),
        row!("IndexSet<String>", "indexmap", IndexSet<String>, IndexSet::from([text()])),
    ]
}
