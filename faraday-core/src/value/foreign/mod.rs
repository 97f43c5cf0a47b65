//! Types of other crates as values, each behind the feature of its crate's name; all are off by default.
//!
//! | feature | type | DynamoDB | as |
//! |---|---|---|---|
//! | `uuid` | `Uuid` | S | `67e55044-10b1-426f-9247-bb680e5fe0c8`; read in any form that the crate parses |
//! | `chrono` | `DateTime<Utc>`, `DateTime<FixedOffset>` | S | an instant, see below |
//! | | `NaiveDate`, `NaiveDateTime`, `NaiveTime` | S | `2024-05-01`, `2024-05-01T12:30:00.000000000`, `12:30:00.000000000` |
//! | | `TimeDelta` | N | seconds, exact to the nanosecond: `-1.5` |
//! | `time` | `OffsetDateTime`, `UtcDateTime` | S | an instant, see below |
//! | | `Date`, `PrimitiveDateTime`, `Time` | S | as those of `chrono` |
//! | | `Duration` | N | seconds, exact to the nanosecond |
//! | `jiff` | `Timestamp` | S | an instant, see below |
//! | | `ZonedDateTime` | S | an instant with its time zone: `2024-05-01T12:30:00.000000000Z[Europe/Paris]`; no key |
//! | | `civil::Date`, `civil::DateTime`, `civil::Time` | S | as those of `chrono` |
//! | | `SignedDuration` | N | seconds, exact to the nanosecond |
//! | | `Span` | S | `P1Y2M`; no key, and the order of the texts is not that of the spans |
//! | `rust_decimal` | `Decimal` | N | exactly |
//! | `bigdecimal` | `BigDecimal` | N | exactly, up to 38 digits |
//! | `url` | `Url` | S | |
//! | `smol_str`, `compact_str` | `SmolStr`, `CompactString` | S | the text; as an argument it is given as itself, not as `&str` |
//! | `indexmap` | `IndexMap<String, T>` | M | DynamoDB keeps no order of a map: it comes back in any |
//! | | `IndexSet<T>` | SS, NS, BS | as the sets of the standard library |
//! | always | `serde_json::Value`, `serde_json::Map` | any, M | a document, see below |
//!
//! Whatever is an S or an N may be a key, and the element of a set, but for `ZonedDateTime` and `Span`. What else displays as a text that it
//! is parsed from, a `chrono::Weekday` or a `jiff::tz::Offset`, is stored so by `#[faraday(with = faraday::value::text)]`.
//!
//! # Instants
//!
//! An instant is written as `2024-05-01T12:30:00.000000000Z`: RFC 3339, in UTC, with four digits of the year and always
//! nine of the fraction. Because every one of them has the same length and the same zone, the order of the strings is
//! that of time, so that a sort key may be queried by range, and `begins_with("2024-05")` is the month of May. Fewer
//! digits where they suffice would break that: `…00.5Z` sorts before `…00Z`. A year outside 0000 to 9999, and a leap
//! second, are refused before they are sent.
//!
//! What others wrote is read in any form of RFC 3339, with any offset, but with no more than nanoseconds. The offset is
//! not kept: an `OffsetDateTime` or a `DateTime<FixedOffset>` comes back in UTC. It is equal to what was put, as these
//! types compare, and a key that is found must not depend on the clock of who asks. Where the offset itself matters, store
//! it beside the time, or the field `with = faraday::value::text`, whose order is that of the clocks on the wall.
//!
//! A `ZonedDateTime` is there for its time zone, so that is kept, after the instant: order and `begins_with` are as for the others.
//! But equal ones of two zones are two texts, so it is no key, and `eq` asks for the zone as well. For a sort key use its
//! `Timestamp`.
//!
//! For numbers instead, store the field `as = EpochSeconds<Timestamp>`, which a time to live needs (`ttl, as = …`), or
//! `as = EpochMillis<Timestamp>`; or make any of them, or a [`SystemTime`](std::time::SystemTime), an
//! [`EpochSeconds`](super::time::EpochSeconds) or [`EpochMillis`](super::time::EpochMillis) itself, which may be keys too. They
//! are smaller and other programs may expect them; the texts are exact to the nanosecond, and can be read by people.
//!
//! # JSON documents
//!
//! Strings, booleans, null, arrays and objects are S, BOOL, NULL, L and M. Numbers are written with their own text.
//! DynamoDB does not keep `1.0` apart from `1`: a whole number is read as an integer where it fits an `i64` or `u64`. A
//! number that a JSON number cannot hold exactly is an error, as is a binary or a set; with serde_json's own
//! `arbitrary_precision` all numbers fit.

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "compact_str")]
mod compact_str;
#[cfg(feature = "indexmap")]
mod indexmap;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
mod serde_json;
#[cfg(feature = "smol_str")]
mod smol_str;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod text;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

/// A type that is stored as a string: how it is written, how it is read, and what to call it when it cannot be.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "url", feature = "uuid"))]
macro_rules! string_value {
    ($type:ty, $expected:expr, $write:expr, $read:expr $(, width = $width:expr)?) => {
        string_value!($type as S, $expected, $write, $read $(, width = $width)?);
    };
    ($type:ty as $kind:ident, $expected:expr, $write:expr, $read:expr $(, width = $width:expr)?) => {
        impl crate::value::Value for $type {
            type Kind = crate::value::kind::$kind;
            type Base = Self;

            $(const KEY_PART: crate::value::KeyPart = crate::value::KeyPart::Fixed($width);)?

            fn encode<E: crate::value::Encoder>(&self, encoder: E) -> Result<(), crate::value::EncodeError> {
                let write: fn(&Self) -> Result<String, crate::value::EncodeError> = $write;
                encoder.string(&write(self)?)
            }

            fn decode<D: crate::value::Decoder>(decoder: D) -> Result<Self, crate::value::DecodeError> {
                let read: fn(&str) -> Option<Self> = $read;
                decoder
                    .with_string(read)?
                    .ok_or_else(|| crate::value::DecodeError::expected($expected, "another string"))
            }
        }
    };
}
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "url", feature = "uuid"))]
use string_value;
