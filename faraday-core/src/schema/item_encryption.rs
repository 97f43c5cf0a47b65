//! The encrypted attributes of items: encrypted when an item is sent, decrypted before it is read.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::TableSchema;
use crate::codec::json::{Tokens, WireAttributes, WireEncoder};
use crate::codec::sdk_map::{OwnedMap, SdkItem};
use crate::encryption::{DatabaseKeys, EncryptionContext, Plaintext};
use crate::value::{Attributes, DecodeError, Decoder, EncodeError, Encoder, MapDecoder, Value, has_encrypted};

/// How the encrypted attributes are written in a request.
#[derive(Clone)]
pub(crate) enum AttributeEncryption {
    /// Encrypt them with these keys.
    With(DatabaseKeys),
    /// Hide them, for `explain`.
    Shown,
}

impl AttributeEncryption {
    /// Returns an encrypted attribute as DynamoDB JSON; `key` is the key of its item.
    pub(crate) fn json(
        &self,
        schema: &TableSchema,
        key: &SdkItem,
        name: &str,
        plaintext: &Plaintext,
    ) -> Result<Vec<u8>, EncodeError> {
        let Self::With(keys) = self else { return Ok(br#""<encrypted>""#.to_vec()) };
        let sealed = keys
            .encrypt(plaintext.bytes(), EncryptionContext { table: schema.table(), attribute: name, key })
            .map_err(|error| error.at_attribute(name))?;
        let mut json = Vec::with_capacity(sealed.len() / 3 * 4 + 16);
        WireEncoder::new(&mut json).binary(&sealed)?;
        Ok(json)
    }
}

/// Decrypts the attributes of the items of a table.
#[derive(Clone)]
pub struct AttributeDecryption {
    pub(crate) keys: DatabaseKeys,
    pub(crate) schema: TableSchema,
}

impl AttributeDecryption {
    /// Decodes an item after decrypting the attributes that `R` declares as encrypted.
    pub(crate) fn decode<R: Attributes>(&self, mut item: SdkItem) -> Result<R, DecodeError> {
        if has_encrypted::<R>() {
            let key = self.key_of(&item);
            self.decrypt(&mut item, &key, R::ENCRYPTED)?;
        }
        R::decode_attributes(OwnedMap::decrypted(item, R::ENCRYPTED))
    }

    /// Decrypts the attributes with these names in the item. Leaves a value that is not a binary: when the field decodes it, it
    /// refuses it, or reads a NULL as `None`.
    pub(crate) fn decrypt(&self, item: &mut SdkItem, key: &SdkItem, names: &[&str]) -> Result<(), DecodeError> {
        for name in names {
            let Some(AttributeValue::B(sealed)) = item.get(*name) else { continue };
            if !self.has_key(key) {
                let missing = "the item came without its primary key, to which its encrypted attributes are bound";
                return Err(DecodeError::new(missing).at_attribute(*name));
            }
            let context = EncryptionContext { table: self.schema.table(), attribute: name, key };
            let frozen = self.keys.decrypt(sealed.as_ref(), context).map_err(|error| error.at_attribute(*name))?;
            item.insert((*name).to_owned(), AttributeValue::B(Blob::new(frozen)));
        }
        Ok(())
    }

    /// Returns the key attributes that the item has.
    pub(crate) fn key_of(&self, item: &SdkItem) -> SdkItem {
        let keys = [Some(self.schema.partition_key()), self.schema.sort_key()].into_iter().flatten();
        keys.filter_map(|key| Some((key.name().to_owned(), item.get(key.name())?.clone()))).collect()
    }

    /// Returns the key of the item, if the item has all its attributes.
    pub(crate) fn whole_key_of(&self, item: &SdkItem) -> Option<SdkItem> {
        Some(self.key_of(item)).filter(|key| self.has_key(key))
    }

    fn has_key(&self, key: &SdkItem) -> bool {
        key.len() == 1 + usize::from(self.schema.sort_key().is_some())
    }
}

/// Returns the primary key from the DynamoDB JSON of an item or of a key.
pub(crate) fn bound_key(schema: &TableSchema, json: &[u8]) -> Result<SdkItem, EncodeError> {
    let read = || -> Result<SdkItem, DecodeError> {
        let mut json = Tokens::new(json)?;
        let mut attributes = WireAttributes::begin(&mut json)?;
        let mut key = SdkItem::new();
        let names = [Some(schema.partition_key()), schema.sort_key()].map(|key| key.map(|key| key.name()));
        let find = |name: &str| names.iter().flatten().copied().find(|known| *known == name);
        while let Some((name, value)) = attributes.next(find)? {
            match name {
                Some(name) => drop(key.insert(name.to_owned(), AttributeValue::decode(value)?)),
                None => value.skip()?,
            }
        }
        Ok(key)
    };
    read().map_err(|_| EncodeError::new("a key attribute must be a string, a number or a binary"))
}
