//! Binaries other than `Vec<u8>`, which is with the lists in `collection.rs`.

use bytes::Bytes;

use super::{Decoder, Encoder, Value, kind};
use crate::value::{DecodeError, EncodeError};

impl Value for Bytes {
    type Kind = kind::B;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(self)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.binary().map(Bytes::from)
    }
}
