//! Plain JSON, without DynamoDB's types: for logs, fixtures and other programs.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::json::{separate, write_base64, write_string};
use crate::codec::limits::{MAX_DEPTH, looks_numeric, too_deep};
use crate::value::{Attributes, EncodeError, Encoder, ListEncoder, MapEncoder, SetType, Value, canonical_number};

/// Returns an item as a JSON object.
pub(crate) fn encode_item<T: Attributes>(item: &T) -> Result<String, EncodeError> {
    object(|map| item.encode_attributes(map))
}

/// Writes an item as a JSON object.
pub(crate) fn write_item<T: Attributes>(item: &T, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let mut map = PlainMap::open(out, 0);
    item.encode_attributes(&mut map)?;
    map.end()
}

/// Returns the attributes of an item as a JSON object, sorted by their names.
pub(crate) fn encode_sorted(item: &HashMap<String, AttributeValue>) -> Result<String, EncodeError> {
    let mut attributes: Vec<_> = item.iter().collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    object(|map| attributes.into_iter().try_for_each(|(name, value)| value.encode(map.attribute(name))))
}

fn object(write: impl FnOnce(&mut PlainMap<'_>) -> Result<(), EncodeError>) -> Result<String, EncodeError> {
    let mut bytes = Vec::with_capacity(256);
    let mut map = PlainMap::open(&mut bytes, 0);
    write(&mut map)?;
    map.end()?;
    String::from_utf8(bytes).map_err(|_| EncodeError::new("the item did not become UTF-8"))
}

/// Writes one value.
pub(crate) struct PlainEncoder<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
}

impl PlainEncoder<'_> {
    fn nest(&self) -> Result<u8, EncodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(EncodeError::new(too_deep())) }
    }

    fn write(self, text: &str) -> Result<(), EncodeError> {
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl<'o> Encoder for PlainEncoder<'o> {
    type List = PlainList<'o>;
    type Map = PlainMap<'o>;
    type Set = PlainList<'o>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        write_string(self.out, value);
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        looks_numeric(digits)?;
        // `+1`, `.5` and `007` are numbers in DynamoDB, but not in JSON.
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(digits).is_ok();
        if is_json { self.write(digits) } else { self.write(&canonical_number(digits)) }
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        write_base64(self.out, value);
        Ok(())
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.write(if value { "true" } else { "false" })
    }

    fn null(self) -> Result<(), EncodeError> {
        self.write("null")
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        let depth = self.nest()?;
        self.out.push(b'[');
        Ok(PlainList { out: self.out, depth, first: true })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        let depth = self.nest()?;
        Ok(PlainMap::open(self.out, depth))
    }

    fn set(self, _: SetType) -> Result<Self::Set, EncodeError> {
        self.list()
    }
}

/// A list or a set.
pub(crate) struct PlainList<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
    first: bool,
}

impl ListEncoder for PlainList<'_> {
    type Element<'e>
        = PlainEncoder<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        separate(self.out, &mut self.first);
        PlainEncoder { out: self.out, depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.out.push(b']');
        Ok(())
    }
}

/// A map, or the attributes of an item.
pub(crate) struct PlainMap<'o> {
    out: &'o mut Vec<u8>,
    depth: u8,
    first: bool,
}

impl<'o> PlainMap<'o> {
    pub(crate) fn open(out: &'o mut Vec<u8>, depth: u8) -> Self {
        out.push(b'{');
        Self { out, depth, first: true }
    }
}

impl MapEncoder for PlainMap<'_> {
    type Value<'e>
        = PlainEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        separate(self.out, &mut self.first);
        write_string(self.out, name);
        self.out.push(b':');
        PlainEncoder { out: self.out, depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.out.push(b'}');
        Ok(())
    }
}
