//! `chrono`: instants in UTC, and dates and times without a zone.

use ::chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Timelike, Utc,
};

use super::string_value;
use super::text::{
    CIVIL, CIVIL_LENGTH, CIVIL_WIDTH, DATE, DATE_LENGTH, INSTANT, INSTANT_WIDTH, TIME, TIME_LENGTH, TIME_WIDTH,
};
use super::text::{check_year, exactly, is_exact};
use crate::value::EncodeError;
use crate::value::duration::{Length, length_value};
use crate::value::time::{Moment, moments};

string_value!(DateTime<Utc>, INSTANT, write_instant, read_instant, width = INSTANT_WIDTH);
string_value!(
    DateTime<FixedOffset>,
    INSTANT,
    |time| write_instant(&time.to_utc()),
    |text| { read_instant(text).map(DateTime::into) },
    width = INSTANT_WIDTH
);
length_value!(TimeDelta);
string_value!(
    NaiveDate,
    DATE,
    write_date,
    |text| exactly(text, DATE_LENGTH, text.parse().ok(), write_date),
    width = DATE_LENGTH
);
string_value!(
    NaiveDateTime,
    CIVIL,
    write_civil,
    |text| exactly(text, CIVIL_LENGTH, text.parse().ok(), write_civil),
    width = CIVIL_WIDTH
);
string_value!(
    NaiveTime,
    TIME,
    write_time,
    |text| exactly(text, TIME_LENGTH, text.parse().ok(), write_time),
    width = TIME_WIDTH
);

/// Refuses a leap second, which chrono keeps as a fraction of more than a second.
fn check_second(time: &impl Timelike) -> Result<(), EncodeError> {
    if time.nanosecond() < 1_000_000_000 { Ok(()) } else { Err(EncodeError::new("a leap second cannot be stored")) }
}

fn write_instant(instant: &DateTime<Utc>) -> Result<String, EncodeError> {
    check_year(instant.year().into())?;
    check_second(instant)?;
    Ok(instant.to_rfc3339_opts(SecondsFormat::Nanos, true))
}

fn read_instant(text: &str) -> Option<DateTime<Utc>> {
    let instant = DateTime::parse_from_rfc3339(text).ok().filter(|_| is_exact(text))?.with_timezone(&Utc);
    check_second(&instant).is_ok().then_some(instant)
}

fn write_date(date: &NaiveDate) -> Result<String, EncodeError> {
    check_year(date.year().into())?;
    Ok(date.format("%Y-%m-%d").to_string())
}

fn write_civil(civil: &NaiveDateTime) -> Result<String, EncodeError> {
    check_year(civil.year().into())?;
    check_second(civil)?;
    Ok(civil.format("%Y-%m-%dT%H:%M:%S%.9f").to_string())
}

fn write_time(time: &NaiveTime) -> Result<String, EncodeError> {
    check_second(time)?;
    Ok(time.format("%H:%M:%S%.9f").to_string())
}

moments!(DateTime<Utc>, DateTime<FixedOffset>);

impl Moment for DateTime<Utc> {
    fn to_epoch_nanos(&self) -> Option<i128> {
        check_second(self).ok()?;
        Some(i128::from(self.timestamp()) * 1_000_000_000 + i128::from(self.timestamp_subsec_nanos()))
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
        Self::from_timestamp(seconds, u32::try_from(nanos.rem_euclid(1_000_000_000)).ok()?)
    }
}

impl Moment for DateTime<FixedOffset> {
    fn to_epoch_nanos(&self) -> Option<i128> {
        self.to_utc().to_epoch_nanos()
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        DateTime::<Utc>::from_epoch_nanos(nanos).map(DateTime::into)
    }
}

impl Length for TimeDelta {
    fn parts(&self) -> (i128, i128) {
        (self.num_seconds().into(), self.subsec_nanos().into())
    }

    fn from_parts(seconds: i128, nanos: i32) -> Option<Self> {
        Self::try_seconds(seconds.try_into().ok()?)?.checked_add(&Self::nanoseconds(nanos.into()))
    }
}
