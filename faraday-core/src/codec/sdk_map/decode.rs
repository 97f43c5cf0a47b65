//! Reads the SDK's maps. It owns their values, so that strings are moved and not copied.

use std::collections::hash_map;
use std::vec;

use aws_sdk_dynamodb::types::AttributeValue;

use super::item::SdkItem;
use crate::codec::limits::{MAX_DEPTH, UNKNOWN_TYPE, too_deep};
use crate::value::{
    AttributeType, Attributes, DecodeError, Decoder, ListDecoder, MapDecoder, SetType, Value, WholeMap,
    debug_without_values, decode_inner, read_known_entries,
};

debug_without_values!(Owned, OwnedList<I>, OwnedMap);

pub(crate) fn decode<T: Value>(value: AttributeValue) -> Result<T, DecodeError> {
    decode_inner(Owned::new(value, 0))
}

pub(crate) fn decode_item<T: Attributes>(item: SdkItem) -> Result<T, DecodeError> {
    T::decode_attributes(OwnedMap::new(item, 0))
}

/// Returns the type of a value; `None` if this version does not know it.
pub(super) fn kind_of(value: &AttributeValue) -> Option<AttributeType> {
    match value {
        AttributeValue::S(_) => Some(AttributeType::S),
        AttributeValue::N(_) => Some(AttributeType::N),
        AttributeValue::B(_) => Some(AttributeType::B),
        AttributeValue::Bool(_) => Some(AttributeType::Bool),
        AttributeValue::Null(_) => Some(AttributeType::Null),
        AttributeValue::L(_) => Some(AttributeType::L),
        AttributeValue::M(_) => Some(AttributeType::M),
        AttributeValue::Ss(_) => Some(AttributeType::Ss),
        AttributeValue::Ns(_) => Some(AttributeType::Ns),
        AttributeValue::Bs(_) => Some(AttributeType::Bs),
        _ => None,
    }
}

/// Makes the checks that reading the value part by part would make, and sets every NULL to true, the only form in DynamoDB.
fn check(value: &mut AttributeValue, levels: u8) -> Result<(), DecodeError> {
    let inner = || levels.checked_sub(1).ok_or_else(|| DecodeError::new(too_deep()));
    match value {
        AttributeValue::L(values) => {
            let levels = inner()?;
            values
                .iter_mut()
                .enumerate()
                .try_for_each(|(index, value)| check(value, levels).map_err(|error| error.at_index(index)))
        }
        AttributeValue::M(entries) => {
            let levels = inner()?;
            entries
                .iter_mut()
                .try_for_each(|(name, value)| check(value, levels).map_err(|error| error.at_attribute(name.as_str())))
        }
        AttributeValue::Null(is_null) => {
            *is_null = true;
            Ok(())
        }
        value if kind_of(value).is_some() => Ok(()),
        _ => Err(DecodeError::expected(AttributeType::M, UNKNOWN_TYPE)),
    }
}

/// One value.
pub struct Owned {
    value: AttributeValue,
    /// `None` if this version does not know the type: the value can only be skipped.
    kind: Option<AttributeType>,
    depth: u8,
    /// The value was encrypted and is decrypted now.
    decrypted: bool,
}

impl Owned {
    pub(crate) fn new(value: AttributeValue, depth: u8) -> Self {
        let kind = kind_of(&value);
        Self { value, kind, depth, decrypted: false }
    }

    /// Creates the decoder for a value of a type that this version does not know.
    fn unknown(depth: u8) -> Self {
        Self { value: AttributeValue::Null(true), kind: None, depth, decrypted: false }
    }

    fn mismatch(kind: Option<AttributeType>, expected: AttributeType) -> DecodeError {
        match kind {
            Some(kind) => DecodeError::expected(expected, kind),
            None => DecodeError::expected(expected, UNKNOWN_TYPE),
        }
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
        // A value of an unknown type cannot be read, so any type will do.
        self.kind.unwrap_or(AttributeType::M)
    }

    fn is_unknown(&self) -> bool {
        self.kind.is_none()
    }

    fn string(self) -> Result<String, DecodeError> {
        match self.value {
            AttributeValue::S(value) => Ok(value),
            _ => Err(Self::mismatch(self.kind, AttributeType::S)),
        }
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.string().map(|value| read(&value))
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        match self.value {
            AttributeValue::N(digits) => Ok(read(&digits)),
            _ => Err(Self::mismatch(self.kind, AttributeType::N)),
        }
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        match self.value {
            AttributeValue::B(value) => Ok(value.into_inner()),
            _ => Err(Self::mismatch(self.kind, AttributeType::B)),
        }
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        match self.value {
            AttributeValue::Bool(value) => Ok(value),
            _ => Err(Self::mismatch(self.kind, AttributeType::Bool)),
        }
    }

