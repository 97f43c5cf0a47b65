//! Lists and maps.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{BuildHasher, Hash};

use aws_sdk_dynamodb::types::AttributeValue;

use super::base::{decode_inner, decode_list, encode_inner, encode_list};
use super::kind::{Kind, NameKind};
use super::{Attributes, Decoder, Encoder, MapDecoder, MapEncoder, Value, kind};
use crate::codec::sdk_map::{from_attribute_value, to_attribute_value};
use crate::value::{DecodeError, EncodeError};

impl<T: Value> Value for Vec<T> {
    type Kind = <T::Kind as kind::Kind>::List;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        T::decode_elements(decoder)
    }

    /// A missing list is empty, because an update can remove one, and append to one that is missing. A missing binary is not.
    fn required(read: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        match read {
            None if Self::Kind::NAME == kind::L::NAME => Ok(Self::new()),
            read => read.ok_or_else(|| DecodeError::missing_field(name, Self::Kind::NAME)),
        }
    }
}

impl<T: Value, const N: usize> Value for [T; N] {
    type Kind = <T::Kind as kind::Kind>::List;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        T::encode_elements(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        let values = T::decode_elements(decoder)?;
        let found = values.len();
        values.try_into().map_err(|_| DecodeError::expected(format_args!("{N} elements"), found))
    }
}

/// A list, of bytes too: they stand in a row only in a `Vec`.
impl<T: Value> Value for VecDeque<T> {
    type Kind = kind::L;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_list(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_list(decoder).map(Self::from)
    }

    fn required(read: Option<Self>, _: &str) -> Result<Self, DecodeError> {
        Ok(read.unwrap_or_default())
    }
}

pub(super) fn encode_map<'v, K, T, E>(
    entries: impl Iterator<Item = (&'v K, &'v T)>,
    encoder: E,
) -> Result<(), EncodeError>
where
    K: Value + 'v,
    T: Value + 'v,
    E: Encoder,
{
    let mut map = encoder.map()?;
    for (key, value) in entries {
        let name = name_of(key)?;
        encode_inner(value, map.attribute(&name)).map_err(|error| error.at_attribute(name))?;
    }
    map.end()
}

pub(super) fn decode_map<K, T, D, M>(decoder: D) -> Result<M, DecodeError>
where
    K: Value,
    T: Value,
    D: Decoder,
    M: Default + Extend<(K, T)>,
{
    decode_entries(decoder.map()?)
}

/// The name of the entry that has this key.
fn name_of<K: Value>(key: &K) -> Result<Cow<'_, str>, EncodeError> {
    if let Some(name) = key.as_name() {
        return Ok(Cow::Borrowed(name));
    }
    match to_attribute_value(key)? {
        AttributeValue::S(name) => Ok(Cow::Owned(name)),
        // The kind of the key says that it is a string.
        _ => Err(EncodeError::new("the key of a map is written as another type than its kind says")),
    }
}

/// The key of the entry with this name.
fn key_of<K: Value>(name: String) -> Result<K, DecodeError> {
    K::from_name(name).or_else(|name| {
        let key = from_attribute_value(AttributeValue::S(name.clone()));
        key.map_err(|error| error.at_attribute(name))
    })
}

fn decode_entries<K, T, D, M>(mut map: D) -> Result<M, DecodeError>
where
    K: Value,
    T: Value,
    D: MapDecoder,
    M: Default + Extend<(K, T)>,
{
    let mut entries = M::default();
    while let Some((name, value)) = map.next(str::to_owned)? {
        let value = match decode_inner(value) {
            Ok(value) => value,
            Err(error) => return Err(error.at_attribute(name)),
        };
        entries.extend([(key_of(name)?, value)]);
    }
    Ok(entries)
}

/// The attributes of an item, whatever their names are.
#[diagnostic::do_not_recommend]
impl<T: Value> Attributes for BTreeMap<String, T> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        self.iter().try_for_each(|(name, value)| T::write_attribute(value, map, name))
    }

    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        decode_entries(map)
    }
}

/// The attributes of an item, whatever their names are.
#[diagnostic::do_not_recommend]
impl<T: Value, H: BuildHasher + Default> Attributes for HashMap<String, T, H> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        self.iter().try_for_each(|(name, value)| T::write_attribute(value, map, name))
    }

    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        decode_entries(map)
    }
}

/// The keys are any type that is stored as a string: they are the names of the map's entries.
impl<K: Value<Kind: NameKind> + Ord, T: Value> Value for BTreeMap<K, T> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_map(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_map(decoder)
    }
}

/// The keys are any type that is stored as a string: they are the names of the map's entries.
impl<K, T, H> Value for HashMap<K, T, H>
where
    K: Value<Kind: NameKind> + Eq + Hash,
    T: Value,
    H: BuildHasher + Default,
{
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_map(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_map(decoder)
    }
}
