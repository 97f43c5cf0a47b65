//! Types of other crates, except times: written values are read back, and values that do not fit are an error.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::str::FromStr;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use bigdecimal::BigDecimal;
use compact_str::CompactString;
use faraday::value::{Value, from_attribute_value, to_attribute_value};
use faraday::{Item, Table};
use indexmap::{IndexMap, IndexSet};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use smol_str::SmolStr;
use url::Url;
use uuid::Uuid;

use crate::codec::{refused, round_trip, text};
use faraday_tests::tables::with_table;

fn decimals() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0u32..=28, 0u32..127)
        .prop_map(|(digits, scale, narrower)| Decimal::from_i128_with_scale((digits >> 32) >> narrower, scale))
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        (-1e15..1e15f64)
            .prop_map(|number| Json::from(number + 0.5))
            .prop_filter("a whole number", |n| n.as_f64().is_some_and(|n| n.fract() != 0.0)),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            vec((text(), inner), 0..4).prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(crate::random::cases(256))]

    #[test]
    fn uuids_round_trip(bits: u128) {
        round_trip(Uuid::from_u128(bits))?;
    }

    #[test]
    fn texts_of_other_crates_round_trip(text in text()) {
        round_trip(SmolStr::new(&text))?;
        round_trip(CompactString::new(&text))?;
    }

    #[test]
    fn urls_round_trip(path in text(), query in text()) {
        let mut url = Url::parse("https://example.com:8080/").unwrap();
        url.set_path(&path);
        url.set_query(Some(&query));
        round_trip(url)?;
    }

    #[test]
    fn rust_decimals_round_trip(decimal in decimals()) {
        round_trip(decimal)?;
    }

    #[test]
    fn big_decimals_round_trip_within_dynamodbs_range_and_others_are_refused(digits in "-?[0-9]{1,45}", scale in -140i64..140) {
        let decimal = BigDecimal::from_str(&format!("{digits}e{scale}")).unwrap();
        let significant = digits.trim_start_matches('-').trim_matches('0').len();
        let magnitude = i64::try_from(digits.trim_start_matches(['-', '0']).len()).unwrap() + scale - 1;
        if significant == 0 || (significant <= 38 && (-130..=125).contains(&magnitude)) {
            round_trip(decimal)?;
        } else {
            refused(decimal)?;
        }
    }

    #[test]
    fn json_documents_round_trip(document in json()) {
        round_trip(document.clone())?;
        if let Json::Object(map) = document {
            round_trip(map)?;
        }
    }

    /// Any number there is becomes the same number, or an error.
    #[test]
    fn json_reads_numbers_exactly(digits in "-?[0-9]{1,24}(\\.[0-9]{1,24})?(e-?[0-9]{1,2})?") {
        if let Ok(number) = from_attribute_value::<Json>(AttributeValue::N(digits.clone())) {
            prop_assert_eq!(
                BigDecimal::from_str(&number.to_string()).unwrap(),
                BigDecimal::from_str(&digits).unwrap()
            );
        }
        if let Ok(number) = from_attribute_value::<Decimal>(AttributeValue::N(digits.clone())) {
            prop_assert_eq!(
                BigDecimal::from_str(&number.to_string()).unwrap(),
                BigDecimal::from_str(&digits).unwrap()
            );
        }
    }

    #[test]
    fn index_maps_round_trip(entries in vec((text(), any::<Option<i32>>()), 0..6)) {
        round_trip::<IndexMap<String, Option<i32>>>(entries.into_iter().collect())?;
    }

    #[test]
    fn sets_of_other_crates_round_trip(elements in vec(any::<i32>(), 0..6)) {
        round_trip::<IndexSet<i32>>(elements.iter().copied().collect())?;
        round_trip::<IndexSet<String>>(elements.iter().map(i32::to_string).collect())?;
        round_trip::<BTreeSet<Uuid>>(elements.iter().map(|number| Uuid::from_u128(number.unsigned_abs().into())).collect())?;
        round_trip::<BTreeSet<Decimal>>(elements.iter().copied().map(Decimal::from).collect())?;
    }
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn n(digits: &str) -> AttributeValue {
    AttributeValue::N(digits.into())
}

fn reads<T: Value + PartialEq + Debug>(stored: AttributeValue, expected: T) {
    assert_eq!(from_attribute_value::<T>(stored).unwrap(), expected);
}

fn fails<T: Value + Debug>(stored: AttributeValue) -> String {
    from_attribute_value::<T>(stored).unwrap_err().to_string()
}

