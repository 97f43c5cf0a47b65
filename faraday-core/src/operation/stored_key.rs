//! Refuses to write an item whose struct has another key than the stored item: [`key_as_stored`].

use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Identity, Item, item_key, primary_keys};

/// Returns the key of an item that was read under this stored key. Keys are DynamoDB JSON.
///
/// An upgrade, or a type that normalizes what it reads, may give the struct another key. A write of the struct would then replace the
/// item that is stored under that key.
pub(crate) fn key_as_stored<I: Item>(item: &I, stored: &[u8]) -> Result<Vec<u8>> {
    let unwritable =
        |error| Error::new(ErrorKind::Decode, format!("the item that was read cannot be written again: {error}"));
    let key = item_key(item).map_err(unwritable)?;
    let identity = |json: &[u8]| Identity::of(&I::SCHEMA, json).ok();
    if identity(&key).is_some_and(|own| identity(stored) == Some(own)) {
        return Ok(key);
    }
    let names: Vec<_> = primary_keys(&I::SCHEMA).map(|(key, _)| format!("`{}`", key.name())).collect();
    let message = format!(
        "the struct has another key than the stored item that it was read from ({}), so a write would replace another item: let the \
         upgrade, or the type of the field, keep the key as it is stored",
        names.join(", ")
    );
    Err(Error::new(ErrorKind::InvalidArgument, message))
}
