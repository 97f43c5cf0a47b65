//! The attributes of an item, each encoded separately, as an update needs them: [`EncodedAttributes`].

use aws_sdk_dynamodb::types::AttributeValue;

use super::encoded_item::check_size;
use crate::codec::json::{WireEncoder, decode_value};
use crate::encryption::Plaintext;
use crate::value::{Attributes, EncodeError, MapEncoder, debug_without_values};

debug_without_values!(EncodedAttributes);

/// Encodes the attributes of an item, and keeps each separately.
#[derive(Default)]
pub struct EncodedAttributes {
    /// Each name, whether its value must not be shown, and where the value begins in `json`.
    names: Vec<(String, bool, usize)>,
    json: Vec<u8>,
    encrypted: Vec<(&'static str, Plaintext)>,
}

/// One attribute.
#[derive(PartialEq)]
pub(crate) struct EncodedAttribute {
    pub(crate) name: String,
    pub(crate) is_sensitive: bool,
    pub(crate) value: EncodedValue,
}

/// The value of an attribute.
pub(crate) enum EncodedValue {
    /// As DynamoDB JSON.
    Json(Vec<u8>),
    /// Frozen bytes of the attribute with this name, to be encrypted when they are sent.
    Plaintext(&'static str, Plaintext),
}

impl EncodedAttributes {
    /// Encodes the attributes of an item that are not absent. Refuses an item over 400 KB.
    pub(crate) fn of<T: Attributes>(item: &T) -> Result<Vec<EncodedAttribute>, EncodeError> {
        let mut attributes = Self::default();
        item.encode_attributes(&mut attributes)?;
        let names = attributes.names.iter().map(|(name, ..)| name.len() + 3);
        check_size(item, attributes.json.len() + names.sum::<usize>() + attributes.encrypted_length())?;
        Ok(attributes.into_list())
    }

    fn encrypted_length(&self) -> usize {
        self.encrypted.iter().map(|(name, plaintext)| name.len() + plaintext.bytes().len() + 64).sum()
    }

    /// Returns the attributes one by one.
    pub(crate) fn into_list(self) -> Vec<EncodedAttribute> {
        let Self { names, json, encrypted } = self;
        let ends = names.iter().skip(1).map(|(_, _, start)| *start).chain([json.len()]).collect::<Vec<_>>();
        let plain = names.into_iter().zip(ends).map(|((name, is_sensitive, start), end)| {
            let value = json.get(start..end).unwrap_or_default().to_vec();
            EncodedAttribute { name, is_sensitive, value: EncodedValue::Json(value) }
        });
        let encrypted = encrypted.into_iter().map(|(name, plaintext)| EncodedAttribute {
            name: name.to_owned(),
            is_sensitive: false,
            value: EncodedValue::Plaintext(name, plaintext),
        });
        plain.chain(encrypted).collect()
    }

    fn begin(&mut self, name: &str, is_sensitive: bool) -> WireEncoder<'_> {
        self.names.push((name.to_owned(), is_sensitive, self.json.len()));
        WireEncoder::new(&mut self.json)
    }
}

impl MapEncoder for EncodedAttributes {
    type Value<'e> = WireEncoder<'e>;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        self.begin(name, false)
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        self.begin(name, true)
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.encrypted.push((name, frozen));
        Ok(())
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl PartialEq for EncodedValue {
    /// Ignores the order of the elements of a set and of the entries of a map.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Json(one), Self::Json(other)) => {
                let decoded = || Some(is_same(&decode_value(one)?, &decode_value(other)?));
                one == other || decoded().unwrap_or(false)
            }
            (Self::Plaintext(_, one), Self::Plaintext(_, other)) => one.bytes() == other.bytes(),
            _ => false,
        }
    }
}

fn is_same(one: &AttributeValue, other: &AttributeValue) -> bool {
    match (one, other) {
        (AttributeValue::Ss(one), AttributeValue::Ss(other)) | (AttributeValue::Ns(one), AttributeValue::Ns(other)) => {
            sorted(one) == sorted(other)
        }
        (AttributeValue::Bs(one), AttributeValue::Bs(other)) => {
            let bytes = |blobs: &[aws_sdk_dynamodb::primitives::Blob]| {
                sorted(&blobs.iter().map(|blob| blob.as_ref().to_vec()).collect::<Vec<_>>())
            };
            bytes(one) == bytes(other)
        }
        (AttributeValue::L(one), AttributeValue::L(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (AttributeValue::M(one), AttributeValue::M(other)) => {
            let has = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

fn sorted<T: Ord + Clone>(elements: &[T]) -> Vec<T> {
    let mut elements = elements.to_vec();
    elements.sort_unstable();
    elements
}
