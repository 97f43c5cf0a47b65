//! `jiff`: timestamps, and dates and times of no zone.

use ::jiff::Timestamp;
use ::jiff::civil::{Date, DateTime, Time};
use ::jiff::tz::Offset;

use super::string_value;
use super::text::{CIVIL, CIVIL_LENGTH, DATE, DATE_LENGTH, INSTANT, TIME, TIME_LENGTH};
use super::text::{check_year, exactly, in_nanoseconds};
use crate::error::EncodeError;
use crate::value::time::Moment;

string_value!(Timestamp, INSTANT, write_instant, |text| text.parse().ok().filter(|_| in_nanoseconds(text)));
string_value!(Date, DATE, write_date, |text| exactly(text, DATE_LENGTH, text.parse().ok(), write_date));
string_value!(DateTime, CIVIL, write_civil, |text| exactly(text, CIVIL_LENGTH, text.parse().ok(), write_civil));
string_value!(Time, TIME, write_time, |text| exactly(text, TIME_LENGTH, text.parse().ok(), write_time));

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

impl Moment for Timestamp {
    fn to_epoch_nanos(&self) -> i128 {
        self.as_nanosecond()
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_nanosecond(nanos).ok()
    }
}
