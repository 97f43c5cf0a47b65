//! An encoded item before it is sent: the time and the database, and so its key ring, are not known yet. Checks the 400 KB limit.

use std::time::SystemTime;

use super::item_encryption::{AttributeEncryption, bound_key};
use super::managed::Deferring;
use super::{Item, Managed, Stamp, TableSchema};
use crate::codec::item_size::{self, MAX_ITEM};
use crate::codec::json::{self, WireMap, decode_item, write_string};
use crate::codec::sdk_map::SdkItem;
use crate::encryption::Plaintext;
use crate::value::{Attributes, EncodeError};

/// An item as DynamoDB JSON, without its managed and its encrypted attributes, which are added when it is sent. `encrypted` holds the
/// frozen bytes of the encrypted attributes.
#[derive(Clone)]
pub(crate) struct Encoded {
    pub(crate) json: Vec<u8>,
    pub(crate) encrypted: Vec<(&'static str, Plaintext)>,
}

impl Encoded {
    /// Encodes an item. An item over 400 KB is refused; the error names its largest attributes.
    pub(crate) fn of<I: Item>(item: &I) -> Result<Self, EncodeError> {
        let encoded = Self::deferring(item, I::MANAGED)?;
        check_size(item, encoded.len())?;
        Ok(encoded)
    }

    /// Encodes an item with its managed attributes as they are.
    pub(crate) fn whole<T: Attributes>(item: &T) -> Result<Self, EncodeError> {
        Self::deferring(item, Managed::NONE)
    }

    /// Encodes an item without its `managed` and its encrypted attributes.
    fn deferring<T: Attributes>(item: &T, managed: Managed) -> Result<Self, EncodeError> {
        let mut json = Vec::with_capacity(512);
        if managed.is_none() && T::ENCRYPTED.is_empty() {
            json::encode_item(item, &mut json)?;
            return Ok(Self { json, encrypted: Vec::new() });
        }
        let mut map = WireMap::open(&mut json, 0);
        let mut deferring = Deferring { map: &mut map, managed, of_library: false, encrypted: Vec::new() };
        item.encode_attributes(&mut deferring)?;
        let encrypted = deferring.encrypted;
        map.close(b"}");
        Ok(Self { json, encrypted })
    }

    /// Encodes the managed attributes with the values that the item has.
    pub(crate) fn managed<I: Item>(item: &I) -> Result<Vec<u8>, EncodeError> {
        let mut json = Vec::with_capacity(96);
        let mut map = WireMap::open(&mut json, 0);
        let encrypted = Vec::new();
        item.encode_attributes(&mut Deferring { map: &mut map, managed: I::MANAGED, of_library: true, encrypted })?;
        map.close(b"}");
        Ok(json)
    }

    /// Returns the approximate length of the JSON when it is sent.
    pub(crate) fn len(&self) -> usize {
        let encrypted = self.encrypted.iter().map(|(name, open)| name.len() + open.bytes().len().div_ceil(3) * 4 + 64);
        self.json.len() + encrypted.sum::<usize>()
    }

    /// Returns the whole item as it is sent, with its managed and encrypted attributes.
    pub(crate) fn finish<I: Item>(
        self,
        stamp: Stamp,
        now: SystemTime,
        encryption: &AttributeEncryption,
    ) -> Result<Vec<u8>, EncodeError> {
        if I::MANAGED.is_none() && self.encrypted.is_empty() {
            return Ok(self.json);
        }
        self.with_encrypted(&I::SCHEMA, encryption)?.stamped::<I>(stamp, now)
    }

    /// Adds the managed attributes, and returns the JSON.
    pub(crate) fn stamped<I: Item>(mut self, stamp: Stamp, now: SystemTime) -> Result<Vec<u8>, EncodeError> {
        if !I::MANAGED.is_none() {
            let mut more = Vec::with_capacity(96);
            let mut map = WireMap::open(&mut more, 0);
            I::MANAGED.write(stamp, now, &mut map)?;
            map.close(b"}");
            self.json = joined(self.json, &more);
        }
        if self.json.len() > MAX_ITEM {
            let written = read_back(&self.json)?;
            let size = item_size::item_size(&written)?;
            if size > MAX_ITEM {
                return Err(too_large(size, item_size::largest(&written)?));
            }
        }
        Ok(self.json)
    }

    /// Adds attributes that the item does not have.
    pub(crate) fn with(mut self, more: &SdkItem) -> Result<Self, EncodeError> {
        let mut json = Vec::with_capacity(64);
        json::encode_item(more, &mut json)?;
        self.json = joined(self.json, &json);
        Ok(self)
    }

    /// Encrypts and adds the encrypted attributes.
    pub(crate) fn with_encrypted(
        mut self,
        schema: &TableSchema,
        encryption: &AttributeEncryption,
    ) -> Result<Self, EncodeError> {
        if self.encrypted.is_empty() {
            return Ok(self);
        }
        let key = bound_key(schema, &self.json)?;
        for (name, open) in std::mem::take(&mut self.encrypted) {
            let mut more = Vec::with_capacity(open.bytes().len() * 2);
            more.push(b'{');
            write_string(&mut more, name);
            more.push(b':');
            more.extend_from_slice(&encryption.json(schema, &key, name, &open)?);
            more.push(b'}');
            self.json = joined(self.json, &more);
        }
        Ok(self)
    }
}

/// Refuses an item over 400 KB; the error names its largest attributes. `length` is the length of its JSON, which is never less than
/// the size that DynamoDB counts, so most items need no counting.
pub(crate) fn check_size<T: Attributes>(item: &T, length: usize) -> Result<(), EncodeError> {
    if length > MAX_ITEM {
        let size = item_size::item_size(item)?;
        if size > MAX_ITEM {
            return Err(too_large(size, item_size::largest(item)?));
        }
    }
    Ok(())
}

/// Joins two JSON objects: `{…}` and `{…}` become `{…,…}`.
pub(crate) fn joined(mut item: Vec<u8>, more: &[u8]) -> Vec<u8> {
    let more = more.get(1..).unwrap_or_default();
    if more != b"}" {
        // The first object is never empty, because an item has a key.
        item.pop();
        item.push(b',');
        item.extend_from_slice(more);
    }
    item
}

/// Returns the attributes of an item that are not encrypted, as a map of the SDK.
pub(crate) fn unencrypted_attributes<T: Attributes>(item: &T) -> Result<SdkItem, EncodeError> {
    read_back(&Encoded::whole(item)?.json)
}

/// Decodes the JSON that was just written. It fails only if a hand-written `Value` encodes an invalid value.
fn read_back(json: &[u8]) -> Result<SdkItem, EncodeError> {
    decode_item(json)
        .map_err(|error| EncodeError::new("the item that was written cannot be read back").with_source(error))
}

fn too_large(size: usize, largest: Vec<(String, usize)>) -> EncodeError {
    let named: Vec<String> =
        largest.iter().take(3).map(|(name, bytes)| format!("`{name}` with {bytes} bytes")).collect();
    EncodeError::item_too_large(format!(
        "the item has {size} bytes, DynamoDB takes {MAX_ITEM} (400 KB); its largest attributes are {}",
        named.join(", ")
    ))
}
