//! Attributes that are kept until their field or variant is known, for `flatten`, `extra` and internally tagged enums. Other
//! structs do not pay for it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::sdk_map::{self, Owned, OwnedMap, SdkItem};
use crate::value::{
    Attributes, DecodeError, Decoder, EncodeError, Encoder, MapDecoder, MapEncoder, Names, Value, decode_inner,
    encode_inner,
};

/// The attributes that no field has read so far.
#[derive(Debug, Default)]
pub struct UnreadAttributes(SdkItem);

impl UnreadAttributes {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All attributes of a map.
    pub fn read<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        SdkItem::decode_attributes(map).map(Self)
    }

    /// Keeps an attribute.
    pub fn keep<D: Decoder>(&mut self, name: String, value: D) -> Result<(), DecodeError> {
        match AttributeValue::decode(value) {
            Ok(value) => self.0.insert(name, value),
            Err(error) => return Err(error.at_attribute(name)),
        };
        Ok(())
    }

    /// Takes those of these names, for a flattened struct.
    pub fn part(&mut self, names: &Names) -> OwnedMap {
        OwnedMap::new(self.0.extract_if(|name, _| names.accepts(name)).collect(), 0)
    }

    /// The name of the variant, which the entry `tag` holds.
    pub fn tag(&mut self, tag: &str) -> Result<String, DecodeError> {
        let value = self.0.remove(tag).ok_or_else(|| DecodeError::missing(tag, "S"))?;
        sdk_map::decode(value).map_err(|error| error.at_attribute(tag))
    }

    /// Keeps the name of an unknown variant as one of its attributes.
    pub fn put_back(&mut self, tag: &str, name: String) {
        self.0.insert(tag.to_owned(), AttributeValue::S(name));
    }

    /// The content of the variant, which the entry of this name holds.
    pub fn content<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Owned) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let value = self.0.remove(name).ok_or_else(|| DecodeError::missing(name, "the content of a variant"))?;
        Owned::new(value, 0).and_then(read).map_err(|error| error.at_attribute(name))
    }

    /// What is left.
    #[must_use]
    pub fn entries(self) -> OwnedMap {
        OwnedMap::new(self.0, 0)
    }

    /// Nothing may be left.
    pub fn deny(self, known: &Names) -> Result<(), DecodeError> {
        match self.0.into_keys().min() {
            Some(name) => Err(unknown_attribute(name, known)),
            None => Ok(()),
        }
    }
}

/// An attribute that no field reads, of a struct that denies such.
#[must_use]
pub fn unknown_attribute(name: String, known: &Names) -> DecodeError {
    let known = known.declared_names().join(", ");
    DecodeError::new(format!("expected one of the attributes {known}, found another")).at_attribute(name)
}

/// Writes the attributes that are beside those of the fields.
pub fn write_extra<M: MapEncoder, T: Attributes>(map: &mut M, extra: &T, fields: &Names) -> Result<(), EncodeError> {
    let sorted: BTreeMap<String, AttributeValue> = sdk_map::encode_item(extra)?.into_iter().collect();
    for (name, value) in sorted {
        if fields.declares(&name) {
            return Err(EncodeError::new("the attribute has a field, so it cannot be an extra one").at_attribute(name));
        }
        Value::write_attribute(&value, map, &name)?;
    }
    Ok(())
}

/// A value that is kept to be tried as one variant after the other.
#[derive(Debug)]
pub struct Kept(AttributeValue);

impl Kept {
    /// Keeps it.
    pub fn read<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        AttributeValue::decode(decoder).map(Self)
    }

    /// Keeps all attributes of an item.
    pub fn read_map<M: MapDecoder>(map: M) -> Result<Self, DecodeError> {
        SdkItem::decode_attributes(map).map(|item| Self(AttributeValue::M(item)))
    }

    /// What it is, if it can be read so.
    pub fn attempt<T>(&self, read: impl FnOnce(Owned) -> Result<T, DecodeError>) -> Option<T> {
        Owned::new(self.0.clone(), 0).and_then(read).ok()
    }
}

/// Writes what is in a variant; what is absent is NULL there.
pub fn write_inner<E: Encoder, T: Value>(value: &T, encoder: E) -> Result<(), EncodeError> {
    encode_inner(value, encoder)
}

/// Reads what is in a variant.
pub fn read_inner<D: Decoder, T: Value>(decoder: D) -> Result<T, DecodeError> {
    decode_inner(decoder)
}
