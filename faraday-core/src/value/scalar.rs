//! Strings, booleans and NULL.

use super::{Decoder, Encoder, Value, kind};
use crate::value::{DecodeError, EncodeError};

impl Value for String {
    type Kind = kind::S;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.string()
    }

    fn as_name(&self) -> Option<&str> {
        Some(self)
    }

    fn from_name(name: String) -> Result<Self, String> {
        Ok(name)
    }
}

impl Value for char {
    type Kind = kind::S;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self.encode_utf8(&mut [0; 4]))
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.with_string(|text| {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(DecodeError::new("expected a string of one character")),
            }
        })?
    }
}

impl Value for bool {
    type Kind = kind::Bool;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.boolean(*self)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.boolean()
    }
}

impl Value for () {
    type Kind = kind::Null;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.null()
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.null()
    }
}
