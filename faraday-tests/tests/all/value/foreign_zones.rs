//! Times with an offset or a time zone, and durations, of other crates.

use std::fmt::Debug;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use faraday::value::time::{EpochMillis, EpochSeconds, Moment};
use faraday::value::{Value, from_attribute_value, to_attribute_value};
use faraday::{
    Item, Value as Derive,
    document::{from_json, to_json},
};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};
use proptest::prelude::*;
use time::{PrimitiveDateTime, Time};

use crate::codec::{becomes, refused, round_trip};
use faraday_tests::tables::with_table;

fn text<T: Value>(value: &T) -> String {
    match to_attribute_value(value).unwrap() {
        AttributeValue::S(text) => text,
        other => panic!("{other:?}"),
    }
}

fn read<T: Value>(text: &str) -> Result<T, String> {
    from_attribute_value(AttributeValue::S(text.to_owned())).map_err(|error| error.to_string())
}

fn number<T: Value>(value: &T) -> String {
    match to_attribute_value(value).unwrap() {
        AttributeValue::N(digits) => digits,
        other => panic!("{other:?}"),
    }
}

fn zoned(seconds: i64, offset: i32) -> ZonedDateTime {
    let zone = TimeZone::fixed(Offset::from_seconds(offset).unwrap());
    Timestamp::from_second(seconds).unwrap().to_zoned_datetime(zone)
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    /// An offset is not kept, so that equal times are equal keys.
    #[test]
    fn an_offset_of_chrono_is_not_kept(seconds in -60_000_000_000i64..250_000_000_000, nanos in 0u32..1_000_000_000, offset in -86_000i32..86_000) {
        let utc = DateTime::<Utc>::from_timestamp(seconds, nanos).unwrap();
        let offset = utc.with_timezone(&FixedOffset::east_opt(offset).unwrap());
        prop_assert_eq!(text(&offset), text(&utc));
        prop_assert_eq!(offset.to_epoch_nanos(), utc.to_epoch_nanos());
        round_trip(offset)?;
        becomes(EpochSeconds(offset), EpochSeconds(DateTime::from_timestamp(seconds, 0).unwrap().fixed_offset()))?;
        let millis = DateTime::from_timestamp_millis(utc.timestamp_millis()).unwrap().fixed_offset();
        becomes(EpochMillis(offset), EpochMillis(millis))?;
    }

    /// A time zone is kept, and the order is that of time.
    #[test]
    fn a_zone_of_jiff_is_kept_in_the_order_of_time(earlier in -60_000_000_000i64..250_000_000_000, later in -60_000_000_000i64..250_000_000_000, minutes in -1500i32..1500) {
        let (earlier, later) = (zoned(earlier.min(later), minutes * 60), zoned(earlier.max(later), 0));
        round_trip(earlier.clone())?;
        let again: ZonedDateTime = read(&text(&earlier)).unwrap();
        prop_assert_eq!(again.offset(), earlier.offset());
        if earlier.timestamp() < later.timestamp() {
            prop_assert!(text(&earlier) < text(&later));
        }
    }

    /// All crates write a length as the same number.
    #[test]
    fn lengths_of_time_are_read_back(seconds in -9_000_000_000_000i64..9_000_000_000_000, nanos in 0i64..1_000_000_000) {
        let chrono = TimeDelta::seconds(seconds) + TimeDelta::nanoseconds(nanos);
        let jiff = SignedDuration::from_secs(seconds) + SignedDuration::from_nanos(nanos);
        let time = time::Duration::seconds(seconds) + time::Duration::nanoseconds(nanos);
        prop_assert_eq!(number(&chrono), number(&jiff));
        prop_assert_eq!(number(&chrono), number(&time));
        if let Ok(std) = std::time::Duration::try_from(time) {
            prop_assert_eq!(number(&chrono), number(&std));
        }
        round_trip(chrono)?;
        round_trip(jiff)?;
        round_trip(time)?;
    }

    #[test]
    fn a_time_without_a_zone_has_the_form_without_its_z(seconds in -62_167_219_200i64..253_402_300_799, nanos in 0i64..1_000_000_000) {
        let at = time::OffsetDateTime::from_unix_timestamp(seconds).unwrap() + time::Duration::nanoseconds(nanos);
        let civil = PrimitiveDateTime::new(at.date(), at.time());
        prop_assert_eq!(format!("{}Z", text(&civil)), text(&at));
        prop_assert_eq!(&text(&civil)[11..], text(&at.time()));
        round_trip(civil)?;
        round_trip(at.time())?;
    }

    #[test]
    fn any_text_is_a_zoned_time_or_an_error(text in "[-+0-9TtZz:., \\[\\]P]{0,40}|\\PC{0,20}") {
        let _ = (read::<DateTime<FixedOffset>>(&text), read::<ZonedDateTime>(&text), read::<Span>(&text).is_ok());
        let _ = (read::<PrimitiveDateTime>(&text), read::<Time>(&text));
    }
}

