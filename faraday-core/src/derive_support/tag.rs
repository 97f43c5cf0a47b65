//! The functions for enums whose tag is one of the attributes of their variants.

use crate::value::{DecodeError, MapDecoder};

/// Returns the name of the variant, which the entry `tag` holds. Call it before anything is read: the variant then reads the whole
/// map, like a struct.
pub fn tag<M: MapDecoder>(map: &mut M, tag: &str) -> Result<String, DecodeError> {
    match map.peek(tag) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err(DecodeError::missing(tag, "S")),
        Err(error) => Err(error.at_attribute(tag)),
    }
}

/// Returns the content of a variant, which is in the entry next to the tag. Fails if it was absent.
pub fn required_content<T>(content: Option<T>, name: &str) -> Result<T, DecodeError> {
    content.ok_or_else(|| DecodeError::missing(name, "the content of a variant"))
}
