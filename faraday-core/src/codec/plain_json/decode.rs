//! Reads plain JSON as the type of the field: a string as S or B, an array as L or a set.

use jiter::{Jiter, JiterError, Peek};

use crate::codec::json::from_base64;
use crate::codec::limits::{MAX_DEPTH, too_deep};
use crate::value::{
    AttributeType, Attributes, DecodeError, Decoder, ListDecoder, MapDecoder, ReadMap, SetType, WholeMap,
};

/// Reads an item that `plain_json::encode_item` wrote.
pub(crate) fn decode_item<T: Attributes>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut json = Jiter::new(bytes);
    let item = T::decode_attributes(PlainEntries::new(&mut json, 0))?;
    json.finish().map_err(syntax)?;
    Ok(item)
}

/// Reads an object with `read`.
pub(crate) fn read_object<R: ReadMap>(
    json: &[u8],
    hidden: Option<&'static str>,
    read: R,
) -> Result<R::Output, DecodeError> {
    read.read(PlainEntries { hidden, ..PlainEntries::new(&mut Jiter::new(json), 0) })
}

/// Creates the error for invalid JSON. The tokenizer's own message names a position, never a value.
fn syntax(error: JiterError) -> DecodeError {
    DecodeError::new("expected a JSON object, found something else").with_source(error)
}

/// Reads one value.
pub(crate) struct PlainDecoder<'d, 'j> {
    json: &'d mut Jiter<'j>,
    peek: Peek,
    kind: AttributeType,
    depth: u8,
}

impl<'d, 'j> PlainDecoder<'d, 'j> {
    fn new(json: &'d mut Jiter<'j>, peek: Peek, depth: u8) -> Self {
        let kind = match peek {
            Peek::Null => AttributeType::Null,
            Peek::True | Peek::False => AttributeType::Bool,
            Peek::String => AttributeType::S,
            Peek::Array => AttributeType::L,
            Peek::Object => AttributeType::M,
            _ => AttributeType::N,
        };
        Self { json, peek, kind, depth }
    }

    /// Fails if the value is not of the type `json`; the error says that `expected` was expected.
    fn expect(&self, json: AttributeType, expected: AttributeType) -> Result<(), DecodeError> {
        if self.kind == json { Ok(()) } else { Err(DecodeError::expected(expected, self.kind)) }
    }

    fn nest(&self) -> Result<u8, DecodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(DecodeError::new(too_deep())) }
    }
}

impl<'d, 'j> Decoder for PlainDecoder<'d, 'j> {
    type List = PlainElements<'d, 'j>;
    type Map = PlainEntries<'d, 'j>;
    type Set = PlainElements<'d, 'j>;

    fn kind(&self) -> AttributeType {
        self.kind
    }

    fn string(self) -> Result<String, DecodeError> {
        self.with_string(str::to_owned)
    }

    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.expect(AttributeType::S, AttributeType::S)?;
        Ok(read(self.json.known_str().map_err(syntax)?))
    }

    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError> {
        self.expect(AttributeType::N, AttributeType::N)?;
        let digits = self.json.next_number_bytes().map_err(syntax)?;
        let digits = std::str::from_utf8(digits).map_err(|_| DecodeError::new("expected a number in JSON"))?;
        Ok(read(digits))
    }

    fn binary(self) -> Result<Vec<u8>, DecodeError> {
        self.expect(AttributeType::S, AttributeType::B)?;
        from_base64(self.json.known_str().map_err(syntax)?)
    }

    fn boolean(self) -> Result<bool, DecodeError> {
        self.expect(AttributeType::Bool, AttributeType::Bool)?;
        self.json.known_bool(self.peek).map_err(syntax)
    }

    fn null(self) -> Result<(), DecodeError> {
        self.expect(AttributeType::Null, AttributeType::Null)?;
        self.json.known_null().map_err(syntax)
    }

    fn list(self) -> Result<Self::List, DecodeError> {
        self.expect(AttributeType::L, AttributeType::L)?;
        let depth = self.nest()?;
        Ok(PlainElements { json: self.json, depth, begun: false })
    }

    fn map(self) -> Result<Self::Map, DecodeError> {
        self.expect(AttributeType::M, AttributeType::M)?;
        let depth = self.nest()?;
        Ok(PlainEntries::new(self.json, depth))
    }

    fn set(self, set: SetType) -> Result<Self::Set, DecodeError> {
        self.expect(AttributeType::L, set.attribute_type())?;
        self.list()
    }

    fn skip(self) -> Result<(), DecodeError> {
        self.json.known_skip(self.peek).map_err(syntax)
    }
}

