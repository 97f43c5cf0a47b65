use aws_sdk_dynamodb::types::AttributeValue;

use super::decode::decode;
use super::encode::encode;
use crate::value::{DecodeError, EncodeError, Value};

/// Converts a value to the SDK's type; an absent value (`None`, an empty set) becomes NULL.
///
/// # Errors
///
/// When the value has no form in DynamoDB.
///
/// # Examples
///
/// ```
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use faraday::value::to_attribute_value;
///
/// assert_eq!(to_attribute_value(&-12.5)?, AttributeValue::N("-12.5".into()));
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
///
/// See [AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
pub fn to_attribute_value<T: Value>(value: &T) -> Result<AttributeValue, EncodeError> {
    encode(value)
}

/// Converts a value from the SDK's type.
///
/// # Errors
///
/// When it is of another type, or does not fit; the error never shows it.
///
/// # Examples
///
/// ```
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use faraday::value::from_attribute_value;
///
/// let names: Vec<String> =
///     from_attribute_value(AttributeValue::L(vec![AttributeValue::S("ann".into())]))?;
/// assert_eq!(names, ["ann"]);
/// # Ok::<(), faraday::value::DecodeError>(())
/// ```
///
/// See [AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
pub fn from_attribute_value<T: Value>(value: AttributeValue) -> Result<T, DecodeError> {
    decode(value)
}
