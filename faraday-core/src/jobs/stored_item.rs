//! Reads items both as stored and as structs, and writes a struct back without losing anything: [`StoredItem`].

use std::fmt;
use std::marker::PhantomData;

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::encryption::Plaintext;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::{Rows, replaced};
use crate::expression::{Condition, Tokens};
use crate::operation::{Put, has_unique_values, same_item};
use crate::paging::key_json;
use crate::schema::{AttributeDecryption, Encoded, IndexSchema, Item, Unique, item_key, primary_keys, recording};
use crate::value::{Attributes, DecodeError, EncodeError, MapDecoder, Names, Value};

/// Yields each item as it is stored, and as its struct.
pub(super) struct StoredRows<I>(PhantomData<fn() -> I>);

impl<I> StoredRows<I> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

/// An item as it is stored, and as its struct if it fits.
pub(super) struct StoredItem<I> {
    attributes: SdkItem,
    item: std::result::Result<I, DecodeError>,
    /// What the structs read as which it was upgraded.
    upgraded_from: Vec<&'static Names>,
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
        Ok(StoredItem { attributes, item, upgraded_from })
    }

    fn checks_kind(&self) -> bool {
        true
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

/// The write of a changed item.
pub(super) struct Rewrite<I> {
    pub(super) put: Put<I>,
    /// The attributes that the item must then have, without those that are encrypted or that faraday writes itself.
    wanted: SdkItem,
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

    /// Returns the item as its struct, if it has the key and the guards that the struct names. An item that is stored in another form, such
    /// as that of an older schema version, may have others; so may one of which an index holds only a part.
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

    /// Changes the item; `None` if it is stored as it should be already.
    ///
    /// The write has the condition that the item is unchanged: that it has its version, or, without one, the same values of all
    /// attributes. It keeps the attributes that neither the struct knows nor those of older schema versions.
    pub(super) fn rewritten(self, change: impl FnOnce(&mut I)) -> Result<Option<Rewrite<I>>> {
        let Self { attributes, item, upgraded_from } = self;
        let mut item = item?;
        let (key, stamp) = (item_key(&item).map_err(unwritable)?, item.stamp());
        I::MANAGED.version().map_or(Ok(()), |name| stamp.check(name)).map_err(unwritable)?;
        let encrypted = Encoded::of(&item).map_err(unwritable)?.encrypted;
        change(&mut item);
        if item_key(&item)? != key {
            return Err(Error::new(ErrorKind::InvalidArgument, "the change is of the item's key, which never changes"));
        }
        let encoded = Encoded::of(&item)?;
        let mut wanted: SdkItem = json::decode_item(&encoded.json)?;
        let kept = kept::<I>(&attributes, &wanted, &upgraded_from);
        let are_stored = encoded.encrypted.iter().all(|(name, _)| attributes.contains_key(*name));
        let is_same = are_stored && same_encrypted(&encrypted, &encoded.encrypted) && {
            let mut wanted = wanted.clone();
            wanted.extend(kept.clone());
            same_item(&wanted, &comparable::<I>(&attributes))
        };
        if is_same {
            return Ok(None);
        }
        let encoded = encoded.with(&kept).map_err(unwritable)?;
        wanted.extend(kept);
        let put = Put::of_encoded(Ok(encoded), stamp);
        let put = if stamp.version > 0 { put } else { put.condition(unchanged(&attributes)?) };
        Ok(Some(Rewrite { put, wanted }))
    }
}

impl<I: Item> Rewrite<I> {
    /// Whether the stored item is as this write made it.
    pub(super) fn is_done(wanted: &SdkItem, stored: &StoredItem<I>) -> bool {
        same_item(wanted, &comparable::<I>(&stored.attributes))
    }

    pub(super) fn into_parts(self) -> (Put<I>, SdkItem) {
        (self.put, self.wanted)
    }
}

/// The attributes that the struct does not know, which its write would drop. Keys of indexes are never kept: the struct makes them,
/// and one that it does not make is to be gone. What an upgrade read as a field of an older struct is in the new one, in another form,
/// or is to be gone as well.
fn kept<I: Item>(stored: &SdkItem, written: &SdkItem, upgraded_from: &[&Names]) -> SdkItem {
    let indexes = I::SCHEMA.all_indexes();
    let is_key = |name: &str| {
        let names =
            |index: &&IndexSchema| index.partition_key().iter().chain(index.sort_key()).any(|key| key.name() == name);
        indexes.iter().copied().any(|index| names(&index))
    };
    let is_kept = |name: &str| {
        let is_replaced = upgraded_from.iter().any(|names| names.declares(name));
        !is_replaced
            && !I::NAMES.accepts(name)
            && !written.contains_key(name)
            && !I::ENCRYPTED.contains(&name)
            && !is_key(name)
    };
    stored.iter().filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Returns the attributes without those that faraday writes itself, and without encrypted ones, which differ each time.
fn comparable<I: Item>(stored: &SdkItem) -> SdkItem {
    let managed = [I::MANAGED.version(), I::MANAGED.created_at(), I::MANAGED.updated_at()];
    let is_left = |name: &str| !managed.contains(&Some(name)) && !I::ENCRYPTED.contains(&name);
    stored.iter().filter(|(name, _)| is_left(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn same_encrypted(one: &[(&'static str, Plaintext)], other: &[(&'static str, Plaintext)]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|((name, one), (known, other))| name == known && one.bytes() == other.bytes())
}

/// Returns the condition that the item has the same values of all these attributes.
fn unchanged<I>(attributes: &SdkItem) -> Result<Condition<I>> {
    let mut attributes: Vec<_> = attributes.iter().collect();
    attributes.sort_by_key(|(name, _)| *name);
    let mut tokens = Tokens::default();
    for (position, (name, value)) in attributes.into_iter().enumerate() {
        if position > 0 {
            tokens.text(" AND ");
        }
        tokens.name(name.clone());
        tokens.text(" = ");
        tokens.encoded(|encoder| value.encode(encoder));
    }
    tokens.take_error().map_err(unwritable)?;
    Ok(Condition::of_conjunction(tokens))
}

/// The item was read, so the caller did not make the mistake: a decode error.
pub(super) fn unwritable(error: EncodeError) -> Error {
    Error::new(ErrorKind::Decode, format!("the item that was read cannot be written again: {error}"))
}
