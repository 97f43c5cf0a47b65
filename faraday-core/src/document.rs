//! Items outside requests: as the SDK's map, as DynamoDB JSON, as plain JSON, and their size in bytes as DynamoDB counts it.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::{item_size, json, plain_json, sdk_map};
use crate::value::{Attributes, DecodeError, EncodeError};

/// Converts an item or document to the map that the SDK's own requests take.
///
/// An absent value (`None`, an empty set) has no entry, because the table stores no attribute for it.
///
/// # Errors
///
/// When a value has no form in DynamoDB; the error names its place.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use faraday::Value;
///
/// #[derive(Value)]
/// struct Reading { station: String, celsius: i32 }
///
/// let reading = Reading { station: "leeds-3".into(), celsius: -4 };
/// let map: HashMap<String, AttributeValue> = faraday::document::to_map(&reading)?;
/// assert_eq!(map["celsius"], AttributeValue::N("-4".into()));
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
///
/// See [AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
pub fn to_map<T: Attributes>(item: &T) -> Result<HashMap<String, AttributeValue>, EncodeError> {
    sdk_map::encode_item(item)
}

/// Reads an item or document from a map of the SDK, such as the answer to a raw request or the image of a stream record.
///
/// Attributes that the struct does not have are ignored.
///
/// # Errors
///
/// When an attribute is missing, of another type, or does not fit; the error names its place, never its value.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use faraday::Value;
///
/// #[derive(Debug, Value)]
/// struct Reading { celsius: i32 }
///
/// let map = HashMap::from([("celsius".to_owned(), AttributeValue::N("-4".into()))]);
/// let reading: Reading = faraday::document::from_map(map)?;
/// assert_eq!(reading.celsius, -4);
///
/// let wrong = HashMap::from([("celsius".to_owned(), AttributeValue::S("cold".into()))]);
/// let error = faraday::document::from_map::<Reading>(wrong).unwrap_err();
/// assert_eq!(error.to_string(), "attribute `celsius`: expected N, found S");
/// # Ok::<(), faraday::value::DecodeError>(())
/// ```
///
/// See [AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
pub fn from_map<T: Attributes>(map: HashMap<String, AttributeValue>) -> Result<T, DecodeError> {
    sdk_map::decode_item(map)
}

/// Converts an item or document to DynamoDB JSON, in which every value has its type: `{"id":{"S":"ann"}}`.
///
/// This is the form that a request sends, that the AWS CLI reads and shows, and that an export to S3 has under `Item`.
///
/// # Errors
///
/// When a value has no form in DynamoDB; the error names its place.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
/// use aws_sdk_dynamodb::types::AttributeValue;
///
/// let item = HashMap::from([("id".to_owned(), AttributeValue::S("ann".into()))]);
/// assert_eq!(faraday::document::to_json(&item)?, r#"{"id":{"S":"ann"}}"#);
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
///
/// See [DynamoDB's low-level API](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html).
pub fn to_json<T: Attributes>(item: &T) -> Result<String, EncodeError> {
    let mut bytes = Vec::with_capacity(256);
    json::encode_item(item, &mut bytes)?;
    String::from_utf8(bytes).map_err(|_| EncodeError::new("the item did not become UTF-8"))
}

/// Reads an item or document from DynamoDB JSON, such as a fixture, the image in a Lambda event, or a line of an export.
///
/// Attributes that the struct does not have are ignored.
///
/// # Errors
///
/// When the text is not DynamoDB JSON, or an attribute is missing, of another type, or does not fit; the error names its
/// place, never its value.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
/// use aws_sdk_dynamodb::types::AttributeValue;
///
/// let item: HashMap<String, AttributeValue> =
///     faraday::document::from_json(r#"{"id": {"S": "ann"}}"#)?;
/// assert_eq!(item["id"], AttributeValue::S("ann".into()));
/// # Ok::<(), faraday::value::DecodeError>(())
/// ```
///
/// See [DynamoDB events in Lambda](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html).
pub fn from_json<T: Attributes>(json: impl AsRef<[u8]>) -> Result<T, DecodeError> {
    json::decode_item(json.as_ref())
}

/// Converts an item or document to plain JSON, without DynamoDB's types: `{"id":"ann","age":7}`.
///
/// Use it for logs, fixtures and other programs. A binary becomes a base64 string, and a set becomes an array. A number keeps all its
/// digits, which may be more than the reader of the JSON keeps.
///
/// # Errors
///
/// When a value has no form in DynamoDB; the error names its place.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeSet;
/// use faraday::Value;
///
/// #[derive(Value)]
/// struct Reading { station: String, celsius: f64, tags: BTreeSet<String> }
///
/// let reading = Reading { station: "leeds-3".into(), celsius: -4.5, tags: ["cold".into()].into() };
/// assert_eq!(
///     faraday::document::to_plain_json(&reading)?,
///     r#"{"station":"leeds-3","celsius":-4.5,"tags":["cold"]}"#
/// );
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
pub fn to_plain_json<T: Attributes>(item: &T) -> Result<String, EncodeError> {
    plain_json::encode_item(item)
}

/// Reads an item or document from plain JSON. The type of each field decides how it is read: a string as a binary for a binary field, an
/// array as a set for a set.
///
/// Attributes that the struct does not have are ignored. In a struct with `flatten` or `extra`, and in an enum with `tag` or `untagged`,
/// values are read before their types are known, so binaries and sets are not recognized there.
///
/// # Errors
///
/// When the text is not a JSON object, or an attribute is missing, of another type, or does not fit; the error names its
/// place, never its value.
///
/// # Examples
///
/// ```
/// use faraday::Value;
///
/// #[derive(Debug, PartialEq, Value)]
/// struct Reading { station: String, celsius: f64, raw: Vec<u8> }
///
/// let reading: Reading = faraday::document::from_plain_json(
///     r#"{"station": "leeds-3", "celsius": -4.5, "raw": "AQI="}"#,
/// )?;
/// assert_eq!(reading, Reading { station: "leeds-3".into(), celsius: -4.5, raw: vec![1, 2] });
/// # Ok::<(), faraday::value::DecodeError>(())
/// ```
pub fn from_plain_json<T: Attributes>(json: impl AsRef<[u8]>) -> Result<T, DecodeError> {
    plain_json::decode_item(json.as_ref())
}

/// Returns the size of the item in bytes as DynamoDB counts it. DynamoDB limits an item to 400 KB (409,600 bytes).
///
/// Names count as well as values. DynamoDB documents its size of numbers as an approximation, so its count may differ from this one by one
/// byte for each number.
///
/// # Errors
///
/// When a value has no form in DynamoDB; the error names its place.
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
/// use aws_sdk_dynamodb::types::AttributeValue;
///
/// let item = HashMap::from([("id".to_owned(), AttributeValue::S("ann".into()))]);
/// assert_eq!(faraday::document::item_size(&item)?, 2 + 3);
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
///
/// See [item sizes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
pub fn item_size<T: Attributes>(item: &T) -> Result<usize, EncodeError> {
    item_size::item_size(item)
}
