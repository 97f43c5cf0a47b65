//! What expansions call for a field that is stored in another form than its type's own.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{AttributeType, Decoder, MapEncoder, Value, serde as native};
use crate::error::{DecodeError, EncodeError};

/// Writes a field as the `S` that it is stored as.
pub fn write_stored<M: MapEncoder, T, S: Value>(
    map: &mut M,
    name: &str,
    value: &T,
    store: impl FnOnce(&T) -> Result<S, EncodeError>,
) -> Result<(), EncodeError> {
    let stored = store(value).map_err(|error| error.at_attribute(name))?;
    S::write_attribute(&stored, map, name)
}

/// Reads a field from the `S` that it is stored as.
pub fn read_stored<D: Decoder, T, S: Value>(
    decoder: D,
    name: &str,
    load: impl FnOnce(S) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    super::decode_inner(decoder).and_then(load).map_err(|error| error.at_attribute(name))
}

/// What was read, or what the absence of an `S` means.
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

/// A type that is stored as an `S`: what `as = S` asks for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as `{S}`",
    label = "no conversion both ways",
    note = "implement `From<&{Self}>` for `{S}`, to write it, and `TryFrom<{S}>` or `From<{S}>` for `{Self}`, to read it"
)]
pub trait StoredAs<S>: Sized {
    /// What is stored.
    fn store(&self) -> Result<S, EncodeError>;

    /// What it stands for.
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
        stored
            .try_into()
            .map_err(|error| DecodeError::new("what is stored does not convert to the field's type").with_source(error))
    }
}

/// Writes a field as serde has it.
pub fn write_serde<M: MapEncoder, T: Serialize>(map: &mut M, name: &str, value: &T) -> Result<(), EncodeError> {
    native::encode(value, map.attribute(name)).map_err(|error| error.at_attribute(name))
}

/// Reads a field as serde has it.
pub fn read_serde<D: Decoder, T: DeserializeOwned>(decoder: D, name: &str) -> Result<T, DecodeError> {
    native::decode(decoder).map_err(|error| error.at_attribute(name))
}

/// What was read.
pub fn required_serde<T>(value: Option<T>, name: &str) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing(name, "a value"))
}

/// Writes a NULL.
pub fn write_null<M: MapEncoder>(map: &mut M, name: &str) -> Result<(), EncodeError> {
    super::Encoder::null(map.attribute(name)).map_err(|error| error.at_attribute(name))
}

/// What `read` reads, or a NULL as `None`.
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

/// `with = faraday::value::text`: a type as the string that it displays as and is parsed from.
///
/// # Examples
///
/// ```
/// use std::net::IpAddr;
/// use faraday::Value;
///
/// #[derive(Value)]
/// struct Visit {
///     #[faraday(with = faraday::value::text)]
///     from: IpAddr,
/// }
///
/// let visit = Visit { from: [127, 0, 0, 1].into() };
/// assert_eq!(faraday::to_json(&visit)?, r#"{"from":{"S":"127.0.0.1"}}"#);
/// # Ok::<(), faraday::EncodeError>(())
/// ```
pub mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use crate::error::{DecodeError, EncodeError};

    /// What it is stored as.
    pub type Stored = String;

    /// The string to store.
    ///
    /// # Errors
    ///
    /// None.
    pub fn store<T: Display>(value: &T) -> Result<String, EncodeError> {
        Ok(value.to_string())
    }

    /// What the string stands for.
    ///
    /// # Errors
    ///
    /// When it does not parse.
    pub fn load<T>(text: String) -> Result<T, DecodeError>
    where
        T: FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>,
    {
        text.parse().map_err(|error| {
            DecodeError::new("expected a string that the field's type is parsed from").with_source(error)
        })
    }
}
