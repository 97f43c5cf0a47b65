//! DynamoDB JSON, read straight from the bytes of a response.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::base64::{from_base64, with_base64};
use super::learned::Position;
use super::tokens::{Tokens, malformed};
use crate::codec::limits::{MAX_DEPTH, UNKNOWN_TYPE, too_deep};
use crate::value::{
    AttributeType, Attributes, DecodeError, Decoder, ListDecoder, MapDecoder, ReadMap, SetType, WholeMap,
};

/// Reads an item that `encode_item` wrote.
pub(crate) fn decode_item<T: Attributes>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut json = Tokens::new(bytes)?;
    let item = T::decode_attributes(WireAttributes::begin(&mut json)?)?;
    json.finish()?;
    Ok(item)
}

/// Decodes one value.
pub(crate) fn decode_value(json: &[u8]) -> Option<AttributeValue> {
    decode_item::<HashMap<String, AttributeValue>>(&[br#"{"v":"#, json, b"}"].concat()).ok()?.remove("v")
}

/// Reads one value after its type.
pub(crate) struct WireDecoder<'d, 'j> {
    json: &'d mut Tokens<'j>,
    /// `None` if this version does not know the type: the value can only be skipped.
    kind: Option<AttributeType>,
    depth: u8,
}

impl<'d, 'j> WireDecoder<'d, 'j> {
    pub(crate) fn begin(json: &'d mut Tokens<'j>, depth: u8) -> Result<Self, DecodeError> {
        let kind = json.value_type()?;
        Ok(Self { json, kind, depth })
    }

    fn expect(&self, expected: AttributeType) -> Result<(), DecodeError> {
        match self.kind {
            Some(kind) if kind == expected => Ok(()),
            Some(kind) => Err(DecodeError::expected(expected, kind)),
            None => Err(DecodeError::expected(expected, UNKNOWN_TYPE)),
        }
    }

    fn nest(&self) -> Result<u8, DecodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(DecodeError::new(too_deep())) }
    }

    fn with_text<T>(self, expected: AttributeType, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.expect(expected)?;
        Ok(read(self.json.text_value()?))
    }

    /// Reads a boolean, or the flag of a NULL. DynamoDB stores and sends no NULL that is false.
    pub(crate) fn flag(self, expected: AttributeType) -> Result<bool, DecodeError> {
        self.expect(expected)?;
        let flag = self.json.boolean()?;
        self.json.value_end()?;
        Ok(flag)
    }
}

impl<'d, 'j> Decoder for WireDecoder<'d, 'j> {
    type List = WireListDecoder<'d, 'j>;
    type Map = WireAttributes<'d, 'j>;
    type Set = WireSetDecoder<'d, 'j>;

    fn kind(&self) -> AttributeType {
        // A value of an unknown type cannot be read, so any type will do.
        self.kind.unwrap_or(AttributeType::M)
    }

    fn is_unknown(&self) -> bool {
        self.kind.is_none()
    }

    fn string(self) -> Result<String, DecodeError> {
        self.with_text(AttributeType::S, str::to_owned)
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.with_text(AttributeType::S, read)
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.with_text(AttributeType::N, read)
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        self.with_text(AttributeType::B, from_base64)?
    }

    fn with_binary<T>(self, read: impl FnOnce(&[u8]) -> T) -> Result<T, DecodeError> {
        self.expect(AttributeType::B)?;
        let result = with_base64(self.json, read)?;
        self.json.value_end()?;
        Ok(result)
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        self.flag(AttributeType::Bool)
    }

    fn null(self) -> Result<(), DecodeError> {
        self.flag(AttributeType::Null).map(drop)
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        self.expect(AttributeType::L)?;
        let depth = self.nest()?;
        Ok(WireListDecoder { json: self.json, depth, begun: false })
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        self.expect(AttributeType::M)?;
        let depth = self.nest()?;
        Ok(WireAttributes {
            json: self.json,
            depth,
            begun: false,
            nested: true,
            hidden: None,
            position: Position::default(),
        })
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        self.expect(set.attribute_type())?;
        Ok(WireSetDecoder { json: self.json, set, begun: false })
    }

