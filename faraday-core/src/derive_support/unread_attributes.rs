//! Attributes that are kept until their field or variant is known, for `flatten` and `extra`. Other structs do not bear this
//! cost.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::sdk_map::{self, OwnedMap};
use crate::value::{
    Attributes, DecodeError, Decoder, EncodeError, Encoder, MapEncoder, Names, Value, debug_without_values,
    decode_inner, encode_inner,
};

debug_without_values!(UnreadAttributes);

/// The attributes that no field has read so far.
#[derive(Default)]
pub struct UnreadAttributes {
    attributes: Vec<(String, AttributeValue)>,
    /// The names of attributes whose types this version does not know. A field that reads one gets an error.
    unknown: Vec<String>,
}

impl UnreadAttributes {
    /// Keeps nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps an attribute.
    pub fn keep<D: Decoder>(&mut self, name: String, value: D) -> Result<(), DecodeError> {
        if value.is_unknown() {
            self.unknown.push(name);
            return value.skip();
        }
        match AttributeValue::decode(value) {
            Ok(value) => self.attributes.push((name, value)),
            Err(error) => return Err(error.at_attribute(name)),
        }
        Ok(())
    }

    /// Takes the attributes with these names, for a flattened struct.
    pub fn part(&mut self, names: &Names) -> OwnedMap {
        let unknown = self.unknown.extract_if(.., |name| names.accepts(name)).collect();
        let attributes = self.attributes.extract_if(.., |(name, _)| names.accepts(name)).collect();
        OwnedMap::of_list(attributes, unknown)
    }

    /// Returns the attributes that are left.
    #[must_use]
    pub fn entries(self) -> OwnedMap {
        OwnedMap::of_list(self.attributes, self.unknown)
    }

    /// Fails if an attribute is left.
    pub fn deny(self, known: &Names) -> Result<(), DecodeError> {
        match self.attributes.into_iter().map(|(name, _)| name).chain(self.unknown).min() {
            Some(name) => Err(unknown_attribute(name, known)),
            None => Ok(()),
        }
    }
}

/// Creates the error for an attribute that no field reads, in a struct with `deny_unknown`.
#[must_use]
pub fn unknown_attribute(name: String, known: &Names) -> DecodeError {
    let known = known.declared_names().join(", ");
    DecodeError::new(format!("expected one of the attributes {known}, found another")).at_attribute(name)
}

/// Writes extra attributes, which belong to no field.
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

/// Writes the content of a variant; an absent value is NULL there.
pub fn write_inner<E: Encoder, T: Value>(value: &T, encoder: E) -> Result<(), EncodeError> {
    encode_inner(value, encoder)
}

/// Reads the content of a variant.
pub fn read_inner<D: Decoder, T: Value>(decoder: D) -> Result<T, DecodeError> {
    decode_inner(decoder)
}
