//! Reads the SDK's maps, whose values it owns, so that strings are moved and not copied.

use std::collections::hash_map;
use std::vec;

use aws_sdk_dynamodb::types::AttributeValue;

use super::item::SdkItem;
use crate::codec::limits::{MAX_DEPTH, too_deep};
use crate::value::{
    AttributeType, Attributes, DecodeError, Decoder, ListDecoder, MapDecoder, SetType, Value, decode_inner,
};

pub(crate) fn decode<T: Value>(value: AttributeValue) -> Result<T, DecodeError> {
    decode_inner(Owned::new(value, 0)?)
}

pub(crate) fn decode_item<T: Attributes>(item: SdkItem) -> Result<T, DecodeError> {
    T::decode_attributes(OwnedMap::new(item, 0))
}

/// One value.
#[derive(Debug)]
pub struct Owned {
    value: AttributeValue,
    kind: AttributeType,
    depth: u8,
    /// The value was encrypted and is decrypted now.
    decrypted: bool,
}

impl Owned {
    pub(crate) fn new(value: AttributeValue, depth: u8) -> Result<Self, DecodeError> {
        let kind = match &value {
            AttributeValue::S(_) => AttributeType::S,
            AttributeValue::N(_) => AttributeType::N,
            AttributeValue::B(_) => AttributeType::B,
            AttributeValue::Bool(_) => AttributeType::Bool,
            AttributeValue::Null(_) => AttributeType::Null,
            AttributeValue::L(_) => AttributeType::L,
            AttributeValue::M(_) => AttributeType::M,
            AttributeValue::Ss(_) => AttributeType::Ss,
            AttributeValue::Ns(_) => AttributeType::Ns,
            AttributeValue::Bs(_) => AttributeType::Bs,
            _ => return Err(DecodeError::new("this variant of AttributeValue is newer than this version of faraday")),
        };
        Ok(Self { value, kind, depth, decrypted: false })
    }

    fn nest(&self) -> Result<u8, DecodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(DecodeError::new(too_deep())) }
    }
}

impl Decoder for Owned {
    type List = OwnedList<vec::IntoIter<AttributeValue>>;
    type Map = OwnedMap;
    type Set = OwnedList<vec::IntoIter<AttributeValue>>;

    fn kind(&self) -> AttributeType {
        self.kind
    }

    fn string(self) -> Result<String, DecodeError> {
        match self.value {
            AttributeValue::S(value) => Ok(value),
            _ => Err(DecodeError::expected("S", self.kind)),
        }
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.string().map(|value| read(&value))
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        match self.value {
            AttributeValue::N(digits) => Ok(read(&digits)),
            _ => Err(DecodeError::expected("N", self.kind)),
        }
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        match self.value {
            AttributeValue::B(value) => Ok(value.into_inner()),
            _ => Err(DecodeError::expected("B", self.kind)),
        }
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        match self.value {
            AttributeValue::Bool(value) => Ok(value),
            _ => Err(DecodeError::expected("BOOL", self.kind)),
        }
    }

    fn null(self) -> Result<(), DecodeError> {
        match self.value {
            AttributeValue::Null(_) => Ok(()),
            _ => Err(DecodeError::expected("NULL", self.kind)),
        }
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::L(values) => Ok(OwnedList { values: values.into_iter(), depth }),
            _ => Err(DecodeError::expected("L", self.kind)),
        }
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::M(entries) => Ok(OwnedMap::new(entries, depth)),
            _ => Err(DecodeError::expected("M", self.kind)),
        }
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        let elements: Vec<AttributeValue> = match (set, self.value) {
            (SetType::Ss, AttributeValue::Ss(values)) => values.into_iter().map(AttributeValue::S).collect(),
            (SetType::Ns, AttributeValue::Ns(values)) => values.into_iter().map(AttributeValue::N).collect(),
            (SetType::Bs, AttributeValue::Bs(values)) => values.into_iter().map(AttributeValue::B).collect(),
            _ => return Err(DecodeError::expected(set.attribute_type(), self.kind)),
        };
        Ok(OwnedList { values: elements.into_iter(), depth: self.depth })
    }

    fn decrypted(self) -> Result<Vec<u8>, DecodeError> {
        if self.decrypted { self.binary() } else { Err(DecodeError::new("it is encrypted, and was not opened")) }
    }

    fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// The elements of a list or set.
#[derive(Debug)]
pub struct OwnedList<I> {
    values: I,
    depth: u8,
}

impl<I: Iterator<Item = AttributeValue>> ListDecoder for OwnedList<I> {
    type Element<'e>
        = Owned
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Owned>, DecodeError> {
        self.values.next().map(|value| Owned::new(value, self.depth)).transpose()
    }
}

/// The entries of a map, or the attributes of an item.
#[derive(Debug)]
pub struct OwnedMap {
    entries: hash_map::IntoIter<String, AttributeValue>,
    depth: u8,
    decrypted: &'static [&'static str],
}

impl OwnedMap {
    pub(crate) fn new(entries: SdkItem, depth: u8) -> Self {
        Self { entries: entries.into_iter(), depth, decrypted: &[] }
    }

    /// An item whose encrypted attributes, those of these names, were decrypted.
    pub(crate) fn decrypted(entries: SdkItem, names: &'static [&'static str]) -> Self {
        Self { entries: entries.into_iter(), depth: 0, decrypted: names }
    }
}

impl MapDecoder for OwnedMap {
    type Value<'e>
        = Owned
    where
        Self: 'e;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Owned)>, DecodeError> {
        match self.entries.next() {
            Some((key, value)) => match Owned::new(value, self.depth) {
                Ok(value) => {
                    let decrypted = self.decrypted.contains(&key.as_str());
                    Ok(Some((name(&key), Owned { decrypted, ..value })))
                }
                Err(error) => Err(error.at_attribute(key)),
            },
            None => Ok(None),
        }
    }
}