    fn skip(self) -> Result<(), DecodeError> {
        self.json.skip()?;
        self.json.value_end()
    }
}

/// Moves to the next element of an array. Returns whether there is one.
fn step(json: &mut Tokens<'_>, begun: &mut bool) -> Result<bool, DecodeError> {
    let found = if std::mem::replace(begun, true) { json.element()? } else { json.array()? };
    if !found {
        json.value_end()?;
    }
    Ok(found)
}

pub(crate) struct WireListDecoder<'d, 'j> {
    json: &'d mut Tokens<'j>,
    depth: u8,
    begun: bool,
}

impl<'j> ListDecoder for WireListDecoder<'_, 'j> {
    type Element<'e>
        = WireDecoder<'e, 'j>
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Self::Element<'_>>, DecodeError> {
        if !step(self.json, &mut self.begun)? {
            return Ok(None);
        }
        WireDecoder::begin(self.json, self.depth).map(Some)
    }
}

/// The entries of a map, or the attributes of an item.
pub(crate) struct WireAttributes<'d, 'j> {
    json: &'d mut Tokens<'j>,
    depth: u8,
    begun: bool,
    nested: bool,
    hidden: Option<&'static str>,
    position: Position,
}

impl<'d, 'j> WireAttributes<'d, 'j> {
    /// Begins the next item.
    pub(crate) fn begin(json: &'d mut Tokens<'j>) -> Result<Self, DecodeError> {
        Ok(Self { json, depth: 0, begun: false, nested: false, hidden: None, position: Position::default() })
    }

    /// Skips an item before any of it is read, and returns its bytes.
    pub(crate) fn bytes(self) -> Result<&'j [u8], DecodeError> {
        let start = self.json.current_index();
        self.json.skip()?;
        let bytes = self.json.since(start);
        if self.nested {
            self.json.value_end()?;
        }
        if bytes.trim_ascii_start().starts_with(b"{") { Ok(bytes) } else { Err(malformed("an item is an object")) }
    }

    /// Reads the next name that is not hidden, and the type of its value.
    fn enter<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Option<AttributeType>)>, DecodeError> {
        loop {
            let begun = std::mem::replace(&mut self.begun, true);
            let start = self.json.current_index();
            let key = if begun { self.json.key()? } else { self.json.object()? };
            let Some(key) = key else {
                if self.nested {
                    self.json.value_end()?;
                }
                return Ok(None);
            };
            if self.hidden == Some(key) {
                self.json.skip()?;
                continue;
            }
            let key = name(key);
            let end = self.json.current_index();
            return match self.json.value_type() {
                Ok(kind) => Ok(Some((key, kind))),
                Err(error) => Err(error.at_attribute(self.json.name_between(start, end))),
            };
        }
    }

    /// Reads up to the entry with this name, and returns its string.
    fn find(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let mut key = self.json.object()?.map(|key| key == name);
        while let Some(found) = key {
            if found {
                return WireDecoder::begin(self.json, self.depth)?.string().map(Some);
            }
            self.json.skip_value()?;
            key = self.json.key()?.map(|key| key == name);
        }
        Ok(None)
    }
}