/// The elements of a list or set.
pub(crate) struct PlainElements<'d, 'j> {
    json: &'d mut Jiter<'j>,
    depth: u8,
    begun: bool,
}

impl<'j> ListDecoder for PlainElements<'_, 'j> {
    type Element<'e>
        = PlainDecoder<'e, 'j>
    where
        Self: 'e;

    fn next(&mut self) -> Result<Option<Self::Element<'_>>, DecodeError> {
        let begun = std::mem::replace(&mut self.begun, true);
        let peek = if begun { self.json.array_step() } else { self.json.known_array() };
        Ok(peek.map_err(syntax)?.map(|peek| PlainDecoder::new(self.json, peek, self.depth)))
    }
}

/// The entries of a map, or the attributes of an item.
pub(crate) struct PlainEntries<'d, 'j> {
    json: &'d mut Jiter<'j>,
    /// The bytes of the object and a reader for them, once `peek` has searched it. `json` is then past the object.
    object: Option<(&'j [u8], Jiter<'j>)>,
    hidden: Option<&'static str>,
    depth: u8,
    begun: bool,
}

impl<'d, 'j> PlainEntries<'d, 'j> {
    fn new(json: &'d mut Jiter<'j>, depth: u8) -> Self {
        Self { json, object: None, hidden: None, depth, begun: false }
    }

    fn json(&mut self) -> &mut Jiter<'j> {
        self.object.as_mut().map_or(self.json, |(_, json)| json)
    }

    /// Skips the object in `json`, and returns its bytes.
    fn object(&mut self) -> Result<&'j [u8], DecodeError> {
        if let Some((object, _)) = self.object {
            return Ok(object);
        }
        let start = self.json.current_index();
        self.json.next_skip().map_err(syntax)?;
        let object = self.json.slice_to_current(start);
        self.object = Some((object, Jiter::new(object)));
        Ok(object)
    }

    /// Reads the next name that is not hidden, and peeks at its value.
    fn enter<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Peek)>, DecodeError> {
        loop {
            let (hidden, begun) = (self.hidden, std::mem::replace(&mut self.begun, true));
            let json = self.json();
            let key = if begun { json.next_key() } else { json.next_object() };
            let Some(key) = key.map_err(syntax)? else { return Ok(None) };
            if hidden == Some(key) {
                json.next_skip().map_err(syntax)?;
                continue;
            }
            let key = name(key);
            return Ok(Some((key, json.peek().map_err(syntax)?)));
        }
    }
}

impl<'j> MapDecoder for PlainEntries<'_, 'j> {
    type Value<'e>
        = PlainDecoder<'e, 'j>
    where
        Self: 'e;

    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Self::Value<'_>)>, DecodeError> {
        let (entered, depth) = (self.enter(name)?, self.depth);
        Ok(entered.map(|(key, peek)| (key, PlainDecoder::new(self.json(), peek, depth))))
    }

    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let mut json = Jiter::new(self.object()?);
        let mut key = json.next_object().map_err(syntax)?.map(|key| key == name);
        while let Some(found) = key {
            if found {
                let peek = json.peek().map_err(syntax)?;
                return PlainDecoder::new(&mut json, peek, self.depth).string().map(Some);
            }
            json.next_skip().map_err(syntax)?;
            key = json.next_key().map_err(syntax)?.map(|key| key == name);
        }
        Ok(None)
    }

    fn hide(&mut self, name: &'static str) {
        self.hidden = Some(name);
    }

    fn attempt<R: ReadMap>(&mut self, read: R) -> Option<Result<R::Output, DecodeError>> {
        Some(self.object().and_then(|object| read_object(object, self.hidden, read)))
    }

    fn whole<'m>(mut self) -> Result<WholeMap<'m>, DecodeError>
    where
        Self: 'm,
    {
        Ok(WholeMap::PlainJson { json: self.object()?, hidden: self.hidden })
    }
}
