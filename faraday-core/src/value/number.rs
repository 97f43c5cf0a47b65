//! Numbers: integers to 128 bits and floats, within what DynamoDB's N holds exactly.

use std::cmp::Ordering;
use std::num::NonZero;
use std::slice::Iter;

use super::{Decoder, Encoder, KeyPart, NumberRange, Value, kind};
use crate::value::{DecodeError, EncodeError};

/// DynamoDB keeps 38 significant digits.
const MAX_DIGITS: usize = 38;

macro_rules! integers {
    ($($int:ident: $kind:ident),*) => {$(
        impl Value for $int {
            type Kind = kind::$kind;
            type Base = Self;

            const RANGE: NumberRange = NumberRange::integer($int::BITS, $int::MIN == 0);
            const KEY_PART: KeyPart = KeyPart::integer($int::BITS, $int::MIN == 0);

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.number(itoa::Buffer::new().format(*self))
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decoder.with_number(|digits| integer(digits, stringify!($int)))?
            }
        }
    )*};
}

integers!(u16: N, u32: N, u64: N, usize: N, i8: N, i16: N, i32: N, i64: N, isize: N);

impl Value for u8 {
    type Kind = kind::Byte;
    type Base = Self;

    const RANGE: NumberRange = NumberRange::integer(8, true);
    const KEY_PART: KeyPart = KeyPart::integer(8, true);

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.number(itoa::Buffer::new().format(*self))
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.with_number(|digits| integer(digits, "u8"))?
    }

    fn encode_elements<E: Encoder>(values: Iter<'_, Self>, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(values.as_slice())
    }

    fn decode_elements<D: Decoder>(decoder: D) -> Result<Vec<Self>, DecodeError> {
        decoder.binary()
    }

    fn of_bytes(bytes: &[u8]) -> Option<&[Self]> {
        Some(bytes)
    }
}

macro_rules! wide_integers {
    ($($int:ident),*) => {$(
        impl Value for $int {
            type Kind = kind::N;
            type Base = Self;

            const RANGE: NumberRange = NumberRange::integer($int::BITS, $int::MIN == 0);
            const KEY_PART: KeyPart = KeyPart::integer($int::BITS, $int::MIN == 0);

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                let mut buffer = itoa::Buffer::new();
                let digits = buffer.format(*self);
                check_number(digits)?;
                encoder.number(digits)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decoder.with_number(|digits| integer(digits, stringify!($int)))?
            }
        }
    )*};
}

wide_integers!(i128, u128);

/// Reads a stored number as an integer, without wrapping or rounding.
///
/// DynamoDB returns integers in plain form, but another writer or engine may keep `5.0` or `5E+2`, which are integers too.
pub(in crate::value) fn integer<T: std::str::FromStr>(digits: &str, name: &str) -> Result<T, DecodeError> {
    if let Ok(value) = digits.parse() {
        return Ok(value);
    }
    plain_integer(digits)
        .and_then(|plain| plain.parse().ok())
        .ok_or_else(|| DecodeError::expected(format_args!("a number that fits {name}"), "another"))
}

/// Writes `5.0` as `5` and `5E+2` as `500`, if the number is an integer short enough for an `i128`.
fn plain_integer(text: &str) -> Option<String> {
    let number = Decimal::parse(text)?;
    if number.digits.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = usize::try_from(number.exponent).ok().filter(|zeros| *zeros <= 40)?;
    let sign = if number.negative { "-" } else { "" };
    Some(format!("{sign}{}{}", number.digits, "0".repeat(zeros)))
}

/// Returns the number multiplied by ten to the power of `places`, if that is an integer.
pub(in crate::value) fn scaled<T: std::str::FromStr>(digits: &str, places: i64) -> Option<T> {
    let number = Decimal::parse(digits)?;
    let sign = if number.negative { "-" } else { "" };
    let digits = if number.digits.is_empty() { "0" } else { &number.digits };
    integer(&format!("{sign}{digits}e{}", number.exponent.checked_add(places)?), "").ok()
}

macro_rules! nonzero {
    ($($int:ident)*) => {$(
        impl Value for NonZero<$int> {
            type Kind = <<$int as Value>::Kind as kind::Kind>::Wrapped;
            type Base = Self;

            const RANGE: NumberRange = $int::RANGE.without_zero();
            const KEY_PART: KeyPart = $int::KEY_PART;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                self.get().encode(encoder)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                Self::new($int::decode(decoder)?).ok_or_else(|| DecodeError::expected("a number that is not 0", "0"))
            }
        }
    )*};
}

nonzero!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

