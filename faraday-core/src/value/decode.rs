use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::attribute_type::{AttributeType, SetType};
use super::whole_map::WholeMap;
use crate::value::DecodeError;

/// Reads one value of DynamoDB's data model.
///
/// Every method except [`kind`](Decoder::kind) and [`skip`](Decoder::skip) fails when the value is of another type, or
/// the bytes are not what DynamoDB sends.
#[allow(clippy::missing_errors_doc)] // stated once, above
pub trait Decoder: Sized {
    /// Reads the elements of a list.
    type List: ListDecoder;
    /// Reads the entries of a map.
    type Map: MapDecoder;
    /// Reads the elements of a set.
    type Set: ListDecoder;

    /// Returns the type of the value.
    fn kind(&self) -> AttributeType;

    /// Reads an S.
    fn string(self) -> Result<String, DecodeError>;

    /// Reads an S and passes it to `read`, which saves an allocation where the backend can borrow.
    fn with_string<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError>;

    /// Reads the decimal text of an N and passes it to `read`.
    fn with_number<T>(self, read: impl FnOnce(&str) -> T) -> Result<T, DecodeError>;

    /// Reads a B.
    fn binary(self) -> Result<Vec<u8>, DecodeError>;

    /// Reads a B and passes it to `read`, which saves an allocation where the backend can borrow.
    fn with_binary<T>(self, read: impl FnOnce(&[u8]) -> T) -> Result<T, DecodeError> {
        self.binary().map(|bytes| read(&bytes))
    }

    /// Reads a BOOL.
    fn boolean(self) -> Result<bool, DecodeError>;

    /// Reads a NULL.
    fn null(self) -> Result<(), DecodeError>;

    /// Begins an L.
    fn list(self) -> Result<Self::List, DecodeError>;

    /// Begins an M.
    fn map(self) -> Result<Self::Map, DecodeError>;

    /// Begins a set of this type.
    fn set(self, set: SetType) -> Result<Self::Set, DecodeError>;

    /// Reads the decrypted B of an encrypted attribute; only an operation on a table, or a `Database`, decrypts it.
    #[doc(hidden)]
    fn decrypted(self) -> Result<Vec<u8>, DecodeError> {
        Err(DecodeError::new("it is encrypted: only an operation on a table reads it, or `from_map` of a `Database`"))
    }

    /// Whether this version does not know the type of the value. Such a value can only be skipped.
    #[doc(hidden)]
    fn is_unknown(&self) -> bool {
        false
    }

    /// Returns the value as the SDK's type; moves it if it already has that type.
    #[doc(hidden)]
    fn value(self) -> Result<AttributeValue, DecodeError> {
        read_value(self)
    }

    /// Passes the value as the SDK's type to `read`; borrows it if it already has that type.
    #[doc(hidden)]
    fn with_value<T>(self, read: impl FnOnce(&AttributeValue) -> Result<T, DecodeError>) -> Result<T, DecodeError> {
        read(&self.value()?)
    }

    /// Skips the value.
    fn skip(self) -> Result<(), DecodeError>;
}

/// Reads the elements of a list or set; call [`next`](Self::next) until it returns `None`.
#[allow(clippy::missing_errors_doc)]
pub trait ListDecoder {
    /// Reads one element.
    type Element<'d>: Decoder
    where
        Self: 'd;

    /// Returns the next element; read or skip it before you call `next` again.
    fn next(&mut self) -> Result<Option<Self::Element<'_>>, DecodeError>;
}

/// Reads the entries of a map or the attributes of an item; call [`next`](Self::next) until it returns `None`.
#[allow(clippy::missing_errors_doc)]
pub trait MapDecoder {
    /// Reads one value.
    type Value<'d>: Decoder
    where
        Self: 'd;

