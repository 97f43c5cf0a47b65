//! Writes an item that was read and changed, without losing anything: [`Rewrite`].
//!
//! The write is an `UpdateItem` of the difference. A `PutItem` would erase the attributes that others added after the item was read: a
//! condition names the attributes that must not be there, and nobody knows the names that others may add.

use std::time::UNIX_EPOCH;

use aws_sdk_dynamodb::types::AttributeValue;

use super::index_read::IndexRead;
use super::item_error::unwritable;
use super::stored_item::StoredItem;
use super::unchanged::{MOST_COMPARED, index_keys, unchanged};
use crate::codec::json::decode_value;
use crate::codec::sdk_map::SdkItem;
use crate::encryption::Plaintext;
use crate::error::{Error, ErrorKind, Result};
use crate::operation::{Put, Update, key_as_stored, same_item, same_value};
use crate::schema::{Encoded, EncodedAttribute, EncodedAttributes, EncodedValue, Item, ItemKind, Stamp, item_key};
use crate::value::Names;

/// The highest number of attributes that one update changes: the `UpdateExpression` of more would have over 4 KB.
const MOST_CHANGED: usize = 250;

/// The write of a changed item.
pub(super) struct Rewrite<I> {
    pub(super) write: RewriteBy<I>,
    pub(super) written: Written,
}

/// The request that writes the item.
pub(super) enum RewriteBy<I> {
    Update(Box<Update<I>>),
    /// An item with a version whose difference does not fit in an `UpdateExpression`.
    Put(Box<Put<I>>),
}

/// What the item is after the write.
pub(super) struct Written {
    /// The attributes without those that are encrypted, or that faraday writes itself.
    attributes: SdkItem,
    encrypted: Vec<(&'static str, Plaintext)>,
    version: Option<u64>,
    created_at: Option<(&'static str, AttributeValue)>,
}

/// What differs between the stored item and its new form.
struct Difference {
    set: Vec<EncodedAttribute>,
    removed: Vec<String>,
}

impl Difference {
    /// An item that is written has all its encrypted attributes sealed again, because sealed values cannot be compared.
    fn of<I: Item>(stored: &SdkItem, new: Vec<EncodedAttribute>, wanted: &SdkItem, kept: &SdkItem) -> Self {
        let is_new = |name: &str| new.iter().any(|attribute| attribute.name == name);
        let is_removed = |name: &&String| !is_new(name) && !kept.contains_key(*name) && !I::MANAGED.has(name);
        let removed = stored.keys().filter(is_removed).cloned().collect();
        let is_set = |EncodedAttribute { name, value, .. }: &EncodedAttribute| match (value, wanted.get(name)) {
            (EncodedValue::Plaintext(..), _) => true,
            (EncodedValue::Json(_), wanted) => {
                wanted.is_some_and(|wanted| stored.get(name).is_none_or(|found| !same_value(wanted, found)))
            }
        };
        Self { set: new.into_iter().filter(is_set).collect(), removed }
    }

    /// Whether nothing but encrypted attributes is in it.
    fn is_of_encrypted<I: Item>(&self) -> bool {
        self.names().all(|name| I::ENCRYPTED.contains(&name))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.set.iter().map(|attribute| attribute.name.as_str()).chain(self.removed.iter().map(String::as_str))
    }
}

impl<I: Item> StoredItem<I> {
    /// Changes the item; `None` if it is stored as it should be already.
    ///
    /// The write has the condition that the item is unchanged: that it has its version, or, without one, the same values of its
    /// attributes. It keeps the attributes that neither the struct knows nor those of older schema versions.
    pub(super) fn rewritten(self, along: Option<IndexRead>, change: impl FnOnce(&mut I)) -> Result<Option<Rewrite<I>>> {
        let key = self.key()?;
        let Self { attributes: stored, item, upgraded_from, .. } = self;
        let mut item = item?;
        let (own_key, stamp) = (key_as_stored(&item, &key)?, item.stamp());
        I::MANAGED.version().map_or(Ok(()), |name| stamp.check(name)).map_err(unwritable)?;
        let old = EncodedAttributes::of(&item).map_err(unwritable)?;
        let before = encrypted_of(&old);
        change(&mut item);
        if item_key(&item)? != own_key {
            return Err(Error::new(ErrorKind::InvalidArgument, "the change is of the item's key, which never changes"));
        }
        let new = EncodedAttributes::of(&item)?;
        let (mut wanted, encrypted) = (unmanaged::<I>(&new)?, encrypted_of(&new));
        let stamp = Stamp { created_at: item.stamp().created_at, ..stamp };
        let created_at = created_at::<I>(stamp, &new)?;
        let is_created_then = created_at
            .as_ref()
            .is_none_or(|(name, time)| stored.get(*name).is_some_and(|found| same_value(time, found)));
        let kept = kept::<I>(&stored, &old, &wanted, &upgraded_from);
        let difference = Difference::of::<I>(&stored, new, &wanted, &kept);
        let are_stored = encrypted.iter().all(|(name, _)| stored.contains_key(*name));
        if is_created_then && difference.is_of_encrypted::<I>() && are_stored && same_encrypted(&before, &encrypted) {
            return Ok(None);
        }
        if let Some(along) = along {
            along.refuse_moved(&difference.names().collect::<Vec<_>>(), &difference.removed)?;
        }
        let version = I::MANAGED.version().map(|_| stamp.version.saturating_add(1));
        let stored = Stored { key, stamp, attributes: &stored, upgraded_from: &upgraded_from };
        let write = stored.write(&item, difference, &kept)?;
        wanted.extend(kept);
        Ok(Some(Rewrite { write, written: Written { attributes: wanted, encrypted, version, created_at } }))
    }
}

/// The item before the change.
struct Stored<'s> {
    key: Vec<u8>,
    stamp: Stamp,
    attributes: &'s SdkItem,
    upgraded_from: &'s [&'static Names],
}

