//! Changes the fields from which keys of indexes are made, and sets or removes those keys with them.

use crate::codec::json::decode_value;
use crate::error::{Error, Result};
use crate::expression::Clauses;
use crate::schema::key::{Part, Template};
use crate::schema::{
    IndexSchema, KeyElement, PartValue, TableSchema, made_keys, made_value, parts_of_key, primary_keys,
};
use crate::value::EncodeError;

fn keys_of(index: &'static IndexSchema) -> impl Iterator<Item = &'static KeyElement> {
    index.partition_key().iter().chain(index.sort_key())
}

pub(super) fn templates(index: &'static IndexSchema) -> Vec<&'static Template> {
    keys_of(index).filter_map(KeyElement::template).collect()
}

fn is_made_of(index: &'static IndexSchema, name: &str) -> bool {
    templates(index).into_iter().flat_map(|template| template.parts()).any(|part| part.name == name)
}

/// The fields of keys that an update changes.
#[derive(Default)]
pub(super) struct KeyChanges {
    pub(super) set: Vec<PartValue>,
    pub(super) removed: Vec<&'static str>,
    /// Whether the update writes the keys of indexes, and their fields, as a whole item has them.
    pub(super) of_whole_item: bool,
}

impl KeyChanges {
    /// Adds the changes of the fields and of the keys that are made from them. If the update may create the item, because it does not
    /// require that the item exists, the item also gets the fields of its primary key.
    pub(super) fn apply(
        mut self,
        schema: &TableSchema,
        key: &[u8],
        needs_item: bool,
        clauses: &mut Clauses,
    ) -> Result<()> {
        if self.of_whole_item {
            return self.refuse_more();
        }
        // An update of an enum creates no item, because its kind would be unknown. An update of an item with guards creates none either,
        // because they would be missing.
        let needs_item = needs_item || schema.is_collection() || schema.is_guarded();
        let is_made = |key: KeyElement| key.template().is_some();
        if !primary_keys(schema).any(|(key, _)| is_made(key)) && schema.made_indexes().is_empty() {
            return Ok(());
        }
        let primary = parts_of_key(schema, key)?;
        self.merge(&primary)?;
        self.refuse_unique(schema)?;
        self.refuse_stale(schema, &primary)?;
        let stored = |name: &str| part_of(schema, name).filter(|part| part.is_stored);
        let written: Vec<&PartValue> = if needs_item { Vec::new() } else { primary.iter().collect() };
        for part in written.into_iter().chain(&self.set) {
            // A field that is itself a key attribute is in the key already.
            let is_key = primary_keys(schema).any(|(key, _)| key.name() == part.name);
            if let Some(known) = stored(part.name).filter(|_| !is_key) {
                clauses.set_value(part.name, known.is_sensitive, &part.value);
            }
        }
        for name in &self.removed {
            if stored(name).is_some() {
                clauses.remove_attribute(*name);
            }
        }
        self.set_made(schema, primary, needs_item, clauses)
    }

    /// Refuses other changes, because the keys follow the whole item.
    fn refuse_more(&self) -> Result<()> {
        let Some(name) = self.set.iter().map(|part| part.name).chain(self.removed.iter().copied()).next() else {
            return Ok(());
        };
        let message = "the update writes the keys of indexes as the item has them: change the item, and leave out `set_key` and \
                       `remove_key`";
        Err(Error::from(EncodeError::invalid_argument(message).at_attribute(name)))
    }

    /// Keeps each field once. Fields of the primary key must have the value that they have there.
    fn merge(&mut self, primary: &[PartValue]) -> Result<()> {
        let mut merged: Vec<PartValue> = Vec::new();
        for part in std::mem::take(&mut self.set) {
            let known = primary.iter().chain(&merged).find(|known| known.name == part.name);
            match known {
                Some(known) if known.value == part.value => {}
                Some(_) => {
                    let message = "the keys that it is a part of have one value for it, and the primary key never changes: \
                                   give the value that the key has";
                    return Err(Error::from(EncodeError::invalid_argument(message).at_attribute(part.name)));
                }
                None => merged.push(part),
            }
        }
        self.removed.sort_unstable();
        self.removed.dedup();
        self.set = merged;
        Ok(())
    }

    /// Refuses to change a unique attribute without its guard.
    fn refuse_unique(&self, schema: &TableSchema) -> Result<()> {
        let mut changed = self.set.iter().map(|part| part.name).chain(self.removed.iter().copied());
        let Some(name) = changed.find(|name| schema.unique().contains(name)) else { return Ok(()) };
        let message = "it is unique, and an update does not change its guard: write `Table::replace(&old, &new)`";
        Err(Error::from(EncodeError::invalid_argument(message).at_attribute(name)))
    }

    /// Refuses to leave an index with the old value of a changed field.
    fn refuse_stale(&self, schema: &TableSchema, primary: &[PartValue]) -> Result<()> {
        let known = |name: &str| primary.iter().chain(&self.set).any(|part| part.name == name);
        for index in schema.made_indexes() {
            let mut parts = templates(index).into_iter().flat_map(|template| template.parts());
            let changed = self.set.iter().find(|part| is_made_of(index, part.name));
            let (Some(changed), Some(unknown)) = (changed, parts.find(|part| !known(part.name))) else { continue };
            // The update removes the item from this index.
            if self.removed.iter().any(|name| is_made_of(index, name)) {
                continue;
            }
            let message = format!(
                "the keys of the index `{}` are also made from it and from `{}`: give both with `set_key` for \
                 that index in the same update",
                index.name(),
                unknown.name
            );
            return Err(Error::from(EncodeError::invalid_argument(message).at_attribute(changed.name)));
        }
        Ok(())
    }

    fn set_made(
        self,
        schema: &TableSchema,
        primary: Vec<PartValue>,
        needs_item: bool,
        clauses: &mut Clauses,
    ) -> Result<()> {
        // If the item enters an index, the whole key of the index is written, even the parts that come from the primary key.
        let is_set = |index: &&&'static IndexSchema| self.set.iter().any(|part| is_made_of(index, part.name));
        let of_set: Vec<&str> = schema
            .made_indexes()
            .iter()
            .filter(is_set)
            .flat_map(|index| keys_of(index))
            .map(KeyElement::name)
            .collect();
        let is_changed = |key: &KeyElement| !needs_item || of_set.contains(&key.name());
        let is_primary = |key: &KeyElement| primary_keys(schema).any(|(other, _)| other.name() == key.name());
        let parts: Vec<PartValue> = primary.into_iter().chain(self.set.iter().cloned()).collect();
        for (key, most) in made_keys(schema, &parts) {
            if is_primary(&key) || !is_changed(&key) {
                continue;
            }
            let value = made_value(key, &parts, most)?;
            if let Some(value) = decode_value(&value) {
                clauses.set_value(key.name(), key.is_sensitive(), &value);
            }
        }
        let mut removed: Vec<&str> = Vec::new();
        for index in
            schema.made_indexes().iter().filter(|index| self.removed.iter().any(|name| is_made_of(index, name)))
        {
            let made = keys_of(index).filter(|key| key.template().is_some_and(|template| !template.is_field()));
            for key in made.filter(|key| !is_primary(key)) {
                if !removed.contains(&key.name()) {
                    removed.push(key.name());
                    clauses.remove_attribute(key.name());
                }
            }
        }
        Ok(())
    }
}

/// Returns the field with this name if a key of the item is made from it.
fn part_of(schema: &TableSchema, name: &str) -> Option<&'static Part> {
    let primary = primary_keys(schema).filter_map(|(key, _)| key.template());
    let indexes = schema.made_indexes().iter().flat_map(|index| templates(index));
    primary.chain(indexes).flat_map(|template| template.parts()).find(|part| part.name == name)
}
