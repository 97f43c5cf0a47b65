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

    /// A missing list is read as empty, because an update can remove a list, and can append to a missing one. A missing binary is an
    /// error.
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

/// A list, even of bytes: only a `Vec` holds them as one slice.
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

/// Returns the name of a key's entry.
fn name_of<K: Value>(key: &K) -> Result<Cow<'_, str>, EncodeError> {
    if let Some(name) = key.as_name() {
        return Ok(Cow::Borrowed(name));
    }
    match to_attribute_value(key)? {
        AttributeValue::S(name) => Ok(Cow::Owned(name)),
        // `NameKind` promises a string; a hand-written `Value` may break the promise.
        _ => Err(EncodeError::new("the key of a map is written as another type than its kind says")),
    }
}

/// Returns the key for the name of an entry.
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

/// All attributes of an item, under any names.
#[diagnostic::do_not_recommend]
impl<T: Value> Attributes for BTreeMap<String, T> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        self.iter().try_for_each(|(name, value)| T::write_attribute(value, map, name))
    }

    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        decode_entries(map)
    }
}

/// All attributes of an item, under any names.
#[diagnostic::do_not_recommend]
impl<T: Value, H: BuildHasher + Default> Attributes for HashMap<String, T, H> {
    fn encode_attributes<M: MapEncoder>(&self, map: &mut M) -> Result<(), EncodeError> {
        self.iter().try_for_each(|(name, value)| T::write_attribute(value, map, name))
    }

    fn decode_attributes<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        decode_entries(map)
    }
}

/// The keys become the names of the map's entries, so they may be of any type that is stored as a string.
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

/// The keys become the names of the map's entries, so they may be of any type that is stored as a string.
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
