//! Some attributes of an item that cannot be read as a whole: [`known_attributes`].

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decode::WireAttributes;
use super::tokens::Tokens;
use crate::value::{DecodeError, Decoder, MapDecoder};

type Attributes = HashMap<String, AttributeValue>;

/// Returns the attributes of an item with the wanted names. Leaves out those that cannot be read.
pub(crate) fn known_attributes(item: &[u8], is_wanted: impl Fn(&str) -> bool) -> Attributes {
    let mut found = Attributes::new();
    // An error ends the reading, but the attributes before it are still known.
    let _ = read(item, is_wanted, &mut found);
    found
}

fn read(item: &[u8], is_wanted: impl Fn(&str) -> bool, found: &mut Attributes) -> Result<(), DecodeError> {
    let mut json = Tokens::new(item)?;
    let mut attributes = WireAttributes::begin(&mut json)?;
    while let Some((name, value)) = attributes.next(|name| is_wanted(name).then(|| name.to_owned()))? {
        match name {
            Some(name) if !value.is_unknown() => drop(found.insert(name, value.value()?)),
            _ => value.skip()?,
        }
    }
    Ok(())
}
