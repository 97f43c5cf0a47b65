//! Times in seconds, as other programs write them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::time::{EpochMillis, EpochSeconds, epoch_seconds};
use faraday::value::{DecodeError, Value, from_attribute_value, to_attribute_value};
use proptest::prelude::*;

/// The first second of the year 10000.
const YEAR_10000: u64 = 253_402_300_800;

fn read<T: Value>(number: impl ToString) -> Result<T, DecodeError> {
    from_attribute_value(AttributeValue::N(number.to_string()))
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    #[test]
    fn seconds_are_read_with_their_fraction(seconds in 0..YEAR_10000, millis in 0u64..1000) {
        let number = format!("{seconds}.{millis:03}");
        let time = UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_millis(millis);
        prop_assert_eq!(read::<SystemTime>(&number).unwrap(), time);
        prop_assert_eq!(read::<EpochSeconds<SystemTime>>(&number).unwrap().0, time);
        let written = to_attribute_value(&EpochSeconds(time)).unwrap();
        prop_assert_eq!(written, AttributeValue::N(seconds.to_string()));
    }

    /// The milliseconds of any time since 1978 are too many seconds.
    #[test]
    fn milliseconds_are_not_taken_for_seconds(millis in YEAR_10000..10_000_000_000_000) {
        for error in [
            read::<SystemTime>(millis).unwrap_err(),
            read::<EpochSeconds<SystemTime>>(millis).unwrap_err(),
            read::<EpochSeconds<jiff::Timestamp>>(millis).unwrap_err(),
            epoch_seconds::load::<SystemTime>(millis as i64).unwrap_err(),
        ] {
            prop_assert!(error.to_string().contains("looks like milliseconds"), "{}", error);
        }
        let time = UNIX_EPOCH + Duration::from_millis(millis);
        prop_assert_eq!(read::<EpochMillis<SystemTime>>(millis).unwrap().0, time);
    }
}

#[test]
fn a_fraction_of_any_form_is_read() {
    let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000) + Duration::from_millis(250);
    for number in ["1700000000.25", "1700000000.250", "1.70000000025E+9", "170000000025e-2"] {
        assert_eq!(read::<SystemTime>(number).unwrap(), time, "{number}");
        assert_eq!(read::<EpochSeconds<SystemTime>>(number).unwrap(), EpochSeconds(time), "{number}");
    }
    assert!(read::<EpochSeconds<SystemTime>>("1.0000000001").unwrap_err().to_string().contains("nanoseconds"));
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let last = UNIX_EPOCH + Duration::from_secs(YEAR_10000) - Duration::from_nanos(1);
    assert_eq!(read::<SystemTime>("253402300799.999999999").unwrap(), last);
    assert!(to_attribute_value(&last).is_ok());
    let first = last + Duration::from_nanos(1);
    for refused in [
        to_attribute_value(&first).unwrap_err(),
        to_attribute_value(&EpochSeconds(first)).unwrap_err(),
        epoch_seconds::store(&first).unwrap_err(),
    ] {
        assert!(refused.to_string().contains("after the year 9999"), "{refused}");
    }
    assert!(to_attribute_value(&EpochMillis(first)).is_ok());
}
