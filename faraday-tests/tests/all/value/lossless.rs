//! Written values are read back unchanged; a value that would change in silence is refused.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::{SocketAddr, SocketAddrV6};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::time::{EpochMillis, EpochSeconds};
use faraday::value::{from_attribute_value, to_attribute_value};
use faraday::{Item, Table, Value, document::to_json};
use faraday_tests::tables::with_table;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    who: String,
    #[faraday(sort_key)]
    at: SystemTime,
    seen: Option<SystemTime>,
}

fn after(nanos: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000) + Duration::from_nanos(nanos)
}

#[tokio::test]
async fn times_within_one_second_are_keys_of_their_own_in_the_order_of_time() {
    with_table::<Order>(async |_| {
        let times = [0, 1, 500_000_000, 999_999_999, 1_000_000_000].map(after);
        let orders = times.map(|at| Order { who: "ann".into(), at, seen: Some(at) });
        for order in orders.iter().rev() {
            Table::<Order>::put(order).await.unwrap();
        }
        assert_eq!(Table::<Order>::query("ann").await.unwrap(), orders);
        let middle = Table::<Order>::query("ann").sort_key_range(times[1]..=times[3]).await.unwrap();
        assert_eq!(middle, orders[1..4]);
        let found = Table::<Order>::scan().filter(Order::SEEN.eq(times[2])).await.unwrap();
        assert_eq!(found, [orders[2].clone()]);
    })
    .await;
}

proptest! {
    #[test]
    fn a_time_is_read_back_to_the_nanosecond(seconds in -10_000_000_000i64..10_000_000_000, nanos in 0u32..1_000_000_000) {
        let distance = Duration::new(seconds.unsigned_abs(), nanos);
        let time = if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
        let stored = to_attribute_value(&time).unwrap();
        prop_assert_eq!(from_attribute_value::<SystemTime>(stored).unwrap(), time);
    }
}

#[test]
fn whole_seconds_are_written_and_read_as_before() {
    let number = |text: &str| AttributeValue::N(text.into());
    assert_eq!(to_attribute_value(&after(0)).unwrap(), number("1700000000"));
    assert_eq!(to_attribute_value(&(UNIX_EPOCH - Duration::from_millis(1500))).unwrap(), number("-1.5"));
    assert_eq!(from_attribute_value::<SystemTime>(number("1.7E+9")).unwrap(), after(0));
    assert!(from_attribute_value::<SystemTime>(number("0.0000000001")).is_err());
}

#[test]
fn flow_info_of_a_socket_address_is_refused() {
    let address = |flow_info| SocketAddrV6::new("::1".parse().unwrap(), 80, flow_info, 5);
    assert!(to_attribute_value(&address(7)).is_err());
    assert!(to_attribute_value(&SocketAddr::V6(address(7))).is_err());
    let stored = to_attribute_value(&SocketAddr::V6(address(0))).unwrap();
    assert_eq!(from_attribute_value::<SocketAddr>(stored).unwrap(), SocketAddr::V6(address(0)));
}

#[derive(Debug, Clone, PartialEq, Value)]
struct Nothing(Option<u8>);

#[derive(Debug, Value)]
struct One<T> {
    v: T,
}

