//! A document of one attribute, for the tests of the codec.

use faraday::value::{Attributes, DecodeError, Decoder, EncodeError, Encoder, MapDecoder, MapEncoder, Value, kind};

/// A struct of one field, as the derive would write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Doc<T> {
    /// The attribute `value`.
    pub value: T,
}

impl<T: Value> Attributes for Doc<T> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        T::write_attribute(&self.value, map, "value")
    }

    fn decode_attributes<M: MapDecoder>(mut map: M) -> Result<Self, DecodeError> {
        let mut value = None;
        while let Some((known, decoder)) = map.next(|name| name == "value")? {
            if known { value = T::read_attribute(decoder, "value")? } else { decoder.skip()? }
        }
        Ok(Self { value: T::required(value, "value")? })
    }
}

impl<T: Value> Value for Doc<T> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        let mut map = encoder.map()?;
        self.encode_attributes(&mut map)?;
        map.end()
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        Self::decode_attributes(decoder.map()?)
    }
}
