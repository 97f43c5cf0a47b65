//! `rust_decimal`: numbers of up to 28 digits; DynamoDB keeps them all.

use ::rust_decimal::Decimal;

use crate::value::number::{plain_number, same_number};
use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

impl Value for Decimal {
    type Kind = kind::N;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.number(&self.to_string())
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder
            .with_number(exact)?
            .ok_or_else(|| DecodeError::expected("a number that fits Decimal without rounding", "another"))
    }
}

fn exact(digits: &str) -> Option<Decimal> {
    let decimal = Decimal::from_str_exact(&plain_number(digits)?).ok()?;
    same_number(&decimal.to_string(), digits).then_some(decimal)
}
