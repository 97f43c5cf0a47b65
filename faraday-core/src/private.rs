//! What expansions of the derives call. No part of the public API: it may change in any version.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::value::AttributeType;

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};
pub use std::string::String;

pub use crate::error::{DecodeError, EncodeError};
pub use crate::frozen::Frozen;
pub use crate::schema::UnknownKey;
pub use crate::schema::{Attribute, Composite, Item, KeyAttribute, KeyElement, Simple, TableSchema};
pub use crate::value::kind;
pub use crate::value::{Attributes, Decoder, Encoder, MapDecoder, MapEncoder, Value};

/// What is done with a plainly stored field.
///
/// They are methods of one trait because the compiler then has one thing to say of a field whose type is no [`Value`];
/// of functions that need one it would report each.
pub trait Field: Value {
    /// Writes an attribute, unless it is absent.
    fn write<M: MapEncoder>(&self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        if self.is_absent() {
            return Ok(());
        }
        self.encode(map.attribute(name)).map_err(|error| error.at_attribute(name))
    }

    /// Writes a key attribute.
    fn write_key<M: MapEncoder>(&self, map: &mut M, name: &str) -> Result<(), EncodeError> {
        crate::schema::non_empty(map, name, self)
    }

    /// Reads an attribute.
    fn read<D: Decoder>(decoder: D, name: &str) -> Result<Option<Self>, DecodeError> {
        crate::value::decode_inner(decoder).map(Some).map_err(|error: DecodeError| error.at_attribute(name))
    }

    /// What was read, or what its absence means; an error if it may not be absent.
    fn required(read: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        read.or_else(Self::absent).ok_or_else(|| DecodeError::missing(name, <Self::Kind as kind::Kind>::NAME))
    }
}

impl<T: Value> Field for T {}

/// Writes a frozen attribute.
pub fn write_frozen<M: MapEncoder, T: Serialize>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    crate::frozen::freeze(value)
        .and_then(|bytes| map.attribute(name).binary(&bytes))
        .map_err(|error| error.at_attribute(name))
}

/// Writes a frozen attribute, unless it is `None`.
pub fn write_frozen_option<M: MapEncoder, T: Serialize>(
    map: &mut M,
    name: &str,
    value: &Option<T>,
) -> Result<(), EncodeError> {
    value.as_ref().map_or(Ok(()), |value| write_frozen(map, name, value))
}

/// Reads a frozen attribute.
pub fn read_frozen<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    decoder
        .binary()
        .and_then(|bytes| Frozen::from_bytes(&bytes))
        .map(|frozen: Frozen<T>| Some(frozen.into_inner()))
        .map_err(|error| error.at_attribute(name))
}

/// Reads a frozen attribute, or a NULL as `None`.
pub fn read_frozen_option<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    if decoder.kind() == AttributeType::Null {
        return decoder.null().map(|()| None).map_err(|error| error.at_attribute(name));
    }
    read_frozen(decoder, name)
}

/// What was read; an error if it was absent.
pub fn required_frozen<T>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing(name, "B"))
}

/// Writes a struct as a map.
pub fn write_map<E: Encoder, T: Attributes>(value: &T, encoder: E) -> Result<(), EncodeError> {
    let mut map = encoder.map()?;
    value.encode_attributes(&mut map)?;
    map.end()
}

/// Reads a struct from a map.
pub fn read_map<D: Decoder, T: Attributes>(decoder: D) -> Result<T, DecodeError> {
    T::decode_attributes(decoder.map()?)
}

/// The variant of this name; an error that lists the known ones.
pub fn variant<D: Decoder, T>(
    decoder: D,
    known: &[&str],
    find: impl FnOnce(&str) -> Option<T>,
) -> Result<T, DecodeError> {
    decoder
        .with_string(find)?
        .ok_or_else(|| DecodeError::new(format!("expected one of {}, found another string", known.join(", "))))
}
