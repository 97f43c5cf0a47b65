//! `compact_str`: a string.

use ::compact_str::CompactString;

use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

impl Value for CompactString {
    type Kind = kind::S;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.with_string(|text| CompactString::new(text))
    }
}
