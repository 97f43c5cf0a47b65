//! Times as numbers.
//!
//! A `SystemTime` is stored as epoch seconds with a fraction, exact to the nanosecond: `1700000000.5`. The numbers sort in the
//! order of time, and different times are different sort keys. DynamoDB's time to live needs whole seconds: mark the field
//! `#[faraday(ttl)]`, which stores them, or store the time as [`EpochSeconds`]: mark the field
//! `as = EpochSeconds<SystemTime>`, or `with = faraday::value::time::epoch_seconds`. For milliseconds there are
//! [`EpochMillis`] and `epoch_millis`.
//!
//! Seconds may have a fraction when they are read, because other programs may write one. A number of seconds after the year 9999
//! is an error, because it is most likely milliseconds: those of any time since 1978 are as large.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::duration::{decode_nanos, encode_nanos};
use super::{Decoder, Encoder, KeyPart, Value, kind};
use crate::value::{DecodeError, EncodeError};

/// A point in time: `SystemTime`, and the types of `chrono`, `time` and `jiff` behind their features.
pub trait Moment: Sized {
    /// Returns the nanoseconds since 1970 began, negative before it; `None` for a leap second, which has no number of its own.
    fn to_epoch_nanos(&self) -> Option<i128>;

    /// Returns the time this many nanoseconds after 1970 began, if the type can hold it.
    fn from_epoch_nanos(nanos: i128) -> Option<Self>;
}