/// What is at the ends of each type.
#[test]
fn the_longest_lengths_round_trip_and_longer_ones_are_refused() {
    for length in [TimeDelta::MIN, TimeDelta::MAX, TimeDelta::zero()] {
        round_trip(length).unwrap();
    }
    for length in [SignedDuration::MIN, SignedDuration::MAX, SignedDuration::from_nanos(-1)] {
        round_trip(length).unwrap();
    }
    for length in [time::Duration::MIN, time::Duration::MAX, time::Duration::NANOSECOND] {
        round_trip(length).unwrap();
    }
    assert_eq!(number(&SignedDuration::from_millis(-1500)), "-1.5");
    fn fails<T: Value + Debug>(digits: &str) -> String {
        from_attribute_value::<T>(AttributeValue::N(digits.to_owned())).unwrap_err().to_string()
    }
    let error = "expected seconds, with no more than nanoseconds, that the type can hold, found another";
    for digits in ["1e19", "-1e19", "0.0000000001", "1e400"] {
        assert_eq!(fails::<TimeDelta>(digits), error, "{digits}");
        assert_eq!(fails::<SignedDuration>(digits), error, "{digits}");
        assert_eq!(fails::<time::Duration>(digits), error, "{digits}");
    }
    // Within an `i64`, but not within chrono's milliseconds.
    assert_eq!(fails::<TimeDelta>("9223372036854776"), error);
}

#[test]
fn a_time_with_a_zone_has_the_form_of_rfc_9557() {
    assert_eq!(text(&zoned(1_714_566_600, 7200)), "2024-05-01T12:30:00.000000000Z[+02:00]");
    let utc = Timestamp::from_second(0).unwrap().to_zoned_datetime(TimeZone::UTC);
    assert_eq!(text(&utc), "1970-01-01T00:00:00.000000000Z[UTC]");
    round_trip(utc).unwrap();
    // jiff's own form says the same.
    let own: ZonedDateTime = read("2024-05-01T14:30:00+02:00[+02:00]").unwrap();
    assert_eq!(own, zoned(1_714_566_600, 7200));
    assert_eq!(
        read::<ZonedDateTime>("2024-05-01T14:30:00+02:00").unwrap_err(),
        "expected a time of RFC 9557, with a time zone that is known here, found another string"
    );
    let odd = zoned(0, 7201);
    assert!(refused(odd).unwrap().ends_with("only a time zone of the IANA database, or a fixed offset, can be stored"));
}

#[test]
fn spans_are_read_back() {
    for span in ["P1Y2M", "PT90S", "-P3D", "PT0S"] {
        let parsed: Span = span.parse().unwrap();
        assert_eq!(text(&parsed), span);
        assert_eq!(read::<Span>(span).unwrap().fieldwise(), parsed.fieldwise());
    }
    assert_eq!(read::<Span>("a while").unwrap_err(), "expected a span like P1Y2M or PT90S, found another string");
}

/// Numbers instead of texts, by an option of the field.
#[test]
fn times_as_epochs_by_option() {
    #[derive(Debug, PartialEq, Derive)]
    struct Times {
        #[faraday(with = faraday::value::time::epoch_seconds)]
        chrono: DateTime<Utc>,
        #[faraday(with = faraday::value::time::epoch_millis)]
        offset: Option<DateTime<FixedOffset>>,
        #[faraday(with = faraday::value::time::epoch_millis)]
        jiff: Timestamp,
        #[faraday(with = faraday::value::time::epoch_seconds)]
        time: time::OffsetDateTime,
        #[faraday(with = faraday::value::time::epoch_millis)]
        system: std::time::SystemTime,
        #[faraday(with = faraday::value::text)]
        kept: DateTime<FixedOffset>,
    }
    let kept = DateTime::parse_from_rfc3339("2024-05-01T14:30:00+02:00").unwrap();
    let times = Times {
        chrono: DateTime::from_timestamp_millis(1500).unwrap(),
        offset: Some(DateTime::from_timestamp_millis(-1).unwrap().fixed_offset()),
        jiff: Timestamp::from_nanosecond(1_999_999).unwrap(),
        time: time::OffsetDateTime::UNIX_EPOCH,
        system: std::time::UNIX_EPOCH,
        kept,
    };
    let json = to_json(&times).unwrap();
    assert_eq!(
        json,
        r#"{"chrono":{"N":"1"},"offset":{"N":"-1"},"jiff":{"N":"1"},"time":{"N":"0"},"system":{"N":"0"},"kept":{"S":"2024-05-01 14:30:00 +02:00"}}"#
    );
    let read: Times = from_json(&json).unwrap();
    assert_eq!(read.chrono, DateTime::from_timestamp_millis(1000).unwrap());
    assert_eq!((read.offset, read.kept.offset()), (times.offset, kept.offset()));
}

/// An offset type may be a key, whatever offset is asked with.
#[tokio::test]
async fn a_key_with_an_offset_is_found_by_any_offset() {
    #[derive(Debug, Clone, PartialEq, Item)]
    #[faraday(table = "visits")]
    struct Visit {
        #[faraday(partition_key)]
        id: u8,
        #[faraday(sort_key)]
        at: DateTime<FixedOffset>,
    }
    with_table::<Visit>(async |db| {
        let at = DateTime::parse_from_rfc3339("2024-05-01T14:30:00+02:00").unwrap();
        faraday::Table::<Visit>::put(&Visit { id: 1, at }).on(db).await.unwrap();
        let elsewhere = at.with_timezone(&FixedOffset::west_opt(3600).unwrap());
        let found = faraday::Table::<Visit>::get((1, elsewhere)).on(db).await.unwrap();
        assert_eq!(found, Some(Visit { id: 1, at }));
    })
    .await;
}
