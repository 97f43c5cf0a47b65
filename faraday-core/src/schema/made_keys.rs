//! The key attributes of an item that templates make, and the parts of its primary key.

use aws_sdk_dynamodb::types::AttributeValue;

use super::IndexSchema;
use super::key::{KeyElement, MOST_PARTITION, MOST_SORT, PartValue};
use super::table::TableSchema;
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::value::EncodeError;

/// Returns the key attributes that templates make of these parts, each once.
pub(crate) fn made_keys(schema: &TableSchema, parts: &[PartValue]) -> Vec<(KeyElement, usize)> {
    let mut made: Vec<(KeyElement, usize)> = Vec::new();
    let add = |made: &mut Vec<(KeyElement, usize)>, key: KeyElement, most: usize| {
        if !made.iter().any(|(known, _)| known.name() == key.name()) {
            made.push((key, most));
        }
    };
    for (key, most) in primary_keys(schema) {
        add(&mut made, key, most);
    }
    for index in schema.made_indexes() {
        let keys = || index.partition_key().iter().chain(index.sort_key());
        let has = |key: &KeyElement| {
            let mut names = key.template().into_iter().flat_map(|template| template.parts());
            names.all(|part| parts.iter().any(|known| known.name == part.name))
        };
        if keys().all(has) {
            index.partition_key().iter().for_each(|key| add(&mut made, *key, MOST_PARTITION));
            index.sort_key().iter().for_each(|key| add(&mut made, *key, MOST_SORT));
        }
    }
    made.retain(|(key, _)| is_made(key));
    made
}

fn is_made(key: &KeyElement) -> bool {
    key.template().is_some_and(|template| !template.is_field())
}

/// Whether the items have this attribute beside the fields of the struct: a key that a template makes, the kind of a struct, or the schema
/// version. The attribute that names the variant of an enum is none of these.
pub(crate) fn is_beside_fields(schema: &TableSchema, name: &str) -> bool {
    let of_index = |index: &'static IndexSchema| index.partition_key().iter().chain(index.sort_key());
    let keys = primary_keys(schema).map(|(key, _)| key);
    let mut keys = keys.chain(schema.made_indexes().iter().flat_map(|index| of_index(index)).copied());
    let is_of_variant = |item: &TableSchema| name != schema.kind_attribute() && is_beside_fields(item, name);
    let is_kind = schema.kind().is_some_and(|kind| kind.name.is_some() && kind.attribute == name);
    let is_schema_version = schema.schema_version().is_some_and(|version| version.attribute() == name);
    schema.items().iter().any(is_of_variant)
        || is_kind
        || is_schema_version
        || keys.any(|key| is_made(&key) && key.name() == name)
}

/// Returns the attributes of the primary key, with the most bytes that each may have.
pub(crate) fn primary_keys(schema: &TableSchema) -> impl Iterator<Item = (KeyElement, usize)> + use<> {
    [(Some(schema.partition_key()), MOST_PARTITION), (schema.sort_key(), MOST_SORT)]
        .into_iter()
        .filter_map(|(key, most)| Some((key?, most)))
}

/// Returns the parts of a primary key that is DynamoDB JSON.
pub(crate) fn parts_of_key(schema: &TableSchema, key: &[u8]) -> Result<Vec<PartValue>, EncodeError> {
    let unreadable = |error| EncodeError::new("the key that was written cannot be read back").with_source(error);
    let key: SdkItem = json::decode_item(key).map_err(unreadable)?;
    let mut parts: Vec<PartValue> = Vec::new();
    for (element, _) in primary_keys(schema) {
        let (Some(template), Some(value)) = (element.template(), key.get(element.name())) else { continue };
        let read = match value {
            AttributeValue::S(text) if !template.is_field() => template.parse(text).map_err(unreadable)?,
            value => template.parts().map(|part| PartValue { name: part.name, value: value.clone() }).collect(),
        };
        for part in read {
            if parts.iter().all(|known| known.name != part.name) {
                parts.push(part);
            }
        }
    }
    Ok(parts)
}
