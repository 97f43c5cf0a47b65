//! The functions for enums whose tag is one of the attributes of their variants.

use crate::value::{DecodeError, MapDecoder};

/// The name of the variant, which the entry `tag` holds. Nothing is read of the map yet: the variant is read from the bytes
/// themselves, as a struct is.
pub fn tag<M: MapDecoder>(map: &mut M, tag: &str) -> Result<String, DecodeError> {
    match map.peek(tag) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err(DecodeError::missing(tag, "S")),
        Err(error) => Err(error.at_attribute(tag)),
    }
}

/// The content of a variant, which stands beside its tag.
pub fn required_content<T>(content: Option<T>, name: &str) -> Result<T, DecodeError> {
    content.ok_or_else(|| DecodeError::missing(name, "the content of a variant"))
}
