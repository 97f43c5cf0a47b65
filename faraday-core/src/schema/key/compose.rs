//! Writes the attributes of a key, each from one value, or from the parts of a template.

use aws_sdk_dynamodb::types::AttributeValue;

use super::element::KeyElement;
use super::limits::{KeyValue, MOST_PARTITION, MOST_SORT};
use super::part::PartValue;
use super::shape::encode_key_value;
use super::template::Template;
use crate::codec::json::WireMap;
use crate::codec::sdk_map::SdkEncoder;
use crate::schema::operand::Operand;
use crate::schema::table::TableSchema;
use crate::value::{EncodeError, MapEncoder};

pub(super) fn encode_element<T, M: MapEncoder>(
    map: &mut M,
    key: KeyElement,
    value: &impl Operand<T>,
    most: usize,
) -> Result<(), EncodeError> {
    let name = key.name();
    let to = if key.is_sensitive() { map.sensitive_attribute(name) } else { map.attribute(name) };
    value.encode_operand(KeyValue::new(to, most)).map_err(|error| error.at_attribute(name))
}

/// Returns the value of an operand.
pub(crate) fn part_value<T>(operand: &impl Operand<T>) -> Result<AttributeValue, EncodeError> {
    let mut value = AttributeValue::Null(true);
    operand.encode_operand(SdkEncoder::new(&mut value))?;
    Ok(value)
}

pub(super) type PartResult = Result<AttributeValue, EncodeError>;

/// Names each value after its field in the templates.
pub(crate) fn named(templates: &[&'static Template], values: Vec<PartResult>) -> Result<Vec<PartValue>, EncodeError> {
    let mut values = values.into_iter();
    let mut parts: Vec<PartValue> = Vec::new();
    for part in templates.iter().flat_map(|template| template.parts()) {
        if parts.iter().all(|known| known.name != part.name)
            && let Some(value) = values.next()
        {
            parts.push(PartValue { name: part.name, value: value.map_err(|error| error.at_attribute(part.name))? });
        }
    }
    Ok(parts)
}

pub(super) fn templates(keys: &[KeyElement]) -> Vec<&'static Template> {
    keys.iter().filter_map(|key| key.template()).collect()
}

/// Writes a key attribute that its template makes of these parts.
pub(crate) fn write_made<M: MapEncoder>(
    map: &mut M,
    key: KeyElement,
    parts: &[PartValue],
    most: usize,
) -> Result<(), EncodeError> {
    made(key, parts)?.map_or(Ok(()), |made| encode_element::<AttributeValue, _>(map, key, &made, most))
}

/// Returns the value of a key attribute that its template makes of these parts.
fn made(key: KeyElement, parts: &[PartValue]) -> Result<Option<AttributeValue>, EncodeError> {
    let Some(template) = key.template() else { return Ok(None) };
    if template.is_field() {
        let field = template.parts().find_map(|part| parts.iter().find(|known| known.name == part.name));
        return Ok(field.map(|field| field.value.clone()));
    }
    template.compose(parts).map(AttributeValue::S).map(Some)
}

/// Returns the value of a key attribute that its template makes of these parts, as DynamoDB JSON.
pub(crate) fn made_value(key: KeyElement, parts: &[PartValue], most: usize) -> Result<Vec<u8>, EncodeError> {
    let made = made(key, parts)?.unwrap_or(AttributeValue::S(String::new()));
    encode_key_value::<AttributeValue>(&made, most).map_err(|error| error.at_attribute(key.name()))
}

pub(super) fn encode_composed(schema: &TableSchema, values: Vec<PartResult>) -> Result<Vec<u8>, EncodeError> {
    let keys: Vec<KeyElement> = [Some(schema.partition_key()), schema.sort_key()].into_iter().flatten().collect();
    let parts = named(&templates(&keys), values)?;
    let mut json = Vec::with_capacity(128);
    let mut map = WireMap::open(&mut json, 0);
    for (key, most) in keys.into_iter().zip([MOST_PARTITION, MOST_SORT]) {
        write_made(&mut map, key, &parts, most)?;
    }
    map.close(b"}");
    Ok(json)
}
