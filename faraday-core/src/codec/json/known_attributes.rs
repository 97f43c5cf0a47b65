//! Some attributes of an item that cannot be read as a whole: [`known_attributes`].

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decode::WireAttributes;
use super::tokens::Tokens;
use crate::value::{DecodeError, Decoder, MapDecoder};

type Attributes = HashMap<String, AttributeValue>;

/// The attributes of an item with these names. What cannot be read is left out.
pub(crate) fn known_attributes(item: &[u8], is_wanted: impl Fn(&str) -> bool) -> Attributes {
    let mut found = Attributes::new();
    // The attributes before a broken one are known all the same.
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
