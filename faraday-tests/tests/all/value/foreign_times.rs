//! Times of other crates: one stored form, which sorts by time; any form of RFC 3339 can be read.

use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use faraday::value::time::{EpochMillis, EpochSeconds, Moment};
use faraday::value::{Value, from_attribute_value, to_attribute_value};
use faraday::{Item, Table};
use jiff::{Timestamp, civil};
use proptest::prelude::*;
use time::{OffsetDateTime, UtcDateTime, UtcOffset};

use crate::codec::{becomes, refused, round_trip};
use faraday_tests::tables::with_table;

/// The first and the last nanosecond of the years 0000 and 9999.
const FIRST: i128 = -62_167_219_200_000_000_000;
const LAST: i128 = 253_402_300_799_999_999_999;
/// jiff's last timestamp leaves a day for offsets.
const JIFF_LAST: i128 = 253_402_207_200_999_999_999;

fn instants() -> impl Strategy<Value = i128> {
    prop_oneof![FIRST..=JIFF_LAST, -2_000_000_000i128..2_000_000_000, (0i128..10_000).prop_map(|s| s * 1_000_000_000)]
}

fn chrono(nanos: i128) -> DateTime<Utc> {
    Moment::from_epoch_nanos(nanos).unwrap()
}

fn written<T: Value>(value: &T) -> String {
    match to_attribute_value(value).unwrap() {
        AttributeValue::S(text) => text,
        other => panic!("{other:?}"),
    }
}

fn instant<T: Moment + Value + Clone + PartialEq + Debug>(nanos: i128) -> Result<String, TestCaseError> {
    let value = T::from_epoch_nanos(nanos).unwrap();
    prop_assert_eq!(value.to_epoch_nanos(), Some(nanos));
    round_trip(value.clone())?;
    becomes(
        EpochSeconds(value.clone()),
        EpochSeconds(T::from_epoch_nanos(nanos.div_euclid(1_000_000_000) * 1_000_000_000).unwrap()),
    )?;
    becomes(
        EpochMillis(value.clone()),
        EpochMillis(T::from_epoch_nanos(nanos.div_euclid(1_000_000) * 1_000_000).unwrap()),
    )?;
    Ok(written(&value))
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    /// All crates write the same, and the order of what they write is that of time.
    #[test]
    fn all_crates_write_one_form_in_the_order_of_time(earlier in instants(), later in instants()) {
        let [earlier, later] = if earlier <= later { [earlier, later] } else { [later, earlier] };
        let texts = [instant::<DateTime<Utc>>(earlier)?, instant::<DateTime<Utc>>(later)?];
        prop_assert_eq!(texts[0].len(), 30);
        prop_assert_eq!(texts[0].cmp(&texts[1]), earlier.cmp(&later));
        prop_assert_eq!(&instant::<OffsetDateTime>(earlier)?, &texts[0]);
        prop_assert_eq!(&instant::<UtcDateTime>(earlier)?, &texts[0]);
        prop_assert_eq!(&instant::<Timestamp>(earlier)?, &texts[0]);
    }

    #[test]
    fn offsets_are_not_kept(nanos in FIRST + 1_000_000_000_000_000..JIFF_LAST - 1_000_000_000_000_000, hours in -23i8..=23, minutes in 0i8..60) {
        let offset = UtcOffset::from_hms(hours, if hours < 0 { -minutes } else { minutes }, 0).unwrap();
        let utc = OffsetDateTime::from_epoch_nanos(nanos).unwrap();
        let local = utc.to_offset(offset);
        becomes(local, utc)?;
        prop_assert_eq!(written(&local), written(&utc));
        let stored = AttributeValue::S(local.format(&time::format_description::well_known::Rfc3339).unwrap());
        prop_assert_eq!(from_attribute_value::<DateTime<Utc>>(stored.clone()).unwrap(), chrono(nanos));
        prop_assert_eq!(from_attribute_value::<OffsetDateTime>(stored.clone()).unwrap(), utc);
        prop_assert_eq!(from_attribute_value::<Timestamp>(stored).unwrap().as_nanosecond(), nanos);
    }

    #[test]
    fn civil_times_round_trip_in_their_order(earlier in instants(), later in instants()) {
        let [a, b] = [chrono(earlier).naive_utc(), chrono(later).naive_utc()];
        round_trip::<NaiveDateTime>(a)?;
        round_trip::<NaiveDate>(a.date())?;
        round_trip::<NaiveTime>(a.time())?;
        prop_assert_eq!(written(&a).cmp(&written(&b)), a.cmp(&b));
        prop_assert_eq!(written(&a.date()).cmp(&written(&b.date())), a.date().cmp(&b.date()));
        prop_assert_eq!(written(&a.time()).cmp(&written(&b.time())), a.time().cmp(&b.time()));
        let jiff = jiff::tz::Offset::UTC.to_datetime(Timestamp::from_nanosecond(earlier).unwrap());
        round_trip::<civil::DateTime>(jiff)?;
        round_trip::<civil::Date>(jiff.date())?;
        round_trip::<civil::Time>(jiff.time())?;
        let date = OffsetDateTime::from_epoch_nanos(earlier).unwrap().date();
        round_trip(date)?;
        prop_assert_eq!(written(&jiff), written(&a));
        prop_assert_eq!(written(&jiff.date()), written(&a.date()));
        prop_assert_eq!(written(&jiff.time()), written(&a.time()));
        prop_assert_eq!(written(&date), written(&a.date()));
    }

    #[test]
    fn system_times_round_trip_as_epoch_numbers(seconds in -60_000_000_000i64..200_000_000_000, nanos in 0u32..1_000_000_000) {
        instant_number(seconds, nanos)?;
    }

    /// Anything at all as text: a value or an error, and a value is written in the form.
    #[test]
    fn any_text_is_a_time_or_an_error(text in "[-+0-9TtZz:., \\[\\]]{0,40}|\\PC{0,20}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,12})?(Z|[-+][0-9]{2}:[0-9]{2})?") {
        read_as_any(&text);
    }
}

