use std::fmt;
use std::ops::{Deref, DerefMut};

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{deserialize, serialize};
use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

/// Any serde type as a value, stored as a native document. It is the type of the attribute of a field with
/// `#[faraday(serde)]`.
///
/// # Examples
///
/// ```
/// use faraday::value::Serde;
/// use faraday::{Item, Value};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Address { city: String }
///
/// #[derive(Item)]
/// #[faraday(table = "users")]
/// struct User {
///     #[faraday(partition_key)]
///     id: String,
///     #[faraday(serde)]
///     address: Address,
/// }
///
/// let ann = User { id: "ann".into(), address: Address { city: "Leeds".into() } };
/// assert_eq!(
///     faraday::document::to_json(&ann)?,
///     r#"{"id":{"S":"ann"},"address":{"M":{"city":{"S":"Leeds"}}}}"#
/// );
///
/// let moved = User::ADDRESS.eq(Serde(Address { city: "York".into() }));
/// # Ok::<(), faraday::value::EncodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Serde<T>(pub T);

impl<T: Serialize + DeserializeOwned> Value for Serde<T> {
    type Kind = kind::Any;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode(&self.0, encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode(decoder).map(Self)
    }
}

impl<T: fmt::Debug> fmt::Debug for Serde<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> Deref for Serde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Serde<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Serde<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

pub(crate) fn encode<T: Serialize, E: Encoder>(value: &T, encoder: E) -> Result<(), EncodeError> {
    value.serialize(serialize::Native(encoder)).map_err(|error| error.0)
}

/// Reads a value through serde. serde reads the name of an entry before its value, but a [`Decoder`] gives both at once, so the value
/// is read into memory first.
pub(crate) fn decode<T: DeserializeOwned, D: Decoder>(decoder: D) -> Result<T, DecodeError> {
    T::deserialize(deserialize::Native(AttributeValue::decode(decoder)?)).map_err(|error| error.0)
}
