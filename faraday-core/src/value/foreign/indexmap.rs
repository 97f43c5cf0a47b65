//! `indexmap`: maps and sets that keep their order in the program; DynamoDB keeps none.

use std::hash::{BuildHasher, Hash};

use ::indexmap::{IndexMap, IndexSet};

use crate::value::collection::{decode_map, encode_map};
use crate::value::kind::{ElementKind, NameKind};
use crate::value::set::{decode_set, encode_set};
use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

impl<K, T, H> Value for IndexMap<K, T, H>
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

impl<T, H> Value for IndexSet<T, H>
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
