//! Lists and maps.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::BuildHasher;

use super::base::{decode_inner, decode_list, encode_inner, encode_list};
use super::kind::Kind;
use super::{Attributes, Decoder, Encoder, MapDecoder, MapEncoder, Value, kind};
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
            read => read.ok_or_else(|| DecodeError::missing(name, Self::Kind::NAME)),
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

pub(super) fn encode_map<'v, T, E>(
    entries: impl Iterator<Item = (&'v String, &'v T)>,
    encoder: E,
) -> Result<(), EncodeError>
where
    T: Value + 'v,
    E: Encoder,
{
    let mut map = encoder.map()?;
    for (name, value) in entries {
        encode_inner(value, map.attribute(name)).map_err(|error| error.at_attribute(name))?;
    }
    map.end()
}

pub(super) fn decode_map<T, D, M>(decoder: D) -> Result<M, DecodeError>
where
    T: Value,
    D: Decoder,
    M: Default + Extend<(String, T)>,
{
    decode_entries(decoder.map()?)
}

fn decode_entries<T, D, M>(mut map: D) -> Result<M, DecodeError>
where
    T: Value,
    D: MapDecoder,
    M: Default + Extend<(String, T)>,
{
    let mut entries = M::default();
    while let Some((name, value)) = map.next(str::to_owned)? {
        match decode_inner(value) {
            Ok(value) => entries.extend([(name, value)]),
            Err(error) => return Err(error.at_attribute(name)),
        }
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

impl<T: Value> Value for BTreeMap<String, T> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_map(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_map(decoder)
    }
}

impl<T: Value, H: BuildHasher + Default> Value for HashMap<String, T, H> {
    type Kind = kind::M;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_map(self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_map(decoder)
    }
}
