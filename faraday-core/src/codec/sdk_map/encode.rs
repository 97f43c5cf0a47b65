//! The SDK's maps: `HashMap<String, AttributeValue>`.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::item::SdkItem;
use crate::codec::distinct_elements::check_distinct;
use crate::codec::limits::{MAX_DEPTH, looks_numeric, not_an_element, too_deep};
use crate::value::{Attributes, EncodeError, Encoder, ListEncoder, MapEncoder, SetType, Value, encode_inner};

/// Encodes one value; an absent value is NULL.
pub(crate) fn encode<T: Value>(value: &T) -> Result<AttributeValue, EncodeError> {
    let mut slot = AttributeValue::Null(true);
    encode_inner(value, SdkEncoder::new(&mut slot))?;
    Ok(slot)
}

pub(crate) fn encode_item<T: Attributes>(item: &T) -> Result<SdkItem, EncodeError> {
    let mut entries = HashMap::new();
    item.encode_attributes(&mut SdkAttributes { entries: &mut entries })?;
    Ok(entries)
}

/// The place for a finished value.
enum Destination<'p> {
    Value(&'p mut AttributeValue),
    List(&'p mut Vec<AttributeValue>),
    Map(&'p mut SdkItem, String),
}

impl Destination<'_> {
    fn put(self, value: AttributeValue) -> Result<(), EncodeError> {
        match self {
            Self::Value(slot) => *slot = value,
            Self::List(values) => values.push(value),
            Self::Map(entries, name) => {
                entries.insert(name, value);
            }
        }
        Ok(())
    }
}

pub(crate) struct SdkEncoder<'p> {
    destination: Destination<'p>,
    depth: u8,
}

impl<'p> SdkEncoder<'p> {
    pub(crate) fn new(slot: &'p mut AttributeValue) -> Self {
        Self { destination: Destination::Value(slot), depth: 0 }
    }

    fn nest(&self) -> Result<u8, EncodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(EncodeError::new(too_deep())) }
    }
}

impl<'p> Encoder for SdkEncoder<'p> {
    type List = SdkList<'p>;
    type Map = SdkMap<'p>;
    type Set = SdkSet<'p>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::S(value.to_owned()))
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        looks_numeric(digits)?;
        self.destination.put(AttributeValue::N(digits.to_owned()))
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::B(Blob::new(value)))
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::Bool(value))
    }

    fn null(self) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::Null(true))
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        Ok(SdkList { depth: self.nest()?, destination: self.destination, values: Vec::new() })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        Ok(SdkMap { depth: self.nest()?, destination: self.destination, entries: HashMap::new() })
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        Ok(SdkSet { set, destination: self.destination, texts: Vec::new(), blobs: Vec::new() })
    }
}

pub(crate) struct SdkList<'p> {
    destination: Destination<'p>,
    values: Vec<AttributeValue>,
    depth: u8,
}

impl ListEncoder for SdkList<'_> {
    type Element<'e>
        = SdkEncoder<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        SdkEncoder { destination: Destination::List(&mut self.values), depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::L(self.values))
    }
}

pub(crate) struct SdkMap<'p> {
    destination: Destination<'p>,
    entries: SdkItem,
    depth: u8,
}

impl MapEncoder for SdkMap<'_> {
    type Value<'e>
        = SdkEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        SdkEncoder { destination: Destination::Map(&mut self.entries, name.to_owned()), depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        self.destination.put(AttributeValue::M(self.entries))
    }
}

/// The attributes of an item.
struct SdkAttributes<'p> {
    entries: &'p mut SdkItem,
}

impl MapEncoder for SdkAttributes<'_> {
    type Value<'e>
        = SdkEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        SdkEncoder { destination: Destination::Map(self.entries, name.to_owned()), depth: 0 }
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

pub(crate) struct SdkSet<'p> {
    set: SetType,
    destination: Destination<'p>,
    texts: Vec<String>,
    blobs: Vec<Blob>,
}

impl ListEncoder for SdkSet<'_> {
    type Element<'e>
        = SdkElement<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        SdkElement { set: self.set, texts: &mut self.texts, blobs: &mut self.blobs }
    }

    fn end(self) -> Result<(), EncodeError> {
        check_distinct(self.set, &self.texts)?;
        check_distinct(self.set, &self.blobs)?;
        self.destination.put(match self.set {
            SetType::Ss => AttributeValue::Ss(self.texts),
            SetType::Ns => AttributeValue::Ns(self.texts),
            SetType::Bs => AttributeValue::Bs(self.blobs),
        })
    }
}

pub(crate) struct SdkElement<'e> {
    set: SetType,
    texts: &'e mut Vec<String>,
    blobs: &'e mut Vec<Blob>,
}

impl SdkElement<'_> {
    fn text(self, set: SetType, text: &str) -> Result<(), EncodeError> {
        if self.set != set {
            return not_an_element(self.set);
        }
        self.texts.push(text.to_owned());
        Ok(())
    }
}

impl<'e> Encoder for SdkElement<'e> {
    type List = SdkList<'e>;
    type Map = SdkMap<'e>;
    type Set = SdkSet<'e>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.text(SetType::Ss, value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        looks_numeric(digits)?;
        self.text(SetType::Ns, digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        if self.set != SetType::Bs {
            return not_an_element(self.set);
        }
        self.blobs.push(Blob::new(value));
        Ok(())
    }

    fn boolean(self, _: bool) -> Result<(), EncodeError> {
        not_an_element(self.set)
    }

    fn null(self) -> Result<(), EncodeError> {
        not_an_element(self.set)
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        not_an_element(self.set)
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        not_an_element(self.set)
    }

    fn set(self, _: SetType) -> Result<Self::Set, EncodeError> {
        not_an_element(self.set)
    }
}
