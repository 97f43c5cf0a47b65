//! `Option`, `Box`, `Rc`, `Arc` and `Cow`: conditions compare the value inside.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::base::decode_inner;
use super::kind::{self, Kind, Optional};
use super::not_null::{NOT_TOLD_APART, NotNull};
use super::{AttributeType, Decoder, Encoder, KeyPart, NumberRange, Value};
use crate::value::{DecodeError, EncodeError};

impl<T: Value> Value for Option<T> {
    type Kind = Optional<T::Kind>;
    type Base = T::Base;

    const RANGE: NumberRange = T::RANGE;
    const KEY_PART: KeyPart = T::KEY_PART;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        match self {
            Some(value) if is_nested_none(value) => Err(EncodeError::new(NOT_TOLD_APART)),
            Some(value) if value.is_absent() => encoder.null(),
            Some(value) => value.encode(NotNull(encoder)),
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
        self.as_ref().is_none_or(|value| value.is_absent() && !is_nested_none(value))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// Whether the value is a `None` inside another `Option`.
fn is_nested_none<T: Value>(value: &T) -> bool {
    T::Kind::IS_OPTIONAL && value.is_absent()
}

macro_rules! forward {
    ($pointer:ident) => {
        impl<T: Value> Value for $pointer<T> {
            type Kind = <T::Kind as Kind>::Wrapped;
            type Base = T::Base;

            const RANGE: NumberRange = T::RANGE;
            const KEY_PART: KeyPart = T::KEY_PART;

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

            fn required(read: Option<Self>, name: &str) -> Result<Self, DecodeError> {
                read.map_or_else(|| T::required(None, name).map($pointer::new), Ok)
            }
        }
    };
}

forward!(Box);
forward!(Rc);
forward!(Arc);

/// Implements `Value` for pointers to a string or a slice, which are written like a `String` or a `Vec`.
macro_rules! unsized_pointers {
    ($($pointer:ident)*) => {$(
        impl Value for $pointer<str> {
            type Kind = kind::S;
            type Base = String;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                encoder.string(self)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                decoder.with_string(|text| Self::from(text))
            }
        }

        impl<T: Value> Value for $pointer<[T]> {
            type Kind = <T::Kind as Kind>::List;
            type Base = Vec<T>;

            fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
                T::encode_elements(self.iter(), encoder)
            }

            fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
                T::decode_elements(decoder).map(Self::from)
            }
        }
    )*};
}

unsized_pointers!(Box Rc Arc);

/// Read as `Cow::Owned`.
impl Value for Cow<'_, str> {
    type Kind = kind::S;
    type Base = String;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.string(self)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decoder.string().map(Cow::Owned)
    }
}

/// Read as `Cow::Owned`.
impl<T: Value + Clone> Value for Cow<'_, [T]> {
    type Kind = <T::Kind as Kind>::List;
    type Base = Vec<T>;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        T::decode_elements(decoder).map(Cow::Owned)
    }
}
