//! A backend of the codec that keeps the written values as a tree: a second implementation of its traits, with the public API only.

use std::vec;

use faraday::value::{
    AttributeType, Attributes, Decoder, Encoder, ListDecoder, ListEncoder, MapDecoder, MapEncoder, SetType, Value,
};
use faraday::value::{DecodeError, EncodeError};

/// A value of DynamoDB's data model.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    S(String),
    N(String),
    B(Vec<u8>),
    Bool(bool),
    Null,
    L(Vec<Tree>),
    M(Vec<(String, Tree)>),
    Set(SetType, Vec<Tree>),
}

pub fn s(text: &str) -> Tree {
    Tree::S(text.to_owned())
}

pub fn n(digits: &str) -> Tree {
    Tree::N(digits.to_owned())
}

pub fn m<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::M(entries.map(|(name, value)| (name.to_owned(), value)).into())
}

pub fn write<T: Value>(value: &T) -> Tree {
    let mut tree = Tree::Null;
    value.encode(&mut tree).unwrap();
    tree
}

pub fn write_item<T: Attributes>(item: &T) -> Tree {
    try_write_item(item).unwrap()
}

pub fn try_write_item<T: Attributes>(item: &T) -> Result<Tree, EncodeError> {
    let mut map = Open { slot: &mut Tree::Null, entries: Vec::new() };
    item.encode_attributes(&mut map)?;
    Ok(Tree::M(map.entries))
}

pub fn write_key<T: faraday::Item>(item: &T) -> Tree {
    let mut map = Open { slot: &mut Tree::Null, entries: Vec::new() };
    item.encode_key(&mut map).unwrap();
    Tree::M(map.entries)
}

pub fn read<T: Value>(tree: Tree) -> Result<T, DecodeError> {
    T::decode(tree)
}

pub fn read_item<T: Attributes>(tree: Tree) -> Result<T, DecodeError> {
    T::decode_attributes(tree.map()?)
}

/// A map, list or set that is being written.
pub struct Open<'t, E> {
    slot: &'t mut Tree,
    entries: Vec<E>,
}

impl<'t> Encoder for &'t mut Tree {
    type List = Open<'t, Tree>;
    type Map = Open<'t, (String, Tree)>;
    type Set = Open<'t, Tree>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        *self = s(value);
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        *self = n(digits);
        Ok(())
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        *self = Tree::B(value.to_vec());
        Ok(())
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        *self = Tree::Bool(value);
        Ok(())
    }

    fn null(self) -> Result<(), EncodeError> {
        *self = Tree::Null;
        Ok(())
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        *self = Tree::L(Vec::new());
        Ok(Open { slot: self, entries: Vec::new() })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        Ok(Open { slot: self, entries: Vec::new() })
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        *self = Tree::Set(set, Vec::new());
        Ok(Open { slot: self, entries: Vec::new() })
    }
}

impl ListEncoder for Open<'_, Tree> {
    type Element<'e>
        = &'e mut Tree
    where
        Self: 'e;

    fn element(&mut self) -> &mut Tree {
        self.entries.push(Tree::Null);
        self.entries.last_mut().unwrap()
    }

    fn end(self) -> Result<(), EncodeError> {
        if let Tree::L(values) | Tree::Set(_, values) = self.slot {
            *values = self.entries;
        }
        Ok(())
    }
}

impl MapEncoder for Open<'_, (String, Tree)> {
    type Value<'e>
        = &'e mut Tree
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> &mut Tree {
        self.entries.push((name.to_owned(), Tree::Null));
        &mut self.entries.last_mut().unwrap().1
    }

    fn end(self) -> Result<(), EncodeError> {
        *self.slot = Tree::M(self.entries);
        Ok(())
    }
}

/// What is left to read of a map, list or set.
pub struct Rest<E>(vec::IntoIter<E>);

fn unexpected<T>(expected: AttributeType, found: &Tree) -> Result<T, DecodeError> {
    Err(DecodeError::expected(expected, found.kind()))
}

impl Decoder for Tree {
    type List = Rest<Tree>;
    type Map = Rest<(String, Tree)>;
    type Set = Rest<Tree>;

    fn kind(&self) -> AttributeType {
        match self {
            Self::S(_) => AttributeType::S,
            Self::N(_) => AttributeType::N,
            Self::B(_) => AttributeType::B,
            Self::Bool(_) => AttributeType::Bool,
            Self::Null => AttributeType::Null,
            Self::L(_) => AttributeType::L,
            Self::M(_) => AttributeType::M,
            Self::Set(set, _) => set.attribute_type(),
        }
    }

    fn string(self) -> Result<String, DecodeError> {
        self.with_string(str::to_owned)
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        if let Self::S(text) = self { Ok(read(&text)) } else { unexpected(AttributeType::S, &self) }
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        if let Self::N(digits) = self { Ok(read(&digits)) } else { unexpected(AttributeType::N, &self) }
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        if let Self::B(bytes) = self { Ok(bytes) } else { unexpected(AttributeType::B, &self) }
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        if let Self::Bool(value) = self { Ok(value) } else { unexpected(AttributeType::Bool, &self) }
    }

    fn null(self) -> Result<(), DecodeError> {
        if let Self::Null = self { Ok(()) } else { unexpected(AttributeType::Null, &self) }
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        if let Self::L(values) = self { Ok(Rest(values.into_iter())) } else { unexpected(AttributeType::L, &self) }
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        if let Self::M(entries) = self { Ok(Rest(entries.into_iter())) } else { unexpected(AttributeType::M, &self) }
    }

    fn set(self, set: SetType) -> Result<Rest<Self>, DecodeError> {
        match self {
            Self::Set(found, values) if found == set => Ok(Rest(values.into_iter())),
            found => unexpected(set.attribute_type(), &found),
        }
    }

    fn skip(self) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl ListDecoder for Rest<Tree> {
    type Element<'d>
        = Tree
    where
        Self: 'd;

    fn next(&mut self) -> Result<Option<Tree>, DecodeError> {
        Ok(self.0.next())
    }
}

impl MapDecoder for Rest<(String, Tree)> {
    type Value<'d>
        = Tree
    where
        Self: 'd;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Tree)>, DecodeError> {
        Ok(self.0.next().map(|(entry, value)| (name(&entry), value)))
    }

    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let found = self.0.as_slice().iter().find(|(entry, _)| entry == name);
        found.map(|(_, value)| value.clone().string()).transpose()
    }

    fn hide(&mut self, name: &'static str) {
        let shown: Vec<_> = self.0.by_ref().filter(|(entry, _)| entry != name).collect();
        self.0 = shown.into_iter();
    }
}
