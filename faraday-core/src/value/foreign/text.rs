//! What the crates of time have in common: one form of text, whose order is that of time.

use crate::value::EncodeError;

pub(super) const INSTANT: &str = "a time of RFC 3339, with an offset and no more than nanoseconds";
pub(super) const DATE: &str = "a date like 2024-05-01";
pub(super) const CIVIL: &str = "a date and time like 2024-05-01T12:30:00";
pub(super) const TIME: &str = "a time of day like 12:30:00";

/// How long each is without a fraction.
pub(super) const DATE_LENGTH: usize = 10;
pub(super) const CIVIL_LENGTH: usize = 19;
pub(super) const TIME_LENGTH: usize = 8;

/// How long each is as it is written, with nine digits of a fraction; a date has none.
pub(super) const CIVIL_WIDTH: usize = CIVIL_LENGTH + 10;
pub(super) const INSTANT_WIDTH: usize = CIVIL_WIDTH + 1;
pub(super) const TIME_WIDTH: usize = TIME_LENGTH + 10;

/// Refuses a year of another length than four digits, which would stand at the wrong place in the order.
pub(super) fn check_year(year: i64) -> Result<(), EncodeError> {
    if (0..=9999).contains(&year) {
        Ok(())
    } else {
        Err(EncodeError::new("only years from 0000 to 9999 can be stored as text whose order is that of time"))
    }
}

/// Whether a parser reads an instant as it is written. Parsers drop the digits after the ninth of a fraction, which must be
/// zeros here, and read a leap second as the second before it.
pub(super) fn is_exact(text: &str) -> bool {
    let (start, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let leaps = start.contains(":60") || has_compact_leap_second(start);
    !leaps && fraction.bytes().take_while(u8::is_ascii_digit).skip(9).all(|digit| digit == b'0')
}

/// Whether it is like `20161231T235960`.
fn has_compact_leap_second(text: &str) -> bool {
    let time = text.split_once(['T', 't', ' ']).map_or("", |(_, time)| time).as_bytes();
    time.get(..6).is_some_and(|time| time.iter().all(u8::is_ascii_digit) && time.ends_with(b"60"))
}

/// Whether a text says the same as what would be written, but for zeros at the end of its fraction. Parsers take more,
/// an offset among it, and then drop it.
pub(super) fn says(text: &str, written: &str, least: usize) -> bool {
    text.len() >= least
        && written.strip_prefix(text).is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'0' | b'.')))
}

/// Reads with a parser that takes more, and keeps what would be written so.
pub(super) fn exactly<T>(
    text: &str,
    least: usize,
    parsed: Option<T>,
    write: fn(&T) -> Result<String, EncodeError>,
) -> Option<T> {
    parsed.filter(|value| write(value).is_ok_and(|written| says(text, &written, least)))
}