fn instant_number(seconds: i64, nanos: u32) -> Result<(), TestCaseError> {
    let at = |nanos: i128| SystemTime::from_epoch_nanos(nanos).unwrap();
    let exact = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    prop_assert_eq!(at(exact).to_epoch_nanos(), Some(exact));
    round_trip(at(exact))?;
    becomes(EpochSeconds(at(exact)), EpochSeconds(at(i128::from(seconds) * 1_000_000_000)))?;
    becomes(EpochMillis(at(exact)), EpochMillis(at(exact.div_euclid(1_000_000) * 1_000_000)))
}

fn read_as_any(text: &str) {
    fn reads<T: Value>(text: &str) {
        if let Ok(value) = from_attribute_value::<T>(AttributeValue::S(text.into())) {
            let _ = to_attribute_value(&value);
        }
    }
    reads::<DateTime<Utc>>(text);
    reads::<NaiveDate>(text);
    reads::<NaiveDateTime>(text);
    reads::<NaiveTime>(text);
    reads::<OffsetDateTime>(text);
    reads::<UtcDateTime>(text);
    reads::<time::Date>(text);
    reads::<Timestamp>(text);
    reads::<civil::Date>(text);
    reads::<civil::DateTime>(text);
    reads::<civil::Time>(text);
}

fn fails<T: Value + Debug>(text: &str) -> String {
    from_attribute_value::<T>(AttributeValue::S(text.into())).expect_err(text).to_string()
}

#[test]
fn other_forms_of_a_time_are_read() {
    for text in [
        "1970-01-01T00:00:01Z",
        "1970-01-01T00:00:01.000Z",
        "1970-01-01T05:30:01+05:30",
        "1970-01-01T00:00:01.0000000000000Z",
    ] {
        let stored = AttributeValue::S(text.into());
        assert_eq!(from_attribute_value::<DateTime<Utc>>(stored.clone()).unwrap(), chrono(1_000_000_000), "{text}");
        assert_eq!(from_attribute_value::<UtcDateTime>(stored.clone()).unwrap().unix_timestamp(), 1, "{text}");
        // jiff takes nine digits at most.
        if text.len() < 30 {
            assert_eq!(from_attribute_value::<Timestamp>(stored).unwrap().as_second(), 1, "{text}");
        }
    }
    let civil = AttributeValue::S("2024-05-01T12:30:00.5".into());
    assert_eq!(
        written(&from_attribute_value::<NaiveDateTime>(civil.clone()).unwrap()),
        "2024-05-01T12:30:00.500000000"
    );
    assert_eq!(written(&from_attribute_value::<civil::DateTime>(civil).unwrap()), "2024-05-01T12:30:00.500000000");
    let time = AttributeValue::S("12:30:00".into());
    assert_eq!(written(&from_attribute_value::<NaiveTime>(time.clone()).unwrap()), "12:30:00.000000000");
    assert_eq!(written(&from_attribute_value::<civil::Time>(time).unwrap()), "12:30:00.000000000");
}

