//! Reads a borrowed value of the SDK, and copies only what is read. An untagged enum tries its variants on such a value.

use std::collections::hash_map;
use std::slice;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decode::{Owned, kind_of};
use super::item::SdkItem;
use crate::codec::limits::{MAX_DEPTH, UNKNOWN_TYPE, too_deep};
use crate::value::{
    AttributeType, DecodeError, Decoder, ListDecoder, MapDecoder, ReadMap, SetType, debug_without_values,
};

debug_without_values!(Borrowed<'v>, BorrowedList<'v>, BorrowedSet<'v>, BorrowedMap<'v>);

/// One value.
pub struct Borrowed<'v> {
    value: &'v AttributeValue,
    /// `None` if this version does not know the type: the value can only be skipped.
    kind: Option<AttributeType>,
    depth: u8,
}

impl<'v> Borrowed<'v> {
    pub(crate) fn new(value: &'v AttributeValue, depth: u8) -> Self {
        Self { value, kind: kind_of(value), depth }
    }

    fn mismatch<T>(&self, expected: AttributeType) -> Result<T, DecodeError> {
        Err(match self.kind {
            Some(kind) => DecodeError::expected(expected, kind),
            None => DecodeError::expected(expected, UNKNOWN_TYPE),
        })
    }

    fn nest(&self) -> Result<u8, DecodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(DecodeError::new(too_deep())) }
    }

    fn bytes(&self) -> Result<&'v [u8], DecodeError> {
        match self.value {
            AttributeValue::B(value) => Ok(value.as_ref()),
            _ => self.mismatch(AttributeType::B),
        }
    }
}

impl<'v> Decoder for Borrowed<'v> {
    type List = BorrowedList<'v>;
    type Map = BorrowedMap<'v>;
    type Set = BorrowedSet<'v>;

    fn kind(&self) -> AttributeType {
        // A value of an unknown type cannot be read, so any type will do.
        self.kind.unwrap_or(AttributeType::M)
    }

    fn is_unknown(&self) -> bool {
        self.kind.is_none()
    }

    fn string(self) -> Result<String, DecodeError> {
        self.with_string(str::to_owned)
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        match self.value {
            AttributeValue::S(value) => Ok(read(value)),
            _ => self.mismatch(AttributeType::S),
        }
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        match self.value {
            AttributeValue::N(digits) => Ok(read(digits)),
            _ => self.mismatch(AttributeType::N),
        }
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        self.bytes().map(<[u8]>::to_vec)
    }

    fn with_binary<T>(self, read: impl FnOnce(&[u8]) -> T) -> Result<T, DecodeError> {
        self.bytes().map(read)
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        match self.value {
            AttributeValue::Bool(value) => Ok(*value),
            _ => self.mismatch(AttributeType::Bool),
        }
    }

    fn null(self) -> Result<(), DecodeError> {
        match self.value {
            AttributeValue::Null(_) => Ok(()),
            _ => self.mismatch(AttributeType::Null),
        }
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::L(values) => Ok(BorrowedList { values: values.iter(), depth }),
            _ => self.mismatch(AttributeType::L),
        }
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        let depth = self.nest()?;
        match self.value {
            AttributeValue::M(entries) => Ok(BorrowedMap::new(self.value, entries, depth)),
            _ => self.mismatch(AttributeType::M),
        }
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        let depth = self.depth;
        let elements = match (set, self.value) {
            (SetType::Ss, AttributeValue::Ss(values)) | (SetType::Ns, AttributeValue::Ns(values)) => {
                SetElements::Texts(values.iter())
            }
            (SetType::Bs, AttributeValue::Bs(values)) => SetElements::Binaries(values.iter()),
            _ => return self.mismatch(set.attribute_type()),
        };
        Ok(BorrowedSet { set, elements, depth })
    }

    fn value(self) -> Result<AttributeValue, DecodeError> {
        Ok(self.value.clone())
    }

    fn with_value<T>(self, read: impl FnOnce(&AttributeValue) -> Result<T, DecodeError>) -> Result<T, DecodeError> {
        read(self.value)
    }

    fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// The elements of a list.
pub struct BorrowedList<'v> {
    values: slice::Iter<'v, AttributeValue>,
    depth: u8,
}

impl<'v> ListDecoder for BorrowedList<'v> {
    type Element<'e>
        = Borrowed<'v>
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Borrowed<'v>>, DecodeError> {
        Ok(self.values.next().map(|value| Borrowed::new(value, self.depth)))
    }
}

enum SetElements<'v> {
    Texts(slice::Iter<'v, String>),
    Binaries(slice::Iter<'v, aws_sdk_dynamodb::primitives::Blob>),
}

/// The elements of a set. The SDK stores them as strings or blobs, so each is turned into an `AttributeValue`.
pub struct BorrowedSet<'v> {
    set: SetType,
    elements: SetElements<'v>,
    depth: u8,
}

impl ListDecoder for BorrowedSet<'_> {
    type Element<'e>
        = Owned
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Owned>, DecodeError> {
        let value = match (&mut self.elements, self.set) {
            (SetElements::Texts(texts), SetType::Ns) => texts.next().cloned().map(AttributeValue::N),
            (SetElements::Texts(texts), _) => texts.next().cloned().map(AttributeValue::S),
            (SetElements::Binaries(binaries), _) => binaries.next().cloned().map(AttributeValue::B),
        };
        Ok(value.map(|value| Owned::new(value, self.depth)))
    }
}

/// The entries of a map.
pub struct BorrowedMap<'v> {
    whole: &'v AttributeValue,
    all: &'v SdkItem,
    entries: hash_map::Iter<'v, String, AttributeValue>,
    depth: u8,
    hidden: Option<&'static str>,
}

impl<'v> BorrowedMap<'v> {
    fn new(whole: &'v AttributeValue, all: &'v SdkItem, depth: u8) -> Self {
        Self { whole, all, entries: all.iter(), depth, hidden: None }
    }
}

impl<'v> MapDecoder for BorrowedMap<'v> {
    type Value<'e>
        = Borrowed<'v>
    where
        Self: 'e;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Borrowed<'v>)>, DecodeError> {
        let hidden = self.hidden;
        let found = self.entries.find(|(key, _)| hidden != Some(key.as_str()));
        Ok(found.map(|(key, value)| (name(key), Borrowed::new(value, self.depth))))
    }

    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        self.all.get(name).map(|value| Borrowed::new(value, self.depth).string()).transpose()
    }

    fn hide(&mut self, name: &'static str) {
        self.hidden = Some(name);
    }

    fn attempt<R: ReadMap>(&mut self, read: R) -> Option<Result<R::Output, DecodeError>> {
        Some(read.read(BorrowedMap { entries: self.all.iter(), ..*self }))
    }

    fn with_value<T>(self, read: impl FnOnce(&AttributeValue) -> Result<T, DecodeError>) -> Result<T, DecodeError> {
        let Some(hidden) = self.hidden else { return read(self.whole) };
        let mut entries = self.all.clone();
        entries.remove(hidden);
        read(&AttributeValue::M(entries))
    }
}
