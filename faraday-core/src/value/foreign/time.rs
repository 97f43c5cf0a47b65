//! `time`: instants, written and read in UTC, and dates.

use ::time::format_description::well_known::{Iso8601, Rfc3339};
use ::time::{Date, OffsetDateTime, UtcDateTime, UtcOffset};

use super::string_value;
use super::text::{DATE, DATE_LENGTH, INSTANT, check_year, exactly, in_nanoseconds};
use crate::error::EncodeError;
use crate::value::time::Moment;

string_value!(OffsetDateTime, INSTANT, |time| write_utc(time.checked_to_offset(UtcOffset::UTC)), read_instant);
string_value!(UtcDateTime, INSTANT, |time| write_utc(Some(OffsetDateTime::from(*time))), |text| {
    read_instant(text).map(OffsetDateTime::to_utc)
});
string_value!(Date, DATE, write_date, |text| {
    exactly(text, DATE_LENGTH, Date::parse(text, &Iso8601::DATE).ok(), write_date)
});

fn write_utc(time: Option<OffsetDateTime>) -> Result<String, EncodeError> {
    // Without a place in UTC it is in a year that cannot be written.
    let Some(time) = time else { return check_year(-1).map(|()| String::new()) };
    let date = write_date(&time.date())?;
    let (hour, minute, second, nanos) = time.to_hms_nano();
    Ok(format!("{date}T{hour:02}:{minute:02}:{second:02}.{nanos:09}Z"))
}

fn read_instant(text: &str) -> Option<OffsetDateTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| in_nanoseconds(text))?;
    time.checked_to_offset(UtcOffset::UTC)
}

fn write_date(date: &Date) -> Result<String, EncodeError> {
    let (year, month, day) = date.to_calendar_date();
    check_year(year.into())?;
    Ok(format!("{year:04}-{:02}-{day:02}", u8::from(month)))
}

impl Moment for OffsetDateTime {
    fn to_epoch_nanos(&self) -> i128 {
        self.unix_timestamp_nanos()
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_unix_timestamp_nanos(nanos).ok()
    }
}

impl Moment for UtcDateTime {
    fn to_epoch_nanos(&self) -> i128 {
        self.unix_timestamp_nanos()
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_unix_timestamp_nanos(nanos).ok()
    }
}
