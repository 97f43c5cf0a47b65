//! `jiff`: timestamps, and dates and times without a zone.

use ::jiff::civil::{Date, DateTime, Time};
use ::jiff::tz::{Offset, TimeZone};
use ::jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

use super::string_value;
use super::text::{
    CIVIL, CIVIL_LENGTH, CIVIL_WIDTH, DATE, DATE_LENGTH, INSTANT, INSTANT_WIDTH, TIME, TIME_LENGTH, TIME_WIDTH,
};
use super::text::{check_year, exactly, is_exact};
use crate::value::EncodeError;
use crate::value::duration::{Length, length_value};
use crate::value::time::{Moment, moments};

string_value!(
    Timestamp,
    INSTANT,
    write_instant,
    |text| text.parse().ok().filter(|_| is_exact(text)),
    width = INSTANT_WIDTH
);
string_value!(
    Date,
    DATE,
    write_date,
    |text| exactly(text, DATE_LENGTH, text.parse().ok(), write_date),
    width = DATE_LENGTH
);
string_value!(
    DateTime,
    CIVIL,
    write_civil,
    |text| exactly(text, CIVIL_LENGTH, text.parse().ok(), write_civil),
    width = CIVIL_WIDTH
);
string_value!(
    Time,
    TIME,
    write_time,
    |text| exactly(text, TIME_LENGTH, text.parse().ok(), write_time),
    width = TIME_WIDTH
);

string_value!(Span as Annotated, "a span like P1Y2M or PT90S", |span| Ok(span.to_string()), |text| text.parse().ok());
length_value!(SignedDuration);

// The instant, written like a `Timestamp`, then the time zone: the form of RFC 9557. The texts sort in the order of time.
string_value!(
    ZonedDateTime as Annotated,
    "a time of RFC 9557, with a time zone that is known here",
    write_zoned,
    read_zoned
);

fn write_zoned(time: &ZonedDateTime) -> Result<String, EncodeError> {
    let zone = time.time_zone();
    let zone = match (zone.iana_name(), zone.to_fixed_offset()) {
        (Some(name), _) => name.to_owned(),
        (None, Ok(offset)) if offset.seconds() % 60 == 0 => hours_and_minutes(offset),
        _ => return Err(EncodeError::new("only a time zone of the IANA database, or a fixed offset, can be stored")),
    };
    Ok(format!("{}[{zone}]", write_instant(&time.timestamp())?))
}

fn read_zoned(text: &str) -> Option<ZonedDateTime> {
    // Reads UTC without the time zone database, which a program may lack.
    let read = match text.strip_suffix("Z[UTC]") {
        Some(_) => text.strip_suffix("[UTC]")?.parse::<Timestamp>().ok()?.to_zoned_datetime(TimeZone::UTC),
        None => text.parse().ok()?,
    };
    is_exact(text).then_some(read)
}

/// Writes an offset with its minutes: Jiff writes `+02` for whole hours, which RFC 9557 does not allow.
fn hours_and_minutes(offset: Offset) -> String {
    let minutes = offset.seconds().unsigned_abs() / 60;
    let sign = if offset.seconds() < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn write_instant(instant: &Timestamp) -> Result<String, EncodeError> {
    check_year(Offset::UTC.to_datetime(*instant).year().into())?;
    Ok(format!("{instant:.9}"))
}

fn write_date(date: &Date) -> Result<String, EncodeError> {
    check_year(date.year().into())?;
    Ok(date.to_string())
}

fn write_civil(civil: &DateTime) -> Result<String, EncodeError> {
    check_year(civil.year().into())?;
    Ok(format!("{civil:.9}"))
}

fn write_time(time: &Time) -> Result<String, EncodeError> {
    Ok(format!("{time:.9}"))
}

moments!(Timestamp);

impl Moment for Timestamp {
    fn to_epoch_nanos(&self) -> Option<i128> {
        Some(self.as_nanosecond())
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_nanosecond(nanos).ok()
    }
}

impl Length for SignedDuration {
    fn parts(&self) -> (i128, i128) {
        (self.as_secs().into(), self.subsec_nanos().into())
    }

    fn from_parts(seconds: i128, nanos: i32) -> Option<Self> {
        Self::from_secs(seconds.try_into().ok()?).checked_add(Self::from_nanos(nanos.into()))
    }
}
