//! The common part of `upsert` and `update_from`: the attributes of an item, as an update sets and removes them.

use super::Update;
use crate::expression::Tokens;
use crate::schema::{EncodedAttribute, EncodedAttributes, Item, ItemKind, item_key, primary_keys};
use crate::value::EncodeError;

/// Returns the attributes of an item that such an update writes. The primary key identifies the item, and every update writes the kind,
/// the version, the times and the schema version itself.
pub(super) fn written<I: Item>(item: &I) -> Result<Vec<EncodedAttribute>, EncodeError> {
    let attributes = EncodedAttributes::of(item)?;
    Ok(attributes.into_iter().filter(|attribute| is_written::<I>(&attribute.name)).collect())
}

pub(super) fn is_written<I: Item>(name: &str) -> bool {
    let is_kind = matches!(I::SCHEMA.kind(), Some(ItemKind { attribute, name: Some(_) }) if attribute == name);
    let is_primary = primary_keys(&I::SCHEMA).any(|(key, _)| key.name() == name);
    let is_version = I::SCHEMA.schema_version().is_some_and(|version| version.attribute() == name);
    !is_kind && !is_primary && !is_version && !I::MANAGED.has(name)
}

impl<I: Item> Update<I> {
    /// Creates an update that makes the stored item equal to this one; `add` adds its changes.
    pub(super) fn of_whole(item: &I, add: impl FnOnce(&mut Self) -> Result<(), EncodeError>) -> Self {
        let mut update = Self::of_key(item_key(item));
        update.keys.of_whole_item = true;
        if let Err(error) = add(&mut update) {
            update.clauses.set.fail(error);
        }
        update
    }

    pub(super) fn set_attribute(&mut self, attribute: EncodedAttribute) {
        let mut place = Tokens::default();
        place.named(attribute.name, attribute.is_sensitive);
        self.clauses.set_encoded(place, attribute.value);
    }
}
