//! The functions for keys that templates make of fields.

use crate::codec::sdk_map;
use crate::schema::key::{PartValue, write_made};
use crate::schema::{Item, KeyElement, made_keys, primary_keys};
use crate::value::{DecodeError, EncodeError, KeyPart, MapEncoder, Value, to_attribute_value};

/// Returns a field's value as a part of a key; `None` if it is absent.
pub fn part<T: Value>(name: &'static str, value: &T) -> Result<Option<PartValue>, EncodeError> {
    if value.is_absent() {
        return Ok(None);
    }
    let value = to_attribute_value(value).map_err(|error| error.at_attribute(name))?;
    Ok(Some(PartValue { name, value }))
}

/// Writes the primary key, including attributes that are fields themselves.
pub fn write_key<I: Item, M: MapEncoder>(
    map: &mut M,
    parts: impl IntoIterator<Item = Option<PartValue>>,
) -> Result<(), EncodeError> {
    let parts: Vec<PartValue> = parts.into_iter().flatten().collect();
    for (key, most) in primary_keys(&I::SCHEMA) {
        write_made(map, key, &parts, most)?;
    }
    Ok(())
}

/// Writes the key attributes that templates make: those of the table, and of each index whose parts are all present.
pub fn write_made_keys<I: Item, M: MapEncoder>(
    map: &mut M,
    parts: impl IntoIterator<Item = Option<PartValue>>,
) -> Result<(), EncodeError> {
    let parts: Vec<PartValue> = parts.into_iter().flatten().collect();
    for (key, most) in made_keys(&I::SCHEMA, &parts) {
        write_made(map, key, &parts, most)?;
    }
    Ok(())
}

/// Adds the parts of a key attribute that was read.
pub fn read_made_key(key: KeyElement, text: Option<String>, parts: &mut Vec<PartValue>) -> Result<(), DecodeError> {
    let (Some(template), Some(text)) = (key.template(), text) else { return Ok(()) };
    let read = template.parse(&text).map_err(|error| error.at_attribute(key.name()))?;
    for part in read {
        if parts.iter().all(|known| known.name != part.name) {
            parts.push(part);
        }
    }
    Ok(())
}

/// Returns the value of a field that is only in the key.
pub fn key_only_part<T: Value>(parts: &[PartValue], name: &str) -> Result<T, DecodeError> {
    let part = parts.iter().find(|part| part.name == name).map(|part| sdk_map::decode(part.value.clone()));
    T::required(part.transpose().map_err(|error| error.at_attribute(name))?, name)
}

/// Whether a template can write a value of this form; `ordered` is the option of the template.
#[must_use]
pub const fn has_text(form: KeyPart, ordered: bool) -> bool {
    match form {
        KeyPart::Unsupported => false,
        KeyPart::Signed(_) | KeyPart::Float => ordered,
        KeyPart::Text | KeyPart::Fixed(_) | KeyPart::Unsigned(_) | KeyPart::Time => true,
    }
}