#[test]
fn every_type_has_the_form_that_the_page_shows() {
    let uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
    assert_eq!(to_attribute_value(&uuid).unwrap(), s("67e55044-10b1-426f-9247-bb680e5fe0c8"));
    reads(s("67E5504410B1426F9247BB680E5FE0C8"), uuid);
    assert_eq!(to_attribute_value(&Url::parse("HTTP://Example.com").unwrap()).unwrap(), s("http://example.com/"));
    assert_eq!(to_attribute_value(&Decimal::new(-1250, 3)).unwrap(), n("-1.250"));
    reads(n("-1.25E+2"), Decimal::from(-125));
    assert_eq!(to_attribute_value(&BigDecimal::from_str("1.50").unwrap()).unwrap(), n("1.5"));
    assert_eq!(to_attribute_value(&BigDecimal::from_str("2e-100").unwrap()).unwrap(), n("2e-100"));
    let document = json!({"a": [1, 1.5, null, true, "x"], "b": {}});
    let stored = to_attribute_value(&document).unwrap();
    assert_eq!(stored.as_m().unwrap()["a"].as_l().unwrap()[1], n("1.5"));
    reads(stored, document);
}

#[test]
fn what_does_not_fit_is_an_error() {
    assert_eq!(fails::<Uuid>(s("secret")), "expected a UUID, found another string");
    assert_eq!(fails::<Uuid>(n("1")), "expected S, found N");
    assert_eq!(fails::<Url>(s("secret")), "expected a URL, found another string");
    let decimal = "expected a number that fits Decimal without rounding, found another";
    for digits in ["1e29", "1e-29", "0.12345678901234567890123456789", "79228162514264337593543950336", "1e125", "x"] {
        assert_eq!(fails::<Decimal>(n(digits)), decimal, "{digits}");
    }
    assert_eq!(fails::<BigDecimal>(n("x")), "expected a decimal number, found another");
    let number = "expected a number that fits JSON's without rounding, found another";
    for digits in ["18446744073709551616", "0.1000000000000000000001", "1e999", "x", ""] {
        assert_eq!(fails::<Json>(n(digits)), number, "{digits}");
    }
    assert_eq!(fails::<Json>(AttributeValue::B(Blob::new([1]))), "expected a JSON document, found B");
    assert_eq!(fails::<Json>(AttributeValue::Ss(vec!["a".into()])), "expected a JSON document, found SS");
    assert!(to_attribute_value(&json!(1e300)).is_err());
    for scale in [i64::MAX, i64::MIN] {
        assert!(to_attribute_value(&BigDecimal::from_bigint(1.into(), scale)).is_err());
    }
    assert!(
        to_attribute_value(&BigDecimal::from_bigint(bigdecimal::num_bigint::BigInt::from(1) << 1_000_000, 0)).is_err()
    );
}

#[test]
fn whole_json_numbers_are_integers_again() {
    for digits in ["7", "7.0", "0.7e1", "70e-1"] {
        reads(n(digits), json!(7));
    }
    reads(n("18446744073709551615"), json!(u64::MAX));
    reads(n("1e20"), json!(1e20));
    reads(n("-0.5"), json!(-0.5));
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "parcels")]
struct Parcel {
    #[faraday(partition_key)]
    id: Uuid,
    #[faraday(sort_key)]
    weight: Decimal,
    label: SmolStr,
    place: CompactString,
    link: Option<Url>,
    extra: Json,
    price: BigDecimal,
}

#[tokio::test]
async fn types_of_other_crates_are_taken_by_keys_conditions_and_updates() {
    with_table::<Parcel>(async |db| {
        let parcel = Parcel {
            id: Uuid::from_u128(7),
            weight: Decimal::new(15, 1),
            label: "fragile".into(),
            place: "leeds".into(),
            link: Some(Url::parse("https://example.com/7").unwrap()),
            extra: json!({"colour": ["red", 1, 0.25, null]}),
            price: BigDecimal::from_str("12345678901234567890123456789012345678e-30").unwrap(),
        };
        Table::put(&parcel).on(db).await.unwrap();
        let key = (parcel.id, parcel.weight);
        assert_eq!(Table::<Parcel>::get(key).on(db).await.unwrap().as_ref(), Some(&parcel));
        let condition = Parcel::LABEL.eq(SmolStr::new("fragile"))
            & Parcel::PLACE.begins_with("le")
            & Parcel::PRICE.gt(BigDecimal::from(1));
        Table::<Parcel>::update(key)
            .set(Parcel::LABEL, SmolStr::new("gone"))
            .set(Parcel::EXTRA, json!([1]))
            .condition(condition)
            .on(db)
            .await
            .unwrap();
        let found: Vec<Parcel> =
            Table::<Parcel>::query(parcel.id).sort_key_range(Decimal::ONE..=Decimal::TWO).on(db).await.unwrap();
        assert_eq!(found, [Parcel { label: "gone".into(), extra: json!([1]), ..parcel }]);
    })
    .await;
}