impl Moment for SystemTime {
    fn to_epoch_nanos(&self) -> Option<i128> {
        let nanos =
            |distance: Duration| i128::from(distance.as_secs()) * 1_000_000_000 + i128::from(distance.subsec_nanos());
        Some(match self.duration_since(UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(error) => -nanos(error.duration()),
        })
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        let distance = nanos.unsigned_abs();
        let seconds = u64::try_from(distance / 1_000_000_000).ok()?;
        let distance = Duration::new(seconds, u32::try_from(distance % 1_000_000_000).ok()?);
        if nanos < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

/// Lets a field of these types be stored `as = EpochSeconds<…>` or `as = EpochMillis<…>`.
macro_rules! moments {
    ($($moment:ty),*) => {$(
        impl From<crate::value::time::EpochSeconds<$moment>> for $moment {
            fn from(stored: crate::value::time::EpochSeconds<$moment>) -> Self {
                stored.0
            }
        }

        impl From<crate::value::time::EpochMillis<$moment>> for $moment {
            fn from(stored: crate::value::time::EpochMillis<$moment>) -> Self {
                stored.0
            }
        }
    )*};
}
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(in crate::value) use moments;

moments!(SystemTime);

fn epoch_nanos(moment: &impl Moment) -> Result<i128, EncodeError> {
    moment.to_epoch_nanos().ok_or_else(|| EncodeError::new("a leap second cannot be stored"))
}

/// The first second of the year 10000, in nanoseconds.
const YEAR_10000: i128 = 253_402_300_800 * 1_000_000_000;

/// Returns the nanoseconds of a time that is stored in seconds. Refuses a time that could not be read back.
fn nanos_as_seconds(moment: &impl Moment) -> Result<i128, EncodeError> {
    let nanos = epoch_nanos(moment)?;
    if nanos >= YEAR_10000 {
        return Err(EncodeError::new(
            "a time after the year 9999 is not stored in seconds, because it would be read as milliseconds",
        ));
    }
    Ok(nanos)
}

/// Returns the time for a number of seconds, given in nanoseconds.
fn from_seconds<T: Moment>(nanos: Option<i128>, expected: &'static str) -> Result<T, DecodeError> {
    if nanos.is_some_and(|nanos| nanos >= YEAR_10000) {
        return Err(DecodeError::new(
            "expected epoch seconds, found a number that looks like milliseconds: read it as `EpochMillis`, or with `epoch_millis`",
        ));
    }
    nanos.and_then(T::from_epoch_nanos).ok_or_else(|| DecodeError::new(expected))
}

/// Returns the time for a number of milliseconds.
fn from_millis<T: Moment>(millis: i64, expected: &'static str) -> Result<T, DecodeError> {
    T::from_epoch_nanos(i128::from(millis) * 1_000_000).ok_or_else(|| DecodeError::new(expected))
}

macro_rules! epoch {
    ($($(#[$doc:meta])* $name:ident: $nanos:literal, |$moment:ident| $write:expr, |$decoder:ident| $read:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<T>(pub T);

        impl<T: Moment> Value for $name<T> {
            type Kind = kind::N;
            type Base = Self;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                let $moment = &self.0;
                encoder.number(itoa::Buffer::new().format($write?.div_euclid($nanos)))
            }

            fn decode<D: Decoder>($decoder: D) -> Result<Self, DecodeError> {
                $read.map(Self)
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(moment: T) -> Self {
                Self(moment)
            }
        }

        impl<T: Clone> From<&T> for $name<T> {
            fn from(moment: &T) -> Self {
                Self(moment.clone())
            }
        }
    )*};
}

epoch! {
    /// A time stored as whole seconds since 1970 began, the form that a time to live needs.
    ///
    /// A fraction of a second is rounded down, towards the past, when it is written. A fraction that another program wrote is read.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use aws_sdk_dynamodb::types::AttributeValue;
    /// use faraday::value::{time::EpochSeconds, to_attribute_value};
    ///
    /// let time = EpochSeconds(UNIX_EPOCH + Duration::from_millis(1500));
    /// assert_eq!(to_attribute_value(&time)?, AttributeValue::N("1".into()));
    /// # Ok::<(), faraday::value::EncodeError>(())
    /// ```
    EpochSeconds: 1_000_000_000, |moment| nanos_as_seconds(moment), |decoder| from_seconds(decode_nanos(decoder)?, SECONDS);
    /// A time stored as whole milliseconds since 1970 began; a finer fraction is rounded down, towards the past.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use aws_sdk_dynamodb::types::AttributeValue;
    /// use faraday::value::{time::EpochMillis, to_attribute_value};
    ///
    /// let time = EpochMillis(UNIX_EPOCH + Duration::from_millis(1500));
    /// assert_eq!(to_attribute_value(&time)?, AttributeValue::N("1500".into()));
    /// # Ok::<(), faraday::value::EncodeError>(())
    /// ```
    EpochMillis: 1_000_000, |moment| epoch_nanos(moment), |decoder| from_millis(i64::decode(decoder)?, MILLIS);
}

const SECONDS: &str = "expected epoch seconds, with no more than nanoseconds, that the type can hold";
const MILLIS: &str = "expected epoch milliseconds that the type can hold";

/// Epoch seconds with their fraction, exact to the nanosecond.
impl Value for SystemTime {
    type Kind = kind::N;
    type Base = Self;

    const KEY_PART: KeyPart = KeyPart::Time;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_nanos(nanos_as_seconds(self)?, encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        let expected = "expected epoch seconds, with no more than nanoseconds, that the system's clock can hold";
        from_seconds(decode_nanos(decoder)?, expected)
    }
}

macro_rules! modules {
    ($($(#[$doc:meta])* $name:ident: $nanos:literal, |$moment:ident| $write:expr, |$stored:ident| $read:expr;)*) => {$(
        $(#[$doc])*
        pub mod $name {
            use super::Moment;
            use crate::value::{DecodeError, EncodeError};

            /// The stored type: an N.
            pub type Stored = i64;

            /// Returns the number to store.
            ///
            /// # Errors
            ///
            /// When it is too far from 1970, or is a leap second.
            pub fn store<T: Moment>($moment: &T) -> Result<i64, EncodeError> {
                i64::try_from($write?.div_euclid($nanos))
                    .map_err(|_| EncodeError::new("this time is further from 1970 than can be stored"))
            }

            /// Returns the time that the number stands for.
            ///
            /// # Errors
            ///
            /// When the type cannot hold it.
            pub fn load<T: Moment>($stored: i64) -> Result<T, DecodeError> {
                $read
            }
        }
    )*};
}

modules! {
    /// `with = faraday::value::time::epoch_seconds`: stores a time as whole seconds since 1970 began.
    ///
    /// A time to live needs this form. A fraction of a second is rounded down, towards the past.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, SystemTime, UNIX_EPOCH};
    /// use faraday::Value;
    ///
    /// #[derive(Value)]
    /// struct Visit {
    ///     #[faraday(with = faraday::value::time::epoch_seconds)]
    ///     at: SystemTime,
    /// }
    ///
    /// let visit = Visit { at: UNIX_EPOCH + Duration::from_millis(1500) };
    /// assert_eq!(faraday::document::to_json(&visit)?, r#"{"at":{"N":"1"}}"#);
    /// # Ok::<(), faraday::value::EncodeError>(())
    /// ```
    epoch_seconds: 1_000_000_000, |moment| super::nanos_as_seconds(moment),
        |stored| super::from_seconds(Some(i128::from(stored) * 1_000_000_000), super::SECONDS);
    /// `with = faraday::value::time::epoch_millis`: stores a time as whole milliseconds since 1970 began.
    ///
    /// A finer fraction is rounded down, towards the past.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, SystemTime, UNIX_EPOCH};
    /// use faraday::Value;
    ///
    /// #[derive(Value)]
    /// struct Visit {
    ///     #[faraday(with = faraday::value::time::epoch_millis)]
    ///     at: Option<SystemTime>,
    /// }
    ///
    /// let visit = Visit { at: Some(UNIX_EPOCH + Duration::from_millis(1500)) };
    /// assert_eq!(faraday::document::to_json(&visit)?, r#"{"at":{"N":"1500"}}"#);
    /// # Ok::<(), faraday::value::EncodeError>(())
    /// ```
    epoch_millis: 1_000_000, |moment| super::epoch_nanos(moment), |stored| super::from_millis(stored, super::MILLIS);
}
