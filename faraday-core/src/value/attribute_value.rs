//! The SDK's own `AttributeValue`: any type, known only when the program runs.

use aws_sdk_dynamodb::types::AttributeValue;

use super::{Decoder, Encoder, ListEncoder, SetType, Value, check_number, kind};
use crate::value::{DecodeError, EncodeError};

impl Value for AttributeValue {
    type Kind = kind::Any;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        match self {
            Self::S(value) => encoder.string(value),
            Self::N(digits) => {
                check_number(digits)?;
                encoder.number(digits)
            }
            Self::B(value) => encoder.binary(value.as_ref()),
            Self::Bool(value) => encoder.boolean(*value),
            Self::Null(_) => encoder.null(),
            Self::L(values) => values.encode(encoder),
            Self::M(entries) => entries.encode(encoder),
            Self::Ss(values) => encode_set(SetType::Ss, values, encoder, |value, element| element.string(value)),
            Self::Ns(values) => encode_set(SetType::Ns, values, encoder, |digits, element| {
                check_number(digits)?;
                element.number(digits)
            }),
            Self::Bs(values) => {
                encode_set(SetType::Bs, values, encoder, |value, element| element.binary(value.as_ref()))
            }
            _ => Err(EncodeError::new("this variant of AttributeValue is newer than this version of faraday")),
        }
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.value()
    }
}

fn encode_set<T, E: Encoder>(
    set: SetType,
    values: &[T],
    encoder: E,
    write: impl for<'e> Fn(&T, <E::Set as ListEncoder>::Element<'e>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    let mut set = encoder.set(set)?;
    for value in values {
        write(value, set.element())?;
    }
    set.end()
}
