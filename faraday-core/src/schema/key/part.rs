//! One part of a key that a template makes: writes a value as a text, which sorts like the values, and reads it back.

use std::time::SystemTime;

use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::codec::sdk_map;
use crate::value::time::Moment;
use crate::value::{DecodeError, EncodeError, KeyPart, debug_without_values, digits_of, to_attribute_value};

debug_without_values!(PartValue);

/// A character that no text of a part has, so that a range can end before it.
pub(super) const HIGHEST: char = char::MAX;

/// A field's value as a part of a key.
#[derive(Clone, PartialEq)]
pub struct PartValue {
    /// The name of the field's attribute.
    pub(crate) name: &'static str,
    pub(crate) value: AttributeValue,
}

/// Returns the text of a value.
pub(super) fn write(part: KeyPart, value: &AttributeValue) -> Result<String, EncodeError> {
    let text = match (part, value) {
        (KeyPart::Text | KeyPart::Fixed(_), AttributeValue::S(text)) => Some(text.clone()),
        (KeyPart::Unsigned(width), AttributeValue::N(digits)) => unsigned(digits, width),
        (KeyPart::Signed(bits), AttributeValue::N(digits)) => signed(digits, bits),
        (KeyPart::Float, AttributeValue::N(digits)) => digits.parse().ok().map(float),
        (KeyPart::Time, AttributeValue::N(_)) => return time(value),
        _ => None,
    };
    let text = text.ok_or_else(|| EncodeError::new("it is written in a form that a part of a key cannot have"))?;
    match part {
        KeyPart::Fixed(width) if text.len() != width => {
            Err(EncodeError::new(format!("as a part of a key it must have {width} bytes, this one has {}", text.len())))
        }
        _ if text.is_empty() => Err(EncodeError::new("a part of a key must not be empty")),
        _ if text.contains(HIGHEST) => {
            Err(EncodeError::new("a part of a key must not have the character U+10FFFF, which ends ranges of keys"))
        }
        _ => Ok(text),
    }
}

fn unsigned(digits: &str, width: usize) -> Option<String> {
    let number: u128 = digits.parse().ok()?;
    Some(format!("{number:0width$}")).filter(|text| text.len() == width)
}

/// Adds half the range of the type, so that the lowest number becomes 0.
fn signed(digits: &str, bits: u32) -> Option<String> {
    let number: i128 = digits.parse().ok()?;
    let moved = number.cast_unsigned() ^ (1 << 127);
    let lowest = (1_u128 << 127).checked_sub(1 << (bits - 1))?;
    let width = digits_of(bits);
    Some(format!("{:0width$}", moved.checked_sub(lowest)?)).filter(|text| text.len() == width)
}

/// Writes the bits as hexadecimal digits: inverted if the number is negative, else with the sign bit set.
fn float(number: f64) -> String {
    // -0 equals 0, so it gets the same key.
    let bits = if number == 0.0 { 0 } else { number.to_bits() };
    let ordered = if bits >> 63 == 1 { !bits } else { bits | (1 << 63) };
    format!("{ordered:016x}")
}

fn time(value: &AttributeValue) -> Result<String, EncodeError> {
    let unreadable = |error| EncodeError::new("the time that was written cannot be read back").with_source(error);
    let time: SystemTime = sdk_map::decode(value.clone()).map_err(unreadable)?;
    let nanos = time.to_epoch_nanos().unwrap_or_default();
    let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok();
    let text = seconds.and_then(|seconds| DateTime::from_secs(seconds).fmt(Format::DateTime).ok());
    match text.as_deref().and_then(|text| text.strip_suffix('Z')).filter(|text| text.len() == TIME_LENGTH) {
        Some(text) => Ok(format!("{text}.{:09}Z", nanos.rem_euclid(NANOS))),
        None => Err(EncodeError::new("only years from 0000 to 9999 have a text that sorts in the order of time")),
    }
}

const NANOS: i128 = 1_000_000_000;
/// The length of `2024-05-01T12:30:00`.
const TIME_LENGTH: usize = 19;

/// Returns the value for a text.
pub(super) fn read(part: KeyPart, text: &str) -> Result<AttributeValue, DecodeError> {
    let value = match part {
        KeyPart::Text | KeyPart::Fixed(_) => Some(AttributeValue::S(text.to_owned())),
        KeyPart::Unsigned(_) => digits(text).map(|number| AttributeValue::N(number.to_string())),
        KeyPart::Signed(bits) => read_signed(text, bits),
        KeyPart::Float => u64::from_str_radix(text, 16).ok().map(read_float),
        KeyPart::Time => read_time(text),
        KeyPart::Unsupported => None,
    };
    value.ok_or_else(|| DecodeError::expected("the text of a part of a key", "another"))
}

fn digits(text: &str) -> Option<u128> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn read_signed(text: &str, bits: u32) -> Option<AttributeValue> {
    let lowest = (1_u128 << 127).checked_sub(1 << (bits - 1))?;
    let moved = digits(text)?.checked_add(lowest)?;
    Some(AttributeValue::N((moved ^ (1 << 127)).cast_signed().to_string()))
}

fn read_float(ordered: u64) -> AttributeValue {
    let bits = if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered };
    AttributeValue::N(ryu::Buffer::new().format(f64::from_bits(bits)).to_owned())
}

fn read_time(text: &str) -> Option<AttributeValue> {
    let (seconds, fraction) = text.strip_suffix('Z')?.split_once('.')?;
    let seconds = DateTime::from_str(&format!("{seconds}Z"), Format::DateTime).ok()?.secs();
    let nanos = i128::from(seconds) * NANOS + i128::try_from(digits(fraction)?).ok()?;
    to_attribute_value(&SystemTime::from_epoch_nanos(nanos)?).ok()
}

/// Returns the number of bytes of the text, if it is the same for all values.
pub(super) const fn width(part: KeyPart) -> Option<usize> {
    match part {
        KeyPart::Text | KeyPart::Unsupported => None,
        KeyPart::Fixed(width) | KeyPart::Unsigned(width) => Some(width),
        KeyPart::Signed(bits) => Some(digits_of(bits)),
        KeyPart::Float => Some(16),
        KeyPart::Time => Some(TIME_LENGTH + 11),
    }
}
