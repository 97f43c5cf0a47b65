//! Times as numbers.
//!
//! `SystemTime` is epoch seconds with their fraction, exact to the nanosecond: `1700000000.5`. Its order is that of time, and
//! two times are two sort keys. DynamoDB's time to live needs whole seconds: store such a time as [`EpochSeconds`], or mark
//! the field `with = faraday::value::time::epoch_seconds`. For milliseconds there are [`EpochMillis`] and `epoch_millis`.

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

/// That a field of these types may be stored `as = EpochSeconds<…>`, or `as = EpochMillis<…>`.
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

macro_rules! epoch {
    ($($(#[$doc:meta])* $name:ident: $nanos:literal, $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<T>(pub T);

        impl<T: Moment> Value for $name<T> {
            type Kind = kind::N;
            type Base = Self;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.number(itoa::Buffer::new().format(epoch_nanos(&self.0)?.div_euclid($nanos)))
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                T::from_epoch_nanos(i128::from(i64::decode(decoder)?) * $nanos)
                    .map(Self)
                    .ok_or_else(|| DecodeError::new($expected))
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
    /// A fraction of a second is rounded down, towards the past.
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
    EpochSeconds: 1_000_000_000, "expected epoch seconds that the type can hold";
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
    EpochMillis: 1_000_000, "expected epoch milliseconds that the type can hold";
}

/// Epoch seconds with their fraction, exact to the nanosecond.
impl Value for SystemTime {
    type Kind = kind::N;
    type Base = Self;

    const KEY_PART: KeyPart = KeyPart::Time;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_nanos(epoch_nanos(self)?, encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_nanos(decoder)?.and_then(Self::from_epoch_nanos).ok_or_else(|| {
            DecodeError::new("expected epoch seconds, with no more than nanoseconds, that the system's clock can hold")
        })
    }
}

macro_rules! modules {
    ($($(#[$doc:meta])* $name:ident: $nanos:literal, $expected:literal;)*) => {$(
        $(#[$doc])*
        pub mod $name {
            use super::{Moment, epoch_nanos};
            use crate::value::{DecodeError, EncodeError};

            /// The stored type: an N.
            pub type Stored = i64;

            /// Returns the number to store.
            ///
            /// # Errors
            ///
            /// When it does not fit an `i64`, or is a leap second.
            pub fn store<T: Moment>(moment: &T) -> Result<i64, EncodeError> {
                i64::try_from(epoch_nanos(moment)?.div_euclid($nanos))
                    .map_err(|_| EncodeError::new("this time is further from 1970 than can be stored"))
            }

            /// Returns the time that the number means.
            ///
            /// # Errors
            ///
            /// When the type cannot hold it.
            pub fn load<T: Moment>(stored: i64) -> Result<T, DecodeError> {
                T::from_epoch_nanos(i128::from(stored) * $nanos).ok_or_else(|| DecodeError::new($expected))
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
    epoch_seconds: 1_000_000_000, "expected epoch seconds that the type can hold";
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
    epoch_millis: 1_000_000, "expected epoch milliseconds that the type can hold";
}