    /// Returns the next entry: the result of `name` for its name, and its value. Read or skip the value before you call `next`
    /// again.
    fn next<T>(&mut self, name: impl FnOnce(&str) -> T) -> Result<Option<(T, Self::Value<'_>)>, DecodeError>;

    /// Returns the next entry for a struct that numbers its names. `of` identifies the struct, so that a backend can remember the
    /// number of a name.
    #[doc(hidden)]
    fn next_field(
        &mut self,
        of: u64,
        number: impl FnOnce(&str) -> u16,
    ) -> Result<Option<(u16, Self::Value<'_>)>, DecodeError> {
        let _ = of;
        self.next(number)
    }

    /// Returns the string of the entry with this name and leaves the entry to be read again. Call it before anything else is read:
    /// an enum needs its tag before it can read a variant.
    fn peek(&mut self, name: &str) -> Result<Option<String>, DecodeError>;

    /// Makes [`next`](Self::next) skip the entry with this name.
    fn hide(&mut self, name: &'static str);

    /// Passes the whole map as the SDK's type to `read`; borrows it if it already has that type. Call it before anything is read.
    #[doc(hidden)]
    fn with_value<T>(self, read: impl FnOnce(&AttributeValue) -> Result<T, DecodeError>) -> Result<T, DecodeError>
    where
        Self: Sized,
    {
        read(&AttributeValue::M(read_entries(self)?))
    }

    /// Passes the map to `read`, and if that fails, it is as if nothing had been read. `None` from a map that can be read only once. Call it
    /// before anything is read.
    #[doc(hidden)]
    fn attempt<R: ReadMap>(&mut self, read: R) -> Option<Result<R::Output, DecodeError>> {
        let _ = read;
        None
    }

    /// The whole map, to be read several times. Call it before anything is read.
    #[doc(hidden)]
    fn whole<'m>(self) -> Result<WholeMap<'m>, DecodeError>
    where
        Self: Sized + 'm,
    {
        Ok(WholeMap::Entries { entries: read_known_entries(self)?, decrypted: &[] })
    }
}

/// Reads a map from any decoder.
#[doc(hidden)]
pub trait ReadMap {
    /// What it reads.
    type Output;

    /// Reads the map.
    #[allow(clippy::missing_errors_doc)]
    fn read<M: MapDecoder>(self, map: M) -> Result<Self::Output, DecodeError>;
}

/// Skips all entries of a map.
#[doc(hidden)]
#[allow(clippy::missing_errors_doc)]
pub fn skip_entries<M: MapDecoder>(mut map: M) -> Result<(), DecodeError> {
    while let Some(((), value)) = map.next(|_| ())? {
        value.skip()?;
    }
    Ok(())
}

/// Reads a value of any type, part by part.
fn read_value<D: Decoder>(decoder: D) -> Result<AttributeValue, DecodeError> {
    Ok(match decoder.kind() {
        AttributeType::S => AttributeValue::S(decoder.string()?),
        AttributeType::N => AttributeValue::N(decoder.with_number(str::to_owned)?),
        AttributeType::B => AttributeValue::B(Blob::new(decoder.binary()?)),
        AttributeType::Bool => AttributeValue::Bool(decoder.boolean()?),
        AttributeType::Null => decoder.null().map(|()| AttributeValue::Null(true))?,
        AttributeType::L => {
            let (mut list, mut values) = (decoder.list()?, Vec::new());
            while let Some(element) = list.next().map_err(|error| error.at_index(values.len()))? {
                values.push(element.value().map_err(|error| error.at_index(values.len()))?);
            }
            AttributeValue::L(values)
        }
        AttributeType::M => AttributeValue::M(read_entries(decoder.map()?)?),
        AttributeType::Ss => {
            let (mut set, mut values) = (decoder.set(SetType::Ss)?, Vec::new());
            while let Some(element) = set.next()? {
                values.push(element.string()?);
            }
            AttributeValue::Ss(values)
        }
        AttributeType::Ns => {
            let (mut set, mut values) = (decoder.set(SetType::Ns)?, Vec::new());
            while let Some(element) = set.next()? {
                values.push(element.with_number(str::to_owned)?);
            }
            AttributeValue::Ns(values)
        }
        AttributeType::Bs => {
            let (mut set, mut values) = (decoder.set(SetType::Bs)?, Vec::new());
            while let Some(element) = set.next()? {
                values.push(Blob::new(element.binary()?));
            }
            AttributeValue::Bs(values)
        }
    })
}

/// The entries of a map, without those of types that this version does not know.
pub(crate) fn read_known_entries<M: MapDecoder>(mut map: M) -> Result<HashMap<String, AttributeValue>, DecodeError> {
    let mut entries = HashMap::new();
    while let Some((name, value)) = map.next(str::to_owned)? {
        if value.is_unknown() {
            value.skip()?;
            continue;
        }
        match value.value() {
            Ok(value) => entries.insert(name, value),
            Err(error) => return Err(error.at_attribute(name)),
        };
    }
    Ok(entries)
}

fn read_entries<M: MapDecoder>(mut map: M) -> Result<HashMap<String, AttributeValue>, DecodeError> {
    let mut entries = HashMap::new();
    while let Some((name, value)) = map.next(str::to_owned)? {
        match value.value() {
            Ok(value) => entries.insert(name, value),
            Err(error) => return Err(error.at_attribute(name)),
        };
    }
    Ok(entries)
}
