//! `Option`, `Box` and `Arc`: compared as what is inside.

use std::sync::Arc;

use super::collection::{decode_inner, encode_inner};
use super::kind::{Kind, Optional};
use super::{AttributeType, Decoder, Encoder, Value};
use crate::error::{DecodeError, EncodeError};

impl<T: Value> Value for Option<T> {
    type Kind = Optional<T::Kind>;
    type Base = T::Base;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        match self {
            Some(value) => encode_inner(value, encoder),
            None => encoder.null(),
        }
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        if decoder.kind() == AttributeType::Null {
            return decoder.null().map(|()| None);
        }
        T::decode(decoder).map(Some)
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Value::is_absent)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! forward {
    ($pointer:ident) => {
        impl<T: Value> Value for $pointer<T> {
            type Kind = <T::Kind as Kind>::Wrapped;
            type Base = T::Base;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                T::encode(self, encoder)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decode_inner(decoder).map($pointer::new)
            }

            fn is_absent(&self) -> bool {
                T::is_absent(self)
            }

            fn absent() -> Option<Self> {
                T::absent().map($pointer::new)
            }
        }
    };
}

forward!(Box);
forward!(Arc);
