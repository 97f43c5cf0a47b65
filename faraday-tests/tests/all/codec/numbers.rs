//! Numbers are exact within DynamoDB's range, and an error outside it.

use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::document::item_size;
use faraday::value::time::EpochSeconds;
use faraday::value::{Value, from_attribute_value, to_attribute_value};
use proptest::prelude::*;

use super::support::{Doc, becomes, refused, round_trip};

pub fn at(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
}

/// How many digits are between the first and the last that is not zero.
fn significant(digits: &str) -> usize {
    digits.trim_start_matches('-').trim_matches('0').len()
}

/// Whether a float is within DynamoDB's range, by the exponent that the standard library gives it.
fn float_fits(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once('e').unwrap();
    mantissa.trim_start_matches('-') == "0" || (-130..=125).contains(&exponent.parse::<i32>().unwrap())
}

fn wide<T: Value + Clone + PartialEq + Debug + ToString>(value: T) -> Result<(), TestCaseError> {
    if significant(&value.to_string()) <= 38 {
        round_trip(value)
    } else {
        prop_assert!(refused(value)?.contains("38 significant digits"));
        Ok(())
    }
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    #[test]
    fn every_i128_is_read_back_or_refused(value: i128, narrower in 0u32..127) {
        wide(value)?;
        wide(value >> narrower)?;
    }

    #[test]
    fn every_u128_is_read_back_or_refused(value: u128, narrower in 0u32..127) {
        wide(value)?;
        wide(value >> narrower)?;
    }

    #[test]
    fn every_f64_is_read_back_or_refused(bits: u64) {
        let value = f64::from_bits(bits);
        if value.is_finite() && float_fits(&format!("{value:e}")) { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn f64s_of_every_magnitude_round_trip_or_are_refused(mantissa in -9.999f64..9.999, exponent in -140i32..140) {
        let value = mantissa * 10f64.powi(exponent);
        if float_fits(&format!("{value:e}")) { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn every_f32_is_read_back_or_refused(bits: u32) {
        let value = f32::from_bits(bits);
        if value.is_finite() { round_trip(value)? } else { refused(value).map(drop)? }
    }

    #[test]
    fn fractions_of_a_second_are_kept_and_dropped_from_epoch_seconds(seconds in -4_000_000_000i64..4_000_000_000, nanos in 0u32..1_000_000_000) {
        let time = at(seconds) + Duration::from_nanos(u64::from(nanos));
        round_trip(time)?;
        becomes(EpochSeconds(time), EpochSeconds(at(seconds)))?;
    }

    /// Any text of a number's characters is either refused by all, or taken by all and kept as it is.
    #[test]
    fn any_digits_are_kept_as_they_are_or_refused(digits in "[-+]?[0-9.]{0,45}([eE][-+]?[0-9]{0,20})?") {
        let number = AttributeValue::N(digits);
        if to_attribute_value(&number).is_ok() { round_trip(number)? } else { refused(number).map(drop)? }
    }
}

fn takes(digits: &str) -> bool {
    let number = AttributeValue::N(digits.to_owned());
    let taken = to_attribute_value(&number).is_ok();
    if taken {
        round_trip(number).unwrap()
    } else {
        refused(number).map(drop).unwrap()
    }
    taken
}

#[test]
fn numbers_are_taken_up_to_dynamodbs_borders() {
    let most = "9".repeat(38);
    for digits in [
        "0",
        "-0",
        "+5",
        ".5",
        "5.",
        "-.5",
        "0e999",
        "0e-999",
        "-0.000e5",
        "1E-130",
        "-1e-130",
        "9.9999999999999999999999999999999999999E+125",
        "1e125",
        "10e124",
        "0.1e126",
        "1000e-133",
        "00000000000000000000000000000000000000000000005",
        &most,
        &format!("-{most}"),
        &format!("{most}000"),
        &format!("0.{most}"),
        &format!("0.000{most}000"),
    ] {
        assert!(takes(digits), "{digits}");
    }
    for digits in [
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "--5",
        "-+5",
        "+-5",
        "1.2.3",
        "1e5e5",
        "1e1.5",
        "1_000",
        "0x10",
        "NaN",
        "inf",
        "-Infinity",
        " 5",
        "5 ",
        "٣",
        "abc",
        "1\"},\"x\":{\"S\":\"",
        "1e400",
        "-1e400",
        "1e126",
        "10e125",
        "1e-131",
        "0.1e-130",
        "1e9223372036854775807",
        "10e9223372036854775807",
        "1e-9223372036854775808",
        "0.1e-9223372036854775808",
        "1e99999999999999999999",
        &format!("{most}1"),
        &format!("-0.{most}1"),
        &format!("1{}1", "0".repeat(37)),
    ] {
        assert!(!takes(digits), "{digits}");
    }
    // Zero is zero, wherever its point is; but a power that no i64 holds is not looked at.
    assert!(takes("0e9223372036854775806"));
    assert!(takes("0e-9223372036854775808"));
}

#[test]
fn floats_are_taken_up_to_dynamodbs_borders() {
    for value in [0.0, -0.0, 1e-130, -1e-130, 1e125, 9.999_999_999_999e125, f64::EPSILON, 0.1 + 0.2] {
        round_trip(value).unwrap();
    }
    for value in
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1e126, 9e-131]
    {
        refused(value).unwrap();
    }
    for value in [0.0, -0.0, f32::MAX, f32::MIN, f32::MIN_POSITIVE, f32::from_bits(1), f32::EPSILON] {
        round_trip(value).unwrap();
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        refused(value).unwrap();
    }
}

/// What DynamoDB counts for a number: a byte for two digits, one more, one for the sign, and no zeros at either end.
#[test]
fn a_number_has_the_size_that_dynamodb_counts() {
    for (digits, size) in [
        ("0", 1),
        ("-0", 1),
        ("0.00", 1),
        ("7", 2),
        ("-7", 3),
        ("10", 2),
        ("100.0", 2),
        ("1.50", 2),
        ("1.05", 3),
        ("0.001", 2),
        ("12345", 4),
        ("1e100", 2),
        ("99999999999999999999999999999999999999", 20),
    ] {
        assert_eq!(item_size(&Doc { value: AttributeValue::N(digits.into()) }).unwrap(), 5 + size, "{digits}");
    }
    assert_eq!(item_size(&Doc { value: 100.0 }).unwrap(), 5 + 2);
    // The example of the documentation: a list of two strings and a number has 3 bytes of its own and 1 for each.
    assert_eq!(item_size(&Doc { value: ("ab".to_owned(), "c".to_owned(), 7) }).unwrap(), 5 + 3 + 3 + 2 + 1 + 2);
}

/// Every way to write an integer is read as one; what does not fit exactly is refused.
#[test]
fn integers_are_read_in_any_form_of_other_writers() {
    fn read<T: Value>(digits: &str) -> Result<T, String> {
        from_attribute_value(AttributeValue::N(digits.to_owned())).map_err(|error| error.to_string())
    }
    for (digits, number) in
        [("5.0", 5), ("5E+2", 500), ("5e2", 500), ("0.5e1", 5), ("-0", 0), ("0.000", 0), ("+7", 7), ("1200e-2", 12)]
    {
        assert_eq!(read::<u64>(digits), Ok(number), "{digits}");
    }
    for digits in ["256", "-1", "0.5", "1e3", "1e400", "1e-400", "1e99999999999999999999", "", "abc", "0x1"] {
        assert_eq!(read::<u8>(digits).unwrap_err(), "expected a number that fits u8, found another", "{digits}");
    }
    for digits in ["1e400", "-1e400", "inf", "nan", "infinity", "", "abc"] {
        assert_eq!(read::<f64>(digits).unwrap_err(), "expected a number that fits f64, found another", "{digits}");
    }
    assert_eq!(read::<i128>("17E37"), Ok(17 * 10i128.pow(37)));
    assert_eq!(read::<i128>("18E37").unwrap_err(), "expected a number that fits i128, found another");
}