    fn null(self) -> Result<(), DecodeError> {
        match self.value {
            AttributeValue::Null(_) if self.kind.is_some() => Ok(()),
            _ => Err(Self::mismatch(self.kind, AttributeType::Null)),
        }
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::L(values) => Ok(OwnedList { values: values.into_iter(), depth }),
            _ => Err(Self::mismatch(self.kind, AttributeType::L)),
        }
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::M(entries) => Ok(OwnedMap::new(entries, depth)),
            _ => Err(Self::mismatch(self.kind, AttributeType::M)),
        }
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        let elements: Vec<AttributeValue> = match (set, self.value) {
            (SetType::Ss, AttributeValue::Ss(values)) => values.into_iter().map(AttributeValue::S).collect(),
            (SetType::Ns, AttributeValue::Ns(values)) => values.into_iter().map(AttributeValue::N).collect(),
            (SetType::Bs, AttributeValue::Bs(values)) => values.into_iter().map(AttributeValue::B).collect(),
            _ => return Err(Self::mismatch(self.kind, set.attribute_type())),
        };
        Ok(OwnedList { values: elements.into_iter(), depth: self.depth })
    }

    fn decrypted(self) -> Result<Vec<u8>, DecodeError> {
        if self.decrypted { self.binary() } else { Err(DecodeError::new("it is encrypted, and was not decrypted")) }
    }

    fn value(mut self) -> Result<AttributeValue, DecodeError> {
        if self.kind.is_none() {
            return Err(Self::mismatch(None, AttributeType::M));
        }
        check(&mut self.value, MAX_DEPTH.saturating_sub(self.depth))?;
        Ok(self.value)
    }

    fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// The elements of a list or set.
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
        Ok(self.values.next().map(|value| Owned::new(value, self.depth)))
    }
}

/// The entries of a map, or the attributes of an item.
pub struct OwnedMap {
    entries: Entries,
    depth: u8,
    decrypted: &'static [&'static str],
    /// The names of values whose types this version does not know.
    unknown: Vec<String>,
    hidden: Option<&'static str>,
}

/// The entries that are not read yet: of a map, or of a list, which is cheaper to build.
enum Entries {
    Map(hash_map::IntoIter<String, AttributeValue>),
    List(vec::IntoIter<(String, AttributeValue)>),
}

impl Iterator for Entries {
    type Item = (String, AttributeValue);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Map(entries) => entries.next(),
            Self::List(entries) => entries.next(),
        }
    }
}

impl OwnedMap {
    fn of(entries: Entries, depth: u8) -> Self {
        Self { entries, depth, decrypted: &[], unknown: Vec::new(), hidden: None }
    }

    pub(crate) fn new(entries: SdkItem, depth: u8) -> Self {
        Self::of(Entries::Map(entries.into_iter()), depth)
    }

    /// Creates the decoder for a list of entries; `unknown` has the names of those whose types this version does not know.
    pub(crate) fn of_list(entries: Vec<(String, AttributeValue)>, unknown: Vec<String>) -> Self {
        Self { unknown, ..Self::of(Entries::List(entries.into_iter()), 0) }
    }

    /// Creates the decoder for an item whose encrypted attributes, which have these names, are decrypted.
    pub(crate) fn decrypted(entries: SdkItem, names: &'static [&'static str]) -> Self {
        Self { decrypted: names, ..Self::new(entries, 0) }
    }
}

impl MapDecoder for OwnedMap {
    type Value<'e>
        = Owned
    where
        Self: 'e;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Owned)>, DecodeError> {
        if let Some(key) = self.unknown.pop() {
            return Ok(Some((name(&key), Owned::unknown(self.depth))));
        }
        let hidden = self.hidden;
        Ok(self.entries.find(|(key, _)| hidden != Some(key)).map(|(key, value)| {
            let decrypted = self.decrypted.contains(&key.as_str());
            (name(&key), Owned { decrypted, ..Owned::new(value, self.depth) })
        }))
    }

    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let entries: Vec<_> = self.entries.by_ref().collect();
        let found = entries.iter().find(|(key, _)| key == name);
        let found = found.map(|(_, value)| Owned::new(value.clone(), self.depth).string());
        self.entries = Entries::List(entries.into_iter());
        found.transpose()
    }

    fn hide(&mut self, name: &'static str) {
        self.hidden = Some(name);
    }

    fn whole<'m>(self) -> Result<WholeMap<'m>, DecodeError> {
        let decrypted = self.decrypted;
        Ok(WholeMap::Entries { entries: read_known_entries(self)?, decrypted })
    }
}
