//! The functions for enums whose tag is one of the attributes of their variants.

use crate::value::{DecodeError, Decoder, MapDecoder};

/// The name of the variant, which the entry `tag` holds. Nothing is read of the map yet: the variant is read from the bytes
/// themselves, as a struct is.
pub fn tag<M: MapDecoder>(map: &mut M, tag: &str) -> Result<String, DecodeError> {
    match map.peek(tag) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err(DecodeError::missing(tag, "S")),
        Err(error) => Err(error.at_attribute(tag)),
    }
}

/// Reads the map of a variant without fields to its end.
pub fn skip_entries<M: MapDecoder>(mut map: M) -> Result<(), DecodeError> {
    while let Some(((), value)) = map.next(|_| ())? {
        value.skip()?;
    }
    Ok(())
}
