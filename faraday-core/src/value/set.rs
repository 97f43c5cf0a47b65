//! Sets: an empty one is left out, because DynamoDB has no empty set, and an absent one reads as empty.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::kind::ElementKind;
use super::{Decoder, Encoder, ListDecoder, ListEncoder, SetType, Value};
use crate::value::{DecodeError, EncodeError};

pub(super) fn encode_set<'v, T, E>(
    set: SetType,
    elements: impl Iterator<Item = &'v T>,
    encoder: E,
) -> Result<(), EncodeError>
where
    T: Value + 'v,
    E: Encoder,
{
    let mut set = encoder.set(set)?;
    for element in elements {
        element.encode(set.element())?;
    }
    set.end()
}

pub(super) fn decode_set<T, D, C>(set: SetType, decoder: D) -> Result<C, DecodeError>
where
    T: Value,
    D: Decoder,
    C: Default + Extend<T>,
{
    let mut set = decoder.set(set)?;
    let mut elements = C::default();
    while let Some(element) = set.next()? {
        elements.extend([T::decode(element)?]);
    }
    Ok(elements)
}

impl<T> Value for BTreeSet<T>
where
    T: Value + Ord,
    T::Kind: ElementKind,
{
    type Kind = <T::Kind as ElementKind>::Set;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_set(T::Kind::SET, self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_set(T::Kind::SET, decoder)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T, H> Value for HashSet<T, H>
where
    T: Value + Eq + Hash,
    T::Kind: ElementKind,
    H: BuildHasher + Default,
{
    type Kind = <T::Kind as ElementKind>::Set;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode_set(T::Kind::SET, self.iter(), encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        decode_set(T::Kind::SET, decoder)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}
