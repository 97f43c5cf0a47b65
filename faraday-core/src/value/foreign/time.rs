//! `time`: instants, written and read in UTC, and dates.

use ::time::format_description::well_known::{Iso8601, Rfc3339};
use ::time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

use super::string_value;
use super::text::{
    CIVIL, CIVIL_LENGTH, CIVIL_WIDTH, DATE, DATE_LENGTH, INSTANT, INSTANT_WIDTH, TIME, TIME_LENGTH, TIME_WIDTH,
};
use super::text::{check_year, exactly, is_exact};
use crate::value::EncodeError;
use crate::value::duration::{Length, length_value};
use crate::value::time::{Moment, moments};

string_value!(
    OffsetDateTime,
    INSTANT,
    |time| write_utc(time.checked_to_offset(UtcOffset::UTC)),
    read_instant,
    width = INSTANT_WIDTH
);
string_value!(
    UtcDateTime,
    INSTANT,
    |time| write_utc(Some(OffsetDateTime::from(*time))),
    |text| { read_instant(text).map(OffsetDateTime::to_utc) },
    width = INSTANT_WIDTH
);
string_value!(
    Date,
    DATE,
    write_date,
    |text| { exactly(text, DATE_LENGTH, Date::parse(text, &Iso8601::DATE).ok(), write_date) },
    width = DATE_LENGTH
);

string_value!(
    PrimitiveDateTime,
    CIVIL,
    write_civil,
    |text| { exactly(text, CIVIL_LENGTH, PrimitiveDateTime::parse(text, &Iso8601::DATE_TIME).ok(), write_civil) },
    width = CIVIL_WIDTH
);
string_value!(
    Time,
    TIME,
    write_time,
    |text| { exactly(text, TIME_LENGTH, Time::parse(text, &Iso8601::TIME).ok(), write_time) },
    width = TIME_WIDTH
);
length_value!(Duration);

fn write_utc(time: Option<OffsetDateTime>) -> Result<String, EncodeError> {
    // If UTC cannot hold the time, its year cannot be written either.
    let Some(time) = time else { return check_year(-1).map(|()| String::new()) };
    Ok(format!("{}T{}Z", write_date(&time.date())?, write_time(&time.time())?))
}

fn read_instant(text: &str) -> Option<OffsetDateTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| is_exact(text))?;
    time.checked_to_offset(UtcOffset::UTC)
}

fn write_date(date: &Date) -> Result<String, EncodeError> {
    let (year, month, day) = date.to_calendar_date();
    check_year(year.into())?;
    Ok(format!("{year:04}-{:02}-{day:02}", u8::from(month)))
}

fn write_civil(civil: &PrimitiveDateTime) -> Result<String, EncodeError> {
    Ok(format!("{}T{}", write_date(&civil.date())?, write_time(&civil.time())?))
}

fn write_time(time: &Time) -> Result<String, EncodeError> {
    let (hour, minute, second, nanos) = time.as_hms_nano();
    Ok(format!("{hour:02}:{minute:02}:{second:02}.{nanos:09}"))
}

moments!(OffsetDateTime, UtcDateTime);

impl Moment for OffsetDateTime {
    fn to_epoch_nanos(&self) -> Option<i128> {
        Some(self.unix_timestamp_nanos())
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_unix_timestamp_nanos(nanos).ok()
    }
}

impl Moment for UtcDateTime {
    fn to_epoch_nanos(&self) -> Option<i128> {
        Some(self.unix_timestamp_nanos())
    }

    fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        Self::from_unix_timestamp_nanos(nanos).ok()
    }
}

impl Length for Duration {
    fn parts(&self) -> (i128, i128) {
        (self.whole_seconds().into(), self.subsec_nanoseconds().into())
    }

    fn from_parts(seconds: i128, nanos: i32) -> Option<Self> {
        Self::seconds(seconds.try_into().ok()?).checked_add(Self::nanoseconds(nanos.into()))
    }
}