#[test]
fn some_of_nothing_is_refused_where_it_would_be_read_as_none() {
    assert!(to_json(&One { v: Some(()) }).is_err());
    assert!(to_json(&One { v: vec![Some(())] }).is_err());
    assert!(to_json(&One { v: Some(None::<u8>) }).is_err());
    assert!(to_json(&One { v: Some(Box::new(None::<u8>)) }).is_err());
    assert!(to_json(&One { v: Some(Nothing(None)) }).is_err());
    assert!(to_json(&One { v: BTreeMap::from([("a".to_owned(), Some(serde_json::Value::Null))]) }).is_err());
    assert!(to_json(&One { v: Some(AttributeValue::Null(true)) }).is_err());

    assert_eq!(to_json(&One { v: Some(Some(1)) }).unwrap(), r#"{"v":{"N":"1"}}"#);
    assert_eq!(to_json(&One { v: None::<Option<u8>> }).unwrap(), "{}");
    assert_eq!(to_json(&One { v: () }).unwrap(), r#"{"v":{"NULL":true}}"#);
    // What is inside of the value may be nothing.
    assert_eq!(to_json(&One { v: Some(vec![None::<u8>]) }).unwrap(), r#"{"v":{"L":[{"NULL":true}]}}"#);
    assert!(to_json(&One { v: Some(serde_json::json!([null])) }).is_ok());
}

#[test]
fn a_float_that_reads_can_be_written_again() {
    let number = |text: String| AttributeValue::N(text);
    // The highest number of DynamoDB is nearest to 1E+126, which is too high for it.
    assert!(from_attribute_value::<f64>(number(format!("{}E+88", "9".repeat(38)))).is_err());
    assert!(from_attribute_value::<f32>(number("1E-50".into())).is_err());
    assert_eq!(from_attribute_value::<f32>(number("0E-50".into())).unwrap().to_bits(), 0);
    for text in ["9.99E+125", "1E-130", "-1E-130", "0.1"] {
        let read: f64 = from_attribute_value(number(text.into())).unwrap();
        assert_eq!(read, text.parse::<f64>().unwrap());
        assert!(to_attribute_value(&read).is_ok(), "{text}");
    }
}

#[test]
fn a_leap_second_is_refused_in_every_form() {
    use chrono::{NaiveDate, NaiveTime};
    let leap = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap();
    let leap = leap.and_time(NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).unwrap()).and_utc();
    assert!(to_attribute_value(&leap).is_err());
    assert!(to_attribute_value(&EpochSeconds(leap)).is_err());
    assert!(to_attribute_value(&EpochMillis(leap)).is_err());
    assert!(faraday::value::time::epoch_millis::store(&leap).is_err());
    for text in ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z", "2017-01-01T00:59:60+01:00"] {
        let text = || AttributeValue::S(text.into());
        assert!(from_attribute_value::<time::OffsetDateTime>(text()).is_err());
        assert!(from_attribute_value::<jiff::Timestamp>(text()).is_err());
        assert!(from_attribute_value::<chrono::DateTime<chrono::Utc>>(text()).is_err());
    }
    assert!(from_attribute_value::<jiff::Timestamp>(AttributeValue::S("20161231T235960Z".into())).is_err());
}

/// Equal without regard to case, but ordered and hashed as it is written, as such types often are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Tag(String);

impl Value for Tag {
    type Kind = faraday::value::kind::S;
    type Base = Self;

    fn encode<E: faraday::value::Encoder>(&self, encoder: E) -> Result<(), faraday::value::EncodeError> {
        encoder.string(&self.0.to_lowercase())
    }

    fn decode<D: faraday::value::Decoder>(decoder: D) -> Result<Self, faraday::value::DecodeError> {
        decoder.string().map(Self)
    }
}

fn tags(texts: &[&str]) -> BTreeSet<Tag> {
    texts.iter().map(|text| Tag((*text).to_owned())).collect()
}

#[test]
fn elements_of_a_set_that_are_stored_alike_are_refused() {
    let many: Vec<String> = (0..40).map(|n| format!("tag{n}")).collect();
    let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(to_json(&One { v: tags(&many) }).is_ok());
    many.push("TAG7");
    for repeated in [tags(&["red", "Red"]), tags(&many)] {
        assert!(to_json(&One { v: repeated.clone() }).is_err());
        assert!(to_attribute_value(&repeated).is_err());
    }
    let numbers = |texts: &[&str]| AttributeValue::Ns(texts.iter().map(|text| (*text).to_owned()).collect());
    for (texts, fine) in [
        (["1", "1.0", "2"], false),
        (["1E1", "10", "2"], false),
        (["-0", "0", "2"], false),
        (["1", "10", "100"], true),
        (["1", "-1", "0.1"], true),
    ] {
        assert_eq!(to_json(&One { v: numbers(&texts) }).is_ok(), fine, "{texts:?}");
        assert_eq!(to_attribute_value(&numbers(&texts)).is_ok(), fine, "{texts:?}");
    }
    // Within a second they are one number.
    let times = [after(0), after(1)].map(EpochSeconds);
    assert!(to_json(&One { v: HashSet::from(times) }).is_err());
}

#[derive(Debug, Clone, PartialEq, Item)]
#[faraday(table = "users")]
struct User {
    #[faraday(partition_key)]
    id: String,
    tags: BTreeSet<String>,
    scores: BTreeSet<u64>,
}

#[tokio::test]
async fn an_element_that_is_inserted_or_deleted_twice_is_sent_once() {
    with_table::<User>(async |_| {
        Table::<User>::update("ann")
            .insert(User::TAGS, "red \"blue\" red \"blue\" green".split(' '))
            .insert(User::SCORES, [3, 1, 3, 2, 1])
            .await
            .unwrap();
        let ann = Table::<User>::get("ann").await.unwrap().unwrap();
        assert_eq!(ann.tags, ["red", "\"blue\"", "green"].map(String::from).into());
        assert_eq!(ann.scores, [1, 2, 3].into());
        Table::<User>::update("ann").delete(User::TAGS, ["red", "red"]).await.unwrap();
        let ann = Table::<User>::get("ann").await.unwrap().unwrap();
        assert_eq!(ann.tags, ["\"blue\"", "green"].map(String::from).into());
    })
    .await;
}
