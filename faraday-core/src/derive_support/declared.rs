//! The functions for items of declared tables; the compiler evaluates most of them.

use crate::schema::{IndexSchema, Item, KeyElement, Projected, Projection, TableSchema};
use crate::value::AttributeType;
use crate::value::names::{contains, equal};

/// Replaces a key attribute that the table does not have, which another check reports.
const UNKNOWN: KeyElement = KeyElement::of("unknown", AttributeType::S);

/// Returns the sort key of a table.
#[must_use]
pub const fn sort_key(table: &TableSchema) -> KeyElement {
    match table.sort_key() {
        Some(sort_key) => sort_key,
        None => UNKNOWN,
    }
}

/// Returns a key attribute of an index.
#[must_use]
pub const fn index_key(mut keys: &[KeyElement], mut position: usize) -> KeyElement {
    while let [key, rest @ ..] = keys {
        if position == 0 {
            return *key;
        }
        position -= 1;
        keys = rest;
    }
    UNKNOWN
}

/// Whether a key attribute holds strings, which templates make.
#[must_use]
pub const fn is_text(key: &KeyElement) -> bool {
    matches!(key.key_type(), AttributeType::S)
}

/// Whether both are the same attribute.
#[must_use]
pub const fn is_same_key(one: &KeyElement, other: &KeyElement) -> bool {
    one.is_same(*other)
}

/// Whether the item makes as many key attributes as the index has.
#[must_use]
pub const fn has_as_many_keys(own: &IndexSchema, declared: &IndexSchema) -> bool {
    own.partition_key().len() == declared.partition_key().len() && own.sort_key().len() == declared.sort_key().len()
}

/// Whether the item makes the same key attributes as the index has.
#[must_use]
pub const fn has_keys_of(own: &IndexSchema, declared: &IndexSchema) -> bool {
    are_same(own.partition_key(), declared.partition_key()) && are_same(own.sort_key(), declared.sort_key())
}

const fn are_same(mut own: &[KeyElement], mut declared: &[KeyElement]) -> bool {
    while let ([one, rest @ ..], [other, others @ ..]) = (own, declared) {
        let is_made = match one.template() {
            Some(template) => !template.is_field(),
            None => false,
        };
        // A template makes a string.
        if !one.is_same(*other) || is_made && !is_text(other) {
            return false;
        }
        (own, declared) = (rest, others);
    }
    true
}

/// Whether both names are the same.
#[must_use]
pub const fn is_named(one: &str, other: &str) -> bool {
    equal(one, other)
}

/// Whether an index that includes some attributes includes the kind. True for any other index: one with only keys cannot include it.
#[must_use]
pub const fn includes_kind(index: &IndexSchema, tag: &str) -> bool {
    match index.projection() {
        Projected::Include(names) => contains(names, tag),
        Projected::All | Projected::KeysOnly => true,
    }
}

/// Whether an index holds whole items.
#[must_use]
pub const fn holds_all(index: &IndexSchema) -> bool {
    matches!(index.projection(), Projected::All)
}

/// Whether an index holds the attributes of the row `P` of `I`.
#[must_use]
pub const fn index_holds<I: Item, P: Projection<Of = I>>(index: &IndexSchema) -> bool {
    let included: &[&str] = match index.projection() {
        Projected::All => return true,
        Projected::KeysOnly => &[],
        Projected::Include(names) => names,
    };
    let mut asked = P::ATTRIBUTES;
    while let [first, rest @ ..] = asked {
        let is_held = contains(included, first)
            || is_one_of(index.partition_key(), first)
            || is_one_of(index.sort_key(), first)
            || is_primary(&I::SCHEMA, first);
        if !is_held {
            return false;
        }
        asked = rest;
    }
    true
}

const fn is_one_of(mut keys: &[KeyElement], name: &str) -> bool {
    while let [key, rest @ ..] = keys {
        if equal(key.name(), name) {
            return true;
        }
        keys = rest;
    }
    false
}

const fn is_primary(table: &TableSchema, name: &str) -> bool {
    let is_sort = match table.sort_key() {
        Some(sort_key) => equal(sort_key.name(), name),
        None => false,
    };
    is_sort || equal(table.partition_key().name(), name)
}

/// Whether the table or one of its indexes has a key attribute of this name.
#[must_use]
pub const fn is_key_attribute(table: &TableSchema, name: &str) -> bool {
    let mut indexes = table.indexes();
    while let [index, rest @ ..] = indexes {
        if is_one_of(index.partition_key(), name) || is_one_of(index.sort_key(), name) {
            return true;
        }
        indexes = rest;
    }
    is_primary(table, name)
}

/// Whether the table has an attribute of this name for a key, or for the kind of its items.
#[must_use]
pub const fn is_taken(table: &TableSchema, name: &str) -> bool {
    is_key_attribute(table, name) || equal(table.kind_attribute(), name)
}

/// Whether an attribute is one of the keys that templates make for this item.
#[must_use]
pub fn is_made_key(schema: &TableSchema, name: &str) -> bool {
    let is = |key: &KeyElement| key.name() == name && key.template().is_some_and(|template| !template.is_field());
    is(&schema.partition_key())
        || schema.sort_key().as_ref().is_some_and(is)
        || schema.made_indexes().iter().any(|index| index.partition_key().iter().chain(index.sort_key()).any(is))
}

/// Whether each key attribute is made in the same way in all keys.
#[must_use]
pub const fn keys_agree(schema: &TableSchema) -> bool {
    let mut indexes = schema.made_indexes();
    while let [index, rest @ ..] = indexes {
        let sort_key = sort_key(schema);
        if !agree(index, schema.partition_key()) || !agree(index, sort_key) {
            return false;
        }
        let mut others = rest;
        while let [other, last @ ..] = others {
            if !agree_all(index, other.partition_key()) || !agree_all(index, other.sort_key()) {
                return false;
            }
            others = last;
        }
        indexes = rest;
    }
    true
}

const fn agree_all(index: &IndexSchema, mut keys: &[KeyElement]) -> bool {
    while let [key, rest @ ..] = keys {
        if !agree(index, *key) {
            return false;
        }
        keys = rest;
    }
    true
}

const fn agree(index: &IndexSchema, key: KeyElement) -> bool {
    agrees(index.partition_key(), key) && agrees(index.sort_key(), key)
}

const fn agrees(mut keys: &[KeyElement], key: KeyElement) -> bool {
    while let [first, rest @ ..] = keys {
        if equal(first.name(), key.name()) && !has_template_of(*first, key) {
            return false;
        }
        keys = rest;
    }
    true
}

const fn has_template_of(one: KeyElement, other: KeyElement) -> bool {
    match (one.template(), other.template()) {
        (Some(one), Some(other)) => one.is_same(other),
        (None, None) => true,
        _ => false,
    }
}

/// Whether the items have a kind.
#[must_use]
pub const fn has_kind(schema: &TableSchema) -> bool {
    !schema.kind_name().is_empty()
}

/// Whether the items of both have the same kind.
#[must_use]
pub const fn has_same_kind(one: &TableSchema, other: &TableSchema) -> bool {
    equal(one.kind_name(), other.kind_name())
}

/// Whether both make the partition key in the same way.
#[must_use]
pub const fn has_same_partition(one: &TableSchema, other: &TableSchema) -> bool {
    match (one.partition_key().template(), other.partition_key().template()) {
        (Some(one), Some(other)) => one.is_alike(other),
        (None, None) => true,
        _ => false,
    }
}
