//! The functions for items with a schema version.

use std::cmp::Ordering;
use std::marker::PhantomData;

use crate::codec::whole_map::read_whole;
use crate::schema::{OlderItem, SchemaVersion, SchemaVersioned, newer};
use crate::value::{DecodeError, Decoder, EncodeError, MapDecoder, MapEncoder, ReadMap, Value};

/// Writes the version of the struct.
pub fn write_schema_version<M: MapEncoder>(map: &mut M, attribute: &str, current: u32) -> Result<(), EncodeError> {
    u32::write_attribute(&current, map, attribute)
}

/// Reads the version, and gives up an item of another one.
pub fn read_schema_version<D: Decoder>(decoder: D, attribute: &str, current: u32) -> Result<(), DecodeError> {
    if version(decoder, attribute)? == current { Ok(()) } else { Err(of_another_version()) }
}

/// Gives up an item without a version: it is older.
pub fn required_schema_version(is_current: bool) -> Result<(), DecodeError> {
    if is_current { Ok(()) } else { Err(of_another_version()) }
}

/// Never shown: the item is looked at again.
#[cold]
fn of_another_version() -> DecodeError {
    DecodeError::new("the item is of another schema version")
}

fn version<D: Decoder>(decoder: D, attribute: &str) -> Result<u32, DecodeError> {
    let version = decoder.with_number(|digits| digits.parse().ok());
    version
        .and_then(|version| {
            version.ok_or_else(|| DecodeError::new("expected a schema version, a whole number that fits 32 bits"))
        })
        .map_err(|error| error.at_attribute(attribute))
}

/// Reads an item of any version.
///
/// Almost every item is of the current one, and its version may be anywhere in it. So it is read as a current one at once; only if its
/// version turns out to be another, or it does not fit, is it looked at again. The version alone decides: an older item may fit the
/// struct and mean something else.
pub fn read_versioned<T: SchemaVersioned, M: MapDecoder>(mut map: M) -> Result<T, DecodeError> {
    let failed = match map.attempt(Current(PhantomData)) {
        Some(Ok(item)) => return Ok(item),
        Some(Err(error)) => Some(error),
        None => None,
    };
    read_again(map, failed)
}

#[cold]
fn read_again<T: SchemaVersioned, M: MapDecoder>(map: M, failed: Option<DecodeError>) -> Result<T, DecodeError> {
    let whole = map.whole()?;
    let known = T::SCHEMA_VERSION;
    let found = read_whole(&whole, StoredVersion(known))?;
    match (found.cmp(&known.current()), failed) {
        (Ordering::Equal, Some(error)) => Err(error),
        (Ordering::Equal, None) => read_whole(&whole, Current(PhantomData)),
        (Ordering::Less, _) => T::upgrade(&OlderItem::new(found, whole)),
        (Ordering::Greater, _) => Err(newer(found, known)),
    }
}

/// Reads an item of the current version.
struct Current<T>(PhantomData<T>);

impl<T: SchemaVersioned> ReadMap for Current<T> {
    type Output = T;

    fn read<M: MapDecoder>(self, map: M) -> Result<T, DecodeError> {
        T::decode_current(map)
    }
}

/// Reads the version alone: 1 without the attribute.
struct StoredVersion(SchemaVersion);

impl ReadMap for StoredVersion {
    type Output = u32;

    fn read<M: MapDecoder>(self, mut map: M) -> Result<u32, DecodeError> {
        let attribute = self.0.attribute();
        while let Some((is_version, value)) = map.next(|name| name == attribute)? {
            if is_version {
                return version(value, attribute);
            }
            value.skip()?;
        }
        Ok(1)
    }
}
