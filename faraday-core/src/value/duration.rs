//! Durations as a number of seconds, exact to the nanosecond: `1.5`. Numbers can be compared and added.

use std::time::Duration;

use super::number::scaled;
use super::{Decoder, Encoder};
use crate::value::{DecodeError, EncodeError};

const NANOS: i128 = 1_000_000_000;

/// A duration, which may be negative.
pub(in crate::value) trait Length: Sized {
    /// The expected form, for the error if a value cannot be read.
    const EXPECTED: &str = "seconds, with no more than nanoseconds, that the type can hold";

    /// Returns the whole seconds and the remaining nanoseconds, with the same sign.
    fn parts(&self) -> (i128, i128);

    /// Creates the duration, if the type can hold it.
    fn from_parts(seconds: i128, nanos: i32) -> Option<Self>;
}

pub(in crate::value) fn encode<E: Encoder>(length: &impl Length, encoder: E) -> Result<(), EncodeError> {
    let (seconds, nanos) = length.parts();
    encode_nanos(seconds * NANOS + nanos, encoder)
}

/// Writes nanoseconds as a number of seconds.
pub(in crate::value) fn encode_nanos<E: Encoder>(total: i128, encoder: E) -> Result<(), EncodeError> {
    let sign = if total < 0 { "-" } else { "" };
    let (seconds, nanos) = (total.unsigned_abs() / NANOS.unsigned_abs(), total.unsigned_abs() % NANOS.unsigned_abs());
    let text = format!("{sign}{seconds}.{nanos:09}");
    encoder.number(text.trim_end_matches('0').trim_end_matches('.'))
}

/// Reads a number of seconds as nanoseconds; `None` if it has finer parts.
pub(in crate::value) fn decode_nanos<D: Decoder>(decoder: D) -> Result<Option<i128>, DecodeError> {
    decoder.with_number(|digits| match digits.parse::<i64>() {
        Ok(seconds) => Some(i128::from(seconds) * NANOS),
        Err(_) => scaled(digits, 9),
    })
}

pub(in crate::value) fn decode<L: Length, D: Decoder>(decoder: D) -> Result<L, DecodeError> {
    decode_nanos(decoder)?
        .and_then(|total| L::from_parts(total / NANOS, i32::try_from(total % NANOS).ok()?))
        .ok_or_else(|| DecodeError::expected(L::EXPECTED, "another"))
}

/// Implements `Value` for a duration.
macro_rules! length_value {
    ($type:ty $(, $range:ident)?) => {
        impl crate::value::Value for $type {
            type Kind = crate::value::kind::N;
            type Base = Self;

            $(const RANGE: crate::value::NumberRange = crate::value::NumberRange::$range;)?

            fn encode<E: crate::value::Encoder>(&self, encoder: E) -> Result<(), crate::value::EncodeError> {
                crate::value::duration::encode(self, encoder)
            }

            fn decode<D: crate::value::Decoder>(decoder: D) -> Result<Self, crate::value::DecodeError> {
                crate::value::duration::decode(decoder)
            }
        }
    };
}
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(in crate::value) use length_value;

length_value!(Duration, FROM_ZERO);

impl Length for Duration {
    const EXPECTED: &str = "seconds from 0, with no more than nanoseconds";

    fn parts(&self) -> (i128, i128) {
        (self.as_secs().into(), self.subsec_nanos().into())
    }

    fn from_parts(seconds: i128, nanos: i32) -> Option<Self> {
        Some(Self::new(seconds.try_into().ok()?, nanos.try_into().ok()?))
    }
}
