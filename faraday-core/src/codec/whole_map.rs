//! Reads a [`WholeMap`], as often as it is asked.

use super::json::{Tokens, WireAttributes};
use super::plain_json;
use super::sdk_map::OwnedMap;
use crate::value::{DecodeError, MapDecoder, ReadMap, WholeMap};

/// Reads the whole map by `read`.
pub(crate) fn read_whole<R: ReadMap>(whole: &WholeMap<'_>, read: R) -> Result<R::Output, DecodeError> {
    match whole {
        WholeMap::Json { json, hidden } => {
            let mut tokens = Tokens::new(json)?;
            let mut map = WireAttributes::begin(&mut tokens)?;
            if let Some(hidden) = hidden {
                map.hide(hidden);
            }
            read.read(map)
        }
        WholeMap::PlainJson { json, hidden } => plain_json::read_object(json, *hidden, read),
        WholeMap::Entries { entries, decrypted } => read.read(OwnedMap::decrypted(entries.clone(), decrypted)),
    }
}