impl Stored<'_> {
    fn write<I: Item>(self, item: &I, difference: Difference, kept: &SdkItem) -> Result<RewriteBy<I>> {
        let version = I::MANAGED.version().map_or(0, |name| version_of(self.attributes, name));
        let changed: Vec<&str> = difference.names().collect();
        let (is_large, compared) = (changed.len() > MOST_CHANGED, changed.len() <= MOST_COMPARED);
        // Only a version that is stored shows every change. The struct may have one, and the item not yet.
        if !compared && version == 0 {
            return Err(too_many_changes(changed.len()));
        }
        let condition = (version == 0).then(|| unchanged::<I>(self.attributes, &changed, self.upgraded_from));
        let condition = condition.transpose().map_err(unwritable)?;
        if is_large {
            let encoded = Encoded::of(item)?.with(kept).map_err(unwritable)?;
            return Ok(RewriteBy::Put(Box::new(Put::of_encoded(Ok(encoded), self.stamp).condition(condition))));
        }
        let Difference { set, removed } = difference;
        let update = Update::of_rewrite(self.key, version, self.stamp, set, removed);
        Ok(RewriteBy::Update(Box::new(update.condition(condition))))
    }
}

impl Written {
    /// Whether the stored item is as this write made it.
    pub(super) fn is_done<I: Item>(&self, stored: &StoredItem<I>) -> bool {
        let version = I::MANAGED.version().map(|name| version_of(&stored.attributes, name));
        let has_time = |(name, time): &(&str, AttributeValue)| {
            stored.attributes.get(*name).is_some_and(|found| same_value(time, found))
        };
        version == self.version
            && self.created_at.as_ref().is_none_or(has_time)
            && same_item(&self.attributes, &comparable::<I>(&stored.attributes))
            && self.is_sealed_in(stored)
    }

    /// Whether the encrypted attributes hold what this write sealed. The bytes are compared, because the same value may have other bytes:
    /// a map has no order.
    fn is_sealed_in<I: Item>(&self, stored: &StoredItem<I>) -> bool {
        let is_stored = |name: &&&str| stored.attributes.contains_key(**name);
        if I::ENCRYPTED.iter().filter(is_stored).count() != self.encrypted.len() {
            return false;
        }
        let mut opened = stored.attributes.clone();
        let key = stored.decryption.key_of(&opened);
        let is_opened = stored.decryption.decrypt(&mut opened, &key, I::ENCRYPTED).is_ok();
        let holds = |(name, sealed): &(&str, Plaintext)| match opened.get(*name) {
            Some(AttributeValue::B(bytes)) => bytes.as_ref() == sealed.bytes(),
            _ => false,
        };
        is_opened && self.encrypted.iter().all(holds)
    }
}

