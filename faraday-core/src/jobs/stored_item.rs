//! Reads items both as stored and as structs: [`StoredItem`]. `rewrite.rs` writes a struct back.

use std::fmt;
use std::marker::PhantomData;

use super::item_error::unwritable;
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Rows, replaced};
use crate::expression::Tokens;
use crate::operation::{has_unique_values, same_item};
use crate::paging::key_json;
use crate::schema::{AttributeDecryption, Item, Unique, item_key, primary_keys, recording};
use crate::value::{Attributes, DecodeError, MapDecoder, Names};

/// Yields each item as it is stored, and as its struct.
pub(super) struct StoredRows<I>(PhantomData<fn() -> I>);

impl<I> StoredRows<I> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

/// An item as it is stored, and as its struct if it fits.
pub(super) struct StoredItem<I> {
    pub(super) attributes: SdkItem,
    pub(super) item: std::result::Result<I, DecodeError>,
    /// What the structs read as which it was upgraded.
    pub(super) upgraded_from: Vec<&'static Names>,
    pub(super) decryption: AttributeDecryption,
}

impl<I: Item> Rows for StoredRows<I> {
    type Row = StoredItem<I>;

    replaced!();

    fn is_encrypted(&self) -> bool {
        crate::value::has_encrypted::<I>()
    }

    fn read<M: MapDecoder>(
        &self,
        item: M,
        decryption: &AttributeDecryption,
    ) -> std::result::Result<StoredItem<I>, DecodeError> {
        let attributes = SdkItem::decode_attributes(item)?;
        let (item, upgraded_from) = recording(|| decryption.decode(attributes.clone()));
        Ok(StoredItem { attributes, item, upgraded_from, decryption: decryption.clone() })
    }

    fn projection(&self) -> Tokens {
        Tokens::default()
    }
}

impl<I> fmt::Debug for StoredRows<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredRows")
    }
}

impl<I: Item> StoredItem<I> {
    /// Returns the primary key, as DynamoDB JSON.
    pub(super) fn key(&self) -> Result<Vec<u8>> {
        key_json(&self.key_attributes()?)
            .map_err(|_| Error::new(ErrorKind::Decode, "the key of an item cannot be sent again"))
    }

    fn key_attributes(&self) -> Result<SdkItem> {
        let key = |name: &str| Some((name.to_owned(), self.attributes.get(name)?.clone()));
        let key = primary_keys(&I::SCHEMA).map(|(element, _)| key(element.name())).collect::<Option<SdkItem>>();
        key.ok_or_else(|| Error::new(ErrorKind::Decode, "an item came without its key"))
    }

    /// Whether it has the current schema version, or its kind of items has none.
    pub(super) fn has_current_schema_version(&self) -> bool {
        let version = I::SCHEMA.schema_version();
        version.is_none_or(|version| version.stored(&self.attributes) == Some(version.current()))
    }

    /// Returns the item as its struct, if it has the key and the guards that the struct names. It may have others if it is of an older
    /// schema version, is stored in another form, or is an index's part of the item.
    pub(super) fn guarded(self) -> Result<I>
    where
        I: Unique,
    {
        let stored_key = self.key_attributes()?;
        let item = self.item?;
        let key = json::decode_item(&item_key(&item).map_err(unwritable)?)?;
        if same_item(&key, &stored_key) && has_unique_values(&self.attributes, &item).map_err(unwritable)? {
            return Ok(item);
        }
        let message = "the key or a unique attribute is stored in another form than the struct has, so that the guards are \
                       unknown: remove the item by the struct that wrote it";
        Err(Error::new(ErrorKind::Decode, message))
    }
}
