//! `bigdecimal`: numbers of any length; DynamoDB takes up to 38 digits.

use std::str::FromStr;

use ::bigdecimal::BigDecimal;

use crate::value::number::{canonical_number, check_number, plain_number};
use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

/// Far more bits than any number of DynamoDB has. A longer number is refused before it is formatted, which could take long.
const MAX_BITS: u64 = 4096;

impl Value for BigDecimal {
    type Kind = kind::N;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        let (digits, scale) = self.as_bigint_and_scale();
        if digits.bits() > MAX_BITS {
            return Err(EncodeError::new("DynamoDB keeps 38 significant digits, this number has more"));
        }
        let exact = format!("{digits}e{}", scale.saturating_neg());
        check_number(&exact)?;
        encoder.number(plain_number(&exact).as_deref().unwrap_or(&exact))
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder
            .with_number(|digits| BigDecimal::from_str(&canonical_number(digits)).ok())?
            .ok_or_else(|| DecodeError::expected("a decimal number", "another"))
    }
}