macro_rules! floats {
    ($($float:ident),*) => {$(
        impl Value for $float {
            type Kind = kind::N;
            type Base = Self;

            const KEY_PART: KeyPart = KeyPart::Float;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                if !self.is_finite() {
                    return Err(EncodeError::new("DynamoDB has no NaN and no infinity"));
                }
                let mut buffer = ryu::Buffer::new();
                let digits = buffer.format_finite(*self);
                // Every f32 is in the range, and so is zero.
                if *self != 0.0 && !in_range(f64::from(*self)) {
                    return Err(out_of_range());
                }
                encoder.number(digits)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                // Rounding must not give a number that cannot be written again, nor 0.
                let fits = |value: &$float, digits: &str| match *value == 0.0 {
                    true => count_digits(digits) == 0,
                    false => in_range(f64::from(*value)),
                };
                decoder
                    .with_number(|digits| digits.parse().ok().filter(|value| fits(value, digits)))?
                    .ok_or_else(|| DecodeError::expected(concat!("a number that fits ", stringify!($float)), "another"))
            }
        }
    )*};
}

floats!(f32, f64);

/// Whether DynamoDB's N can hold this number, which is not 0; infinities and NaN are out of the range.
fn in_range(value: f64) -> bool {
    (1e-130..1e126).contains(&value.abs())
}

/// A decimal number: its sign, its digits without zeros at either end, and the power of ten of the last digit.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let trimmed = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - trimmed.len()).ok()?;
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(dropped)?;
        Some(Self { negative, digits: trimmed.trim_start_matches('0').to_owned(), exponent })
    }
}

/// Returns one form for all texts of a number, so that `1`, `1.0` and `1E0` are the same key.
pub(crate) fn canonical_number(text: &str) -> String {
    match Decimal::parse(text) {
        Some(number) if number.digits.is_empty() => "0".to_owned(),
        Some(number) => format!("{}{}e{}", if number.negative { "-" } else { "" }, number.digits, number.exponent),
        None => text.to_owned(),
    }
}

/// Compares two numbers; `None` if one of the texts is not a number.
pub(crate) fn compare_numbers(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (Decimal::parse(left)?, Decimal::parse(right)?);
    let sign = |number: &Decimal| match (number.digits.is_empty(), number.negative) {
        (true, _) => 0,
        (false, true) => -1,
        (false, false) => 1,
    };
    let magnitude =
        |number: &Decimal| number.exponent.saturating_add(i64::try_from(number.digits.len()).unwrap_or(i64::MAX));
    // The digits have no zeros at either end, so those of numbers of the same magnitude sort like text.
    let by_size = magnitude(&left).cmp(&magnitude(&right)).then_with(|| left.digits.cmp(&right.digits));
    Some(sign(&left).cmp(&sign(&right)).then(match sign(&left) {
        0 => Ordering::Equal,
        1 => by_size,
        _ => by_size.reverse(),
    }))
}

/// Whether two texts are the same number.
pub(in crate::value) fn same_number(left: &str, right: &str) -> bool {
    canonical_number(left) == canonical_number(right)
}

/// Returns the number without an exponent, if that is not much longer than its digits. All texts of a number give the same result.
pub(crate) fn plain_number(text: &str) -> Option<String> {
    let number = Decimal::parse(text)?;
    if number.digits.is_empty() {
        return Some("0".to_owned());
    }
    let sign = if number.negative { "-" } else { "" };
    if let Ok(zeros) = usize::try_from(number.exponent) {
        return (zeros <= MAX_DIGITS).then(|| format!("{sign}{}{}", number.digits, "0".repeat(zeros)));
    }
    let fraction = usize::try_from(number.exponent.unsigned_abs()).ok().filter(|length| *length <= MAX_DIGITS)?;
    let padded = format!("{:0>width$}", number.digits, width = fraction + 1);
    let (whole, fraction) = padded.split_at_checked(padded.len() - fraction)?;
    Some(format!("{sign}{whole}.{fraction}"))
}

/// Refuses what DynamoDB's N cannot hold exactly: over 38 significant digits, or outside 1E-130 … 9.99…E+125.
pub(crate) fn check_number(text: &str) -> Result<(), EncodeError> {
    // Short plain digits are the common case, and always valid.
    let plain = text.strip_prefix('-').unwrap_or(text);
    if plain.len() <= MAX_DIGITS && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    let Some(number) = Decimal::parse(text) else {
        return Err(EncodeError::new("expected a decimal number, like -12.5 or 1E+3"));
    };
    if number.digits.len() > MAX_DIGITS {
        return Err(EncodeError::new("DynamoDB keeps 38 significant digits, this number has more"));
    }
    // The power of ten of the first digit.
    let magnitude =
        number.exponent.saturating_add(i64::try_from(number.digits.len()).unwrap_or(i64::MAX)).saturating_sub(1);
    if !number.digits.is_empty() && !(-130..=125).contains(&magnitude) {
        return Err(out_of_range());
    }
    Ok(())
}

fn out_of_range() -> EncodeError {
    EncodeError::new("DynamoDB's numbers are from 1E-130 to 9.99E+125, this one is outside")
}

/// Counts the significant digits of a number: from the first digit that is not zero to the last.
pub(crate) fn count_digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default().as_bytes();
    let significant = |byte: &u8| matches!(byte, b'1'..=b'9');
    match (mantissa.iter().position(significant), mantissa.iter().rposition(significant)) {
        (Some(first), Some(last)) => {
            mantissa.iter().skip(first).take(last - first + 1).filter(|byte| byte.is_ascii_digit()).count()
        }
        _ => 0,
    }
}