/// Returns the version of a stored item; 0 if it has none.
fn version_of(stored: &SdkItem, name: &str) -> u64 {
    stored.get(name).and_then(|value| value.as_n().ok()?.parse().ok()).unwrap_or_default()
}

/// Returns the creation time that the item has; `None` if the write is to set it.
fn created_at<I: Item>(stamp: Stamp, encoded: &[EncodedAttribute]) -> Result<Option<(&'static str, AttributeValue)>> {
    let is_set = stamp.created_at.is_some_and(|time| time != UNIX_EPOCH);
    let Some(name) = I::MANAGED.created_at().filter(|_| is_set) else { return Ok(None) };
    let time = encoded.iter().find(|attribute| attribute.name == name).and_then(|attribute| match &attribute.value {
        EncodedValue::Json(json) => decode_value(json),
        EncodedValue::Plaintext(..) => None,
    });
    let unreadable = || Error::new(ErrorKind::Encode, "the creation time that was encoded cannot be read back");
    time.map(|time| Some((name, time))).ok_or_else(unreadable)
}

/// Returns the attributes that a struct encodes, without those that are encrypted or that faraday writes itself.
fn unmanaged<I: Item>(encoded: &[EncodedAttribute]) -> Result<SdkItem> {
    let plain = encoded.iter().filter(|attribute| !I::MANAGED.has(&attribute.name));
    let decoded = plain.filter_map(|EncodedAttribute { name, value, .. }| match value {
        EncodedValue::Json(json) => Some(decode_value(json).map(|value| (name.clone(), value))),
        EncodedValue::Plaintext(..) => None,
    });
    let unreadable = || Error::new(ErrorKind::Encode, "the changed item that was encoded cannot be read back");
    decoded.collect::<Option<_>>().ok_or_else(unreadable)
}

/// Returns the attributes without those that faraday writes itself, and without encrypted ones, which differ each time.
fn comparable<I: Item>(stored: &SdkItem) -> SdkItem {
    let is_left = |name: &str| !I::MANAGED.has(name) && !I::ENCRYPTED.contains(&name);
    stored.iter().filter(|(name, _)| is_left(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn encrypted_of(encoded: &[EncodedAttribute]) -> Vec<(&'static str, Plaintext)> {
    let encrypted = encoded.iter().filter_map(|attribute| match &attribute.value {
        EncodedValue::Plaintext(name, plaintext) => Some((*name, plaintext.clone())),
        EncodedValue::Json(_) => None,
    });
    encrypted.collect()
}

fn same_encrypted(one: &[(&str, Plaintext)], other: &[(&str, Plaintext)]) -> bool {
    let same = |((name, one), (known, other)): (&(&str, Plaintext), &(&str, Plaintext))| {
        name == known && one.bytes() == other.bytes()
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// The attributes that the struct does not know, which the write keeps. Keys of indexes are never kept: the struct makes them,
/// and one that it does not make is to be gone. What an upgrade read as a field of an older struct is in the new one, in another form,
/// or is to be gone as well.
///
/// The names of an enum are those of all its variants. Of these the write removes only what the variant that was read has, because another
/// release of the struct may have added the others.
fn kept<I: Item>(stored: &SdkItem, old: &[EncodedAttribute], written: &SdkItem, upgraded_from: &[&Names]) -> SdkItem {
    let index_keys = index_keys::<I>();
    let is_enum = matches!(I::SCHEMA.kind(), Some(ItemKind { name: None, .. }));
    let is_of_variant = |name: &str| {
        let mut known = old.iter().map(|attribute| &attribute.name).chain(written.keys());
        known.any(|known| known == name || I::NAMES.all_aliases_of(known).contains(&name))
    };
    let is_kept = |name: &str| {
        let is_replaced = upgraded_from.iter().any(|names| names.declares(name));
        !is_replaced
            && !(I::NAMES.accepts(name) && (!is_enum || is_of_variant(name)))
            && !written.contains_key(name)
            && !I::ENCRYPTED.contains(&name)
            && !index_keys.contains(&name)
    };
    stored.iter().filter(|(name, _)| is_kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn too_many_changes(changed: usize) -> Error {
    let message = format!(
        "the change is of {changed} attributes of an item that is stored without a version, and a condition can compare {MOST_COMPARED} \
         of them: change fewer at once, or give the struct a `version` and write the items with it first"
    );
    Error::new(ErrorKind::InvalidArgument, message)
}
