//! The options of a field: its name and its stored form.

use std::collections::BTreeSet;
use std::net::IpAddr;

use aws_sdk_dynamodb::types::AttributeValue;
use faraday::value::Serde;
use faraday::{
    Attribute, Item, Value,
    value::{DecodeError, EncodeError},
};
use serde::{Deserialize, Serialize};

use super::documents::json;

fn read<T: faraday::value::Attributes>(json: &str) -> Result<T, String> {
    faraday::document::from_json(json).map_err(|error| error.to_string())
}

#[derive(Debug, PartialEq, Value)]
struct Renamed {
    #[faraday(alias = "town", alias = "place")]
    city: String,
    #[faraday(rename = "p", alias = "post_code", default)]
    code: u32,
}

#[test]
fn an_alias_reads_old_names_and_the_new_one_is_written() {
    let leeds = Renamed { city: "Leeds".into(), code: 12 };
    assert_eq!(json(&leeds), r#"{"city":{"S":"Leeds"},"p":{"N":"12"}}"#);
    assert_eq!(read(r#"{"town":{"S":"Leeds"},"post_code":{"N":"12"}}"#), Ok(leeds));
    let error = read::<Renamed>(r#"{"place":{"N":"1"}}"#).unwrap_err();
    assert_eq!(error, "attribute `place`: expected S, found N");
    assert_eq!(read::<Renamed>("{}").unwrap_err(), "attribute `city`: expected S, found nothing");
}

#[test]
fn of_several_names_the_present_one_counts_then_the_first_alias() {
    let york = Ok(Renamed { city: "York".into(), code: 0 });
    for json in [
        r#"{"city":{"S":"York"},"town":{"S":"Leeds"}}"#,
        r#"{"town":{"S":"Leeds"},"city":{"S":"York"}}"#,
        r#"{"place":{"S":"Leeds"},"town":{"S":"York"}}"#,
        r#"{"town":{"S":"York"},"place":{"S":"Leeds"}}"#,
    ] {
        assert_eq!(read(json), york, "{json}");
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Money {
    cents: u64,
}

impl From<&Money> for u64 {
    fn from(money: &Money) -> Self {
        money.cents
    }
}

impl From<u64> for Money {
    fn from(cents: u64) -> Self {
        Self { cents }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Even(u8);

impl From<&Even> for u8 {
    fn from(even: &Even) -> Self {
        even.0
    }
}

impl TryFrom<u8> for Even {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        if number.is_multiple_of(2) { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
    }
}

/// A set of words as one string.
mod words {
    use super::{BTreeSet, DecodeError, EncodeError};

    pub type Stored = String;

    pub fn store(words: &BTreeSet<String>) -> Result<String, EncodeError> {
        if words.contains("") {
            return Err(EncodeError::new("a word is not empty"));
        }
        Ok(words.iter().map(String::as_str).collect::<Vec<_>>().join(" "))
    }

    pub fn load(text: String) -> Result<BTreeSet<String>, DecodeError> {
        Ok(text.split_whitespace().map(str::to_owned).collect())
    }
}

#[derive(Debug, PartialEq, Item)]
#[faraday(table = "orders")]
struct Order {
    #[faraday(partition_key)]
    id: u64,
    #[faraday(as = u64)]
    total: Money,
    #[faraday(as = u64)]
    tip: Option<Money>,
    #[faraday(as = u8, default = two)]
    even: Even,
    #[faraday(with = words)]
    tags: BTreeSet<String>,
    #[faraday(with = faraday::value::text)]
    from: Option<IpAddr>,
}

fn two() -> Even {
    Even(2)
}

fn order() -> Order {
    Order {
        id: 1,
        total: Money { cents: 250 },
        tip: None,
        even: Even(4),
        tags: ["a", "b"].map(str::to_owned).into(),
        from: Some([127, 0, 0, 1].into()),
    }
}

#[test]
fn a_field_is_stored_as_another_type_or_with_a_module() {
    assert_eq!(
        json(&order()),
        r#"{"id":{"N":"1"},"total":{"N":"250"},"even":{"N":"4"},"tags":{"S":"a b"},"from":{"S":"127.0.0.1"}}"#
    );
    let tipped = Order { tip: Some(Money { cents: 1 }), from: None, ..order() };
    assert_eq!(
        json(&tipped),
        r#"{"id":{"N":"1"},"total":{"N":"250"},"tip":{"N":"1"},"even":{"N":"4"},"tags":{"S":"a b"}}"#
    );
    let read: Order = read(r#"{"id":{"N":"1"},"total":{"N":"250"},"tags":{"S":""},"tip":{"NULL":true}}"#).unwrap();
    assert_eq!((read.even, read.tip, read.tags.len()), (Even(2), None, 0));
}

#[test]
fn a_constant_holds_what_is_stored() {
    let total: Attribute<Order, u64> = Order::TOTAL;
    let tip: Attribute<Order, Option<u64>> = Order::TIP;
    let tags: Attribute<Order, String> = Order::TAGS;
    let _ = total.between(1, 5) & tip.eq(1) & tags.begins_with("a") & Order::FROM.eq("127.0.0.1");
}

#[test]
fn a_conversion_that_fails_names_the_attribute_and_not_the_value() {
    let error = faraday::document::from_json::<Order>(
        r#"{"id":{"N":"1"},"total":{"N":"1"},"tags":{"S":""},"even":{"N":"77"}}"#,
    );
    let error = error.unwrap_err();
    assert_eq!(error.to_string(), "attribute `even`: the stored value does not convert to the field's type");
    assert_eq!(error.unredacted_source().unwrap().to_string(), "77 is odd");
    let error = read::<Order>(r#"{"id":{"N":"1"},"total":{"S":"1"}}"#).unwrap_err();
    assert_eq!(error, "attribute `total`: expected N, found S");
    assert_eq!(read::<Order>(r#"{"id":{"N":"1"}}"#).unwrap_err(), "attribute `total`: expected N, found nothing");
    let wrong = Order { tags: ["".to_owned()].into(), ..order() };
    assert_eq!(faraday::document::to_json(&wrong).unwrap_err().to_string(), "attribute `tags`: a word is not empty");
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle { radius: f64 },
}

#[derive(Debug, PartialEq, Value)]
struct Drawing {
    #[faraday(serde)]
    shape: Shape,
    #[faraday(serde)]
    next: Option<Shape>,
    #[faraday(serde, null)]
    last: Option<Shape>,
    #[faraday(serde, default)]
    tags: Vec<String>,
}

#[test]
fn a_serde_field_is_a_native_document() {
    let drawing =
        Drawing { shape: Shape::Circle { radius: 1.5 }, next: Some(Shape::Point), last: None, tags: vec!["a".into()] };
    assert_eq!(
        json(&drawing),
        r#"{"shape":{"M":{"Circle":{"M":{"radius":{"N":"1.5"}}}}},"next":{"S":"Point"},"last":{"NULL":true},"tags":{"L":[{"S":"a"}]}}"#
    );
    let read: Drawing = read(r#"{"shape":{"S":"Point"}}"#).unwrap();
    assert_eq!(read, Drawing { shape: Shape::Point, next: None, last: None, tags: vec![] });
    let shape: Attribute<Drawing, Serde<Shape>> = Drawing::SHAPE;
    let _ = shape.eq(Serde(Shape::Point));
}

#[derive(Debug, PartialEq, Value)]
struct Nullable {
    #[faraday(null)]
    name: Option<String>,
    #[faraday(null)]
    tags: Option<BTreeSet<String>>,
    #[faraday(null, frozen)]
    notes: Option<Vec<u8>>,
    #[faraday(null, as = u64)]
    total: Option<Money>,
}

#[test]
fn null_writes_what_is_left_out_otherwise() {
    let nothing = Nullable { name: None, tags: None, notes: None, total: None };
    assert_eq!(
        json(&nothing),
        r#"{"name":{"NULL":true},"tags":{"NULL":true},"notes":{"NULL":true},"total":{"NULL":true}}"#
    );
    assert_eq!(read("{}"), Ok(nothing));
    let all = Nullable {
        name: Some("ann".into()),
        tags: Some(["a".to_owned()].into()),
        notes: Some(vec![1]),
        total: Some(Money { cents: 1 }),
    };
    json(&all);
}

/// What serde finds wrong is said without the value.
#[test]
fn an_error_of_serde_shows_no_value() {
    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Small {
        small: u8,
        status: Option<Status>,
    }
    #[derive(Debug, Serialize, Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    enum Status {
        Open,
        Closed,
    }
    let read = |json: &str| {
        let map: std::collections::HashMap<_, _> = faraday::document::from_json(json).unwrap();
        faraday::value::from_attribute_value::<Serde<Small>>(AttributeValue::M(map)).unwrap_err().to_string()
    };
    for (json, error) in [
        (r#"{"small":{"S":"secret"}}"#, "expected u8, found string"),
        (r#"{"small":{"N":"777"}}"#, "expected a number that fits u8, found another"),
        (r#"{"small":{"N":"7"},"status":{"S":"secret"}}"#, "expected one of the variants OPEN, CLOSED, found another"),
        (r#"{"small":{"N":"7"},"status":{"N":"777"}}"#, "expected a variant: a string, or a map of one entry"),
        (r#"{}"#, "attribute `small`: expected a value, found nothing"),
        (
            r#"{"other":{"S":"secret"}}"#,
            "attribute `other`: expected one of the attributes small, status, found another",
        ),
    ] {
        assert_eq!(read(json), error, "{json}");
    }
    let error = faraday::value::to_attribute_value(&Serde(vec![1.0, f64::NAN])).unwrap_err();
    assert_eq!(error.to_string(), "attribute `[1]`: DynamoDB has no NaN and no infinity");
}