impl<'j> MapDecoder for WireAttributes<'_, 'j> {
    type Value<'e>
        = WireDecoder<'e, 'j>
    where
        Self: 'e;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Self::Value<'_>)>, DecodeError> {
        let entered = self.enter(name)?;
        Ok(entered.map(|(key, kind)| (key, WireDecoder { json: self.json, kind, depth: self.depth })))
    }

    fn next_field(
        &mut self,
        of: u64,
        number: impl FnOnce(&str) -> u16,
    ) -> Result<Option<(u16, Self::Value<'_>)>, DecodeError> {
        let (begun, key) = (self.begun, (of, self.hidden));
        if let Some((number, kind)) = self.json.expected(begun, key, &mut self.position) {
            self.begun = true;
            return Ok(Some((number, WireDecoder { json: self.json, kind: Some(kind), depth: self.depth })));
        }
        let start = self.json.current_index();
        let entered = self.enter(number)?;
        if let Some((number, Some(kind))) = entered {
            self.json.learn_since(start, begun, key, &mut self.position, (number, kind));
        }
        Ok(entered.map(|(number, kind)| (number, WireDecoder { json: self.json, kind, depth: self.depth })))
    }

    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let start = self.json.current_index();
        let found = self.find(name);
        self.json.go_back(start);
        found
    }

    fn hide(&mut self, name: &'static str) {
        self.hidden = Some(name);
    }

    fn attempt<R: ReadMap>(&mut self, read: R) -> Option<Result<R::Output, DecodeError>> {
        let start = self.json.current_index();
        let result = read.read(WireAttributes { json: self.json, position: Position::default(), ..*self });
        if result.is_err() {
            self.json.go_back(start);
        }
        Some(result)
    }

    fn whole<'m>(self) -> Result<WholeMap<'m>, DecodeError>
    where
        Self: 'm,
    {
        let hidden = self.hidden;
        Ok(WholeMap::Json { json: self.bytes()?, hidden })
    }
}

pub(crate) struct WireSetDecoder<'d, 'j> {
    json: &'d mut Tokens<'j>,
    set: SetType,
    begun: bool,
}

impl<'j> ListDecoder for WireSetDecoder<'_, 'j> {
    type Element<'e>
        = WireElementDecoder<'e, 'j>
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Self::Element<'_>>, DecodeError> {
        if !step(self.json, &mut self.begun)? {
            return Ok(None);
        }
        Ok(Some(WireElementDecoder { json: self.json, set: self.set }))
    }
}

/// Reads one element of a set, which has no type of its own in JSON.
pub(crate) struct WireElementDecoder<'d, 'j> {
    json: &'d mut Tokens<'j>,
    set: SetType,
}

impl WireElementDecoder<'_, '_> {
    fn with_text<T>(self, set: SetType, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        if self.set != set {
            return Err(DecodeError::expected(element_type(set), element_type(self.set)));
        }
        Ok(read(self.json.string()?))
    }

    fn refuse<T>(self, expected: AttributeType) -> Result<T, DecodeError> {
        Err(DecodeError::expected(expected, element_type(self.set)))
    }
}

/// Returns the type of a set's elements.
pub(crate) fn element_type(set: SetType) -> AttributeType {
    match set {
        SetType::Ss => AttributeType::S,
        SetType::Ns => AttributeType::N,
        SetType::Bs => AttributeType::B,
    }
}

impl<'d, 'j> Decoder for WireElementDecoder<'d, 'j> {
    type List = WireListDecoder<'d, 'j>;
    type Map = WireAttributes<'d, 'j>;
    type Set = WireSetDecoder<'d, 'j>;

    fn kind(&self) -> AttributeType {
        element_type(self.set)
    }

    fn string(self) -> Result<String, DecodeError> {
        self.with_text(SetType::Ss, str::to_owned)
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.with_text(SetType::Ss, read)
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.with_text(SetType::Ns, read)
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        self.with_text(SetType::Bs, from_base64)?
    }

    fn with_binary<T>(self, read: impl FnOnce(&[u8]) -> T) -> Result<T, DecodeError> {
        match self.set {
            SetType::Bs => with_base64(self.json, read),
            _ => self.refuse(AttributeType::B),
        }
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        self.refuse(AttributeType::Bool)
    }

    fn null(self) -> Result<(), DecodeError> {
        self.refuse(AttributeType::Null)
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        self.refuse(AttributeType::L)
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        self.refuse(AttributeType::M)
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        self.refuse(set.attribute_type())
    }

    fn skip(self) -> Result<(), DecodeError> {
        self.json.skip()
    }
}
