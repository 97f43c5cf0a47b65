//! Types of other crates as values, each behind the feature of its crate's name; all are off by default.
//!
//! | feature | type | DynamoDB | as |
//! |---|---|---|---|
//! | `uuid` | `Uuid` | S | `67e55044-10b1-426f-9247-bb680e5fe0c8`; read in any form that the crate parses |
//! | `chrono` | `DateTime<Utc>`, `DateTime<FixedOffset>` | S | an instant, see below |
//! | | `NaiveDate`, `NaiveDateTime`, `NaiveTime` | S | `2024-05-01`, `2024-05-01T12:30:00.000000000`, `12:30:00.000000000` |
//! | | `TimeDelta` | N | seconds, exact to the nanosecond: `-1.5` |
//! | `time` | `OffsetDateTime`, `UtcDateTime` | S | an instant, see below |
//! | | `Date`, `PrimitiveDateTime`, `Time` | S | like the types of `chrono` |
//! | | `Duration` | N | seconds, exact to the nanosecond |
//! | `jiff` | `Timestamp` | S | an instant, see below |
//! | | `ZonedDateTime` | S | an instant with its time zone: `2024-05-01T12:30:00.000000000Z[Europe/Paris]`; no key |
//! | | `civil::Date`, `civil::DateTime`, `civil::Time` | S | like the types of `chrono` |
//! | | `SignedDuration` | N | seconds, exact to the nanosecond |
//! | | `Span` | S | `P1Y2M`; no key, and the texts do not sort like the spans |
//! | `rust_decimal` | `Decimal` | N | exactly |
//! | `bigdecimal` | `BigDecimal` | N | exactly, up to 38 digits |
//! | `url` | `Url` | S | |
//! | `smol_str`, `compact_str` | `SmolStr`, `CompactString` | S | the text; pass it to methods as itself, not as `&str` |
//! | `indexmap` | `IndexMap<String, T>` | M | DynamoDB does not keep the order of the entries |
//! | | `IndexSet<T>` | SS, NS, BS | like the sets of the standard library |
//! | always | `serde_json::Value`, `serde_json::Map` | any, M | a document, see below |
//!
//! Every S and N in this table may be a key and the element of a set, except `ZonedDateTime` and `Span`. Mark a field
//! `#[faraday(with = faraday::value::text)]` to store another type by its `Display` and `FromStr`: a `chrono::Weekday`, a
//! `jiff::tz::Offset`.
//!
//! # Instants
//!
//! An instant is written as `2024-05-01T12:30:00.000000000Z`: RFC 3339, in UTC, with a year of four digits and always
//! nine digits of fraction. All these texts have the same length and the same zone, so they sort in the order of time: you
//! can query a sort key by range, and `begins_with("2024-05")` matches the month of May. With fewer digits of fraction
//! the order would break: `…00.5Z` sorts before `…00Z`. A year outside 0000 to 9999, or a leap second, is refused before
//! anything is sent.
//!
//! The texts of other programs are read in any form of RFC 3339, with any offset and up to nine digits of fraction. The
//! offset is not kept, because the same instant must give the same key: an `OffsetDateTime` or a `DateTime<FixedOffset>` is
//! read in UTC. It equals the value that you put, because these types compare instants. If the offset matters, store it in a
//! second attribute, or mark the field `with = faraday::value::text`; such texts sort by local time.
//!
//! A `ZonedDateTime` keeps its time zone, written after the instant; order and `begins_with` work as for the other types.
//! Equal instants in two zones are two texts, so it cannot be a key, and `eq` compares the zone as well. For a sort key use
//! its `Timestamp`.
//!
//! To store numbers instead, mark the field `as = EpochSeconds<Timestamp>`, which a time to live needs (`ttl, as = …`), or
//! `as = EpochMillis<Timestamp>`. Or give the field the type [`EpochSeconds`](super::time::EpochSeconds) or
//! [`EpochMillis`](super::time::EpochMillis) of any of these types or of [`SystemTime`](std::time::SystemTime); both may be
//! keys. Numbers are smaller, and other programs may expect them; texts are exact to the nanosecond, and people can read them.
//!
//! # JSON documents
//!
//! Strings, booleans, null, arrays and objects are S, BOOL, NULL, L and M. Numbers are written with their own text.
//! DynamoDB does not distinguish `1.0` from `1`: a whole number is read as an integer if it fits an `i64` or `u64`. A
//! number that a JSON number cannot hold exactly is an error, and so is a binary or a set; with serde_json's feature
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

/// Implements `Value` for a type that is stored as a string: its kind, the expected form for errors, and how to write and read it.
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
