//! The functions for fields that are stored in another form than their type's own.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::serde_bridge;
use crate::value::{AttributeType, DecodeError, Decoder, EncodeError, Encoder, MapEncoder, Value, decode_inner};

/// Writes a field as its stored type `S`.
pub fn write_stored<M: MapEncoder, T, S: Value>(
    map: &mut M,
    name: &str,
    value: &T,
    store: impl FnOnce(&T) -> Result<S, EncodeError>,
) -> Result<(), EncodeError> {
    let stored = store(value).map_err(|error| error.at_attribute(name))?;
    S::write_attribute(&stored, map, name)
}

/// Reads a field from its stored type `S`.
pub fn read_stored<D: Decoder, T, S: Value>(
    decoder: D,
    name: &str,
    load: impl FnOnce(S) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    decode_inner(decoder).and_then(load).map_err(|error| error.at_attribute(name))
}

/// Returns the value that was read, or the value for an absent `S`.
pub fn required_stored<T, S: Value>(
    value: Option<T>,
    name: &str,
    load: impl FnOnce(S) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    match value {
        Some(value) => Ok(value),
        None => S::required(None, name).and_then(|stored| load(stored).map_err(|error| error.at_attribute(name))),
    }
}

/// A type that can be stored as an `S`, for `as = S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as `{S}`",
    label = "no conversion both ways",
    note = "implement `From<&{Self}>` for `{S}`, to write it, and `TryFrom<{S}>` or `From<{S}>` for `{Self}`, to read it"
)]
pub trait StoredAs<S>: Sized {
    /// Converts the value to the stored type.
    fn store(&self) -> Result<S, EncodeError>;

    /// Converts the stored value back.
    fn load(stored: S) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T, S> StoredAs<S> for T
where
    S: for<'v> From<&'v T> + TryInto<T, Error: Into<Box<dyn std::error::Error + Send + Sync>>>,
{
    fn store(&self) -> Result<S, EncodeError> {
        Ok(S::from(self))
    }

    fn load(stored: S) -> Result<Self, DecodeError> {
        stored.try_into().map_err(|error| {
            DecodeError::new("the stored value does not convert to the field's type").with_unredacted_source(error)
        })
    }
}

/// Writes a field through serde.
pub fn write_serde<M: MapEncoder, T: Serialize>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    serde_bridge::encode(value, map.attribute(name)).map_err(|error| error.at_attribute(name))
}

/// Reads a field through serde.
pub fn read_serde<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<T, DecodeError> {
    serde_bridge::decode(decoder).map_err(|error| error.at_attribute(name))
}

/// Returns the value that was read. Fails if it was absent.
pub fn required_serde<T>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing_field(name, "a value"))
}

/// Writes a NULL.
pub fn write_null<M: MapEncoder>(map: &mut M, name: &str) -> Result<(), EncodeError> {
    Encoder::null(map.attribute(name)).map_err(|error| error.at_attribute(name))
}

/// Reads a NULL as `None`, and anything else with `read`.
pub fn optional<D: Decoder, T>(
    decoder: D,
    name: &str,
    read: impl FnOnce(D) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    if decoder.kind() == AttributeType::Null {
        return decoder.null().map(|()| None).map_err(|error| error.at_attribute(name));
    }
    read(decoder).map(Some)
}
