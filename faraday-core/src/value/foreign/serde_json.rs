//! `serde_json`: a document of any shape.

use ::serde_json::{Map, Number, Value as Json, from_str};

use crate::value::collection::{decode_map, encode_map};
use crate::value::number::{canonical_number, check_number, integer, same_number};
use crate::value::{AttributeType, DecodeError, Decoder, EncodeError, Encoder, Value, kind};

impl Value for Json {
    type Kind = kind::Any;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        match self {
            Self::Null => encoder.null(),
            Self::Bool(value) => encoder.boolean(*value),
            Self::Number(number) => {
                let digits = number.to_string();
                check_number(&digits)?;
                encoder.number(&digits)
            }
            Self::String(text) => encoder.string(text),
            Self::Array(values) => values.encode(encoder),
            Self::Object(entries) => entries.encode(encoder),
        }
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        match decoder.kind() {
            AttributeType::S => decoder.string().map(Self::String),
            AttributeType::N => decoder
                .with_number(exact)?
                .map(Self::Number)
                .ok_or_else(|| DecodeError::expected("a number that fits JSON's without rounding", "another")),
            AttributeType::Bool => decoder.boolean().map(Self::Bool),
            AttributeType::Null => decoder.null().map(|()| Self::Null),
            AttributeType::L => Value::decode(decoder).map(Self::Array),
            AttributeType::M => Value::decode(decoder).map(Self::Object),
            other => Err(DecodeError::expected("a JSON document", other)),
        }
    }
}

/// Reads a number exactly, or returns `None`. A whole number becomes an integer, so that `1` and `1.0` give the same value.
fn exact(digits: &str) -> Option<Number> {
    if let Ok(number) = integer::<i64>(digits, "").map(Number::from) {
        return Some(number);
    }
    if let Ok(number) = integer::<u64>(digits, "").map(Number::from) {
        return Some(number);
    }
    // The standard library parses to the nearest float; serde_json may give the adjacent one.
    let float = digits.parse().ok().and_then(Number::from_f64);
    // With `arbitrary_precision` the number keeps its text.
    let text = || from_str(digits).or_else(|_| from_str(&canonical_number(digits))).ok();
    let exact = |number: &Number| same_number(&number.to_string(), digits);
    float.filter(exact).or_else(|| text().filter(exact))
}

impl Value for Map<String, Json> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_map(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_map(decoder)
    }
}