#[test]
fn what_is_no_time_is_an_error() {
    let expected = "expected a time of RFC 3339, with an offset and no more than nanoseconds, found another string";
    for text in
        ["", "secret", "2024-05-01", "2024-05-01T12:30:00", "2024-13-01T00:00:00Z", "1970-01-01T00:00:01.0000000001Z"]
    {
        assert_eq!(fails::<DateTime<Utc>>(text), expected);
        assert_eq!(fails::<OffsetDateTime>(text), expected);
        assert_eq!(fails::<UtcDateTime>(text), expected);
        assert_eq!(fails::<Timestamp>(text), expected);
    }
    // What a parser would drop.
    for text in [
        "2024-05-01T00:00:00",
        "2024-05-01Z",
        "2024-5-1",
        "2024-05-01T00:00:00Z",
        "-2024-05-01",
        "2024-02-30",
        "20240501",
    ] {
        assert_eq!(fails::<NaiveDate>(text), "expected a date like 2024-05-01, found another string");
        assert_eq!(fails::<time::Date>(text), "expected a date like 2024-05-01, found another string");
        assert_eq!(fails::<civil::Date>(text), "expected a date like 2024-05-01, found another string");
    }
    for text in ["2024-05-01T00:00:00Z", "2024-05-01T00:00:00+01:00", "2024-05-01", "2024-05-01T00:00:00.0000000001"] {
        assert!(fails::<NaiveDateTime>(text).starts_with("expected a date and time"));
        assert!(fails::<civil::DateTime>(text).starts_with("expected a date and time"));
    }
    assert!(fails::<NaiveDateTime>("2016-12-31T23:59:60").starts_with("expected a date and time"));
    assert!(fails::<DateTime<Utc>>("2016-12-31T23:59:60Z").starts_with("expected a time of RFC 3339"));
    assert_eq!(
        from_attribute_value::<EpochMillis<Timestamp>>(AttributeValue::N(i64::MAX.to_string()))
            .unwrap_err()
            .to_string(),
        "expected epoch milliseconds that the type can hold"
    );
}

#[test]
fn only_years_of_four_digits_are_written() {
    let years = "only years from 0000 to 9999";
    for nanos in [FIRST - 1, LAST + 1] {
        assert!(refused(chrono(nanos)).unwrap().contains(years));
        assert!(refused(chrono(nanos).date_naive()).unwrap().contains(years));
        assert!(refused(chrono(nanos).naive_utc()).unwrap().contains(years));
    }
    for nanos in [FIRST, LAST] {
        round_trip(chrono(nanos)).unwrap();
        round_trip(OffsetDateTime::from_epoch_nanos(nanos).unwrap()).unwrap();
    }
    assert!(refused(OffsetDateTime::from_epoch_nanos(FIRST - 1).unwrap()).unwrap().contains(years));
    assert!(refused(Timestamp::from_epoch_nanos(FIRST - 1).unwrap()).unwrap().contains(years));
    let edge =
        time::Date::MAX.midnight().assume_offset(UtcOffset::from_hms(-23, 0, 0).unwrap()) + Duration::from_secs(7200);
    assert!(refused(edge).unwrap().contains(years));
    let leap = DateTime::from_timestamp(1_483_228_799, 1_500_000_000).unwrap();
    assert!(refused(leap).unwrap().contains("a leap second cannot be stored"));
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "events")]
struct Event {
    #[faraday(partition_key)]
    source: String,
    #[faraday(sort_key)]
    at: DateTime<Utc>,
    expires: EpochSeconds<Timestamp>,
    seen: Option<EpochMillis<OffsetDateTime>>,
}

#[tokio::test]
async fn a_time_is_a_sort_key() {
    with_table::<Event>(async |db| {
        let event = |second: i128| Event {
            source: "a".into(),
            at: chrono(second * 500_000_000),
            expires: EpochSeconds(Timestamp::from_second(100).unwrap()),
            seen: Some(EpochMillis(OffsetDateTime::from_epoch_nanos(1_500_000_000).unwrap())),
        };
        for second in [3, 1, 2, 0] {
            Table::put(&event(second)).on(db).await.unwrap();
        }
        let found: Vec<Event> = Table::<Event>::query("a").sort_key_range(chrono(500_000_000)..).on(db).await.unwrap();
        assert_eq!(found, [event(1), event(2), event(3)]);
        let found: Vec<Event> = Table::<Event>::query("a")
            .filter(Event::EXPIRES.lt(EpochSeconds(Timestamp::from_second(101).unwrap())))
            .on(db)
            .await
            .unwrap();
        assert_eq!(found.len(), 4);
    })
    .await;
}
