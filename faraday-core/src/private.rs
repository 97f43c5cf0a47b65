//! What expansions of the derives call. No part of the public API: it may change in any version.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};

pub use crate::error::{DecodeError, EncodeError};
pub use crate::frozen::Frozen;
pub use crate::schema::{Attribute, Composite, Item, KeyAttribute, KeyElement, Simple, TableSchema};
pub use crate::value::kind;
pub use crate::value::{Attributes, Decoder, Encoder, MapDecoder, MapEncoder, Value};

/// Writes an attribute, unless it is absent.
pub fn write<M: MapEncoder, T: Value>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    if value.is_absent() {
        return Ok(());
    }
    value.encode(map.attribute(name)).map_err(|error| error.at_attribute(name))
}

/// Writes a key attribute.
pub fn write_key<M: MapEncoder, T: Value>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    crate::schema::non_empty(map, name, value)
}

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

/// Reads an attribute.
pub fn read<D: Decoder, T: Value>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    crate::value::decode_inner(decoder).map(Some).map_err(|error: DecodeError| error.at_attribute(name))
}

/// Reads a frozen attribute.
pub fn read_frozen<D: Decoder, T: Serialize + DeserializeOwned>(
    decoder: D,
    name: &str,
) -> Result<Option<T>, DecodeError> {
    read::<D, Frozen<T>>(decoder, name).map(|frozen| frozen.map(Frozen::into_inner))
}

/// What was read, or what its absence means; an error if it may not be absent.
pub fn required<T: Value>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.or_else(T::absent).ok_or_else(|| DecodeError::missing(name, <T::Kind as kind::Kind>::NAME))
}

/// What was read; an error if it was absent.
pub fn required_frozen<T>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing(name, "B"))
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
