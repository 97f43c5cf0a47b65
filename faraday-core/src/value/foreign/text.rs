//! The text forms that the time crates share; the texts sort in the order of time.

use crate::value::EncodeError;

pub(super) const INSTANT: &str = "a time of RFC 3339, with an offset and no more than nanoseconds";
pub(super) const DATE: &str = "a date like 2024-05-01";
pub(super) const CIVIL: &str = "a date and time like 2024-05-01T12:30:00";
pub(super) const TIME: &str = "a time of day like 12:30:00";

/// The lengths of the texts without a fraction.
pub(super) const DATE_LENGTH: usize = 10;
pub(super) const CIVIL_LENGTH: usize = 19;
pub(super) const TIME_LENGTH: usize = 8;

/// The lengths of the texts as written, with nine digits of fraction.
pub(super) const CIVIL_WIDTH: usize = CIVIL_LENGTH + 10;
pub(super) const INSTANT_WIDTH: usize = CIVIL_WIDTH + 1;
pub(super) const TIME_WIDTH: usize = TIME_LENGTH + 10;

/// Refuses a year that does not have four digits, because its text would sort at the wrong place.
pub(super) fn check_year(year: i64) -> Result<(), EncodeError> {
    if (0..=9999).contains(&year) {
        Ok(())
    } else {
        Err(EncodeError::new("only years from 0000 to 9999 can be stored as text that sorts in the order of time"))
    }
}

/// Whether parsers read the instant exactly. They drop the digits of a fraction after the ninth, so these must be zeros, and read a
/// leap second as the second before it, so there must be none.
pub(super) fn is_exact(text: &str) -> bool {
    let (start, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let leaps = start.contains(":60") || has_compact_leap_second(start);
    !leaps && fraction.bytes().take_while(u8::is_ascii_digit).skip(9).all(|digit| digit == b'0')
}

/// Whether the text has a leap second in the compact form `20161231T235960`.
fn has_compact_leap_second(text: &str) -> bool {
    let time = text.split_once(['T', 't', ' ']).map_or("", |(_, time)| time).as_bytes();
    time.get(..6).is_some_and(|time| time.iter().all(u8::is_ascii_digit) && time.ends_with(b"60"))
}

/// Whether `text` equals `written`, except for zeros at the end of the fraction. Parsers also accept other parts, such as
/// an offset, and drop them.
fn equals_written(text: &str, written: &str, least: usize) -> bool {
    text.len() >= least
        && written.strip_prefix(text).is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'0' | b'.')))
}

/// Keeps a parsed value only if it would be written as this text, because parsers accept more than that.
pub(super) fn exactly<T>(
    text: &str,
    least: usize,
    parsed: Option<T>,
    write: fn(&T) -> Result<String, EncodeError>,
) -> Option<T> {
    parsed.filter(|value| write(value).is_ok_and(|written| equals_written(text, &written, least)))
}
