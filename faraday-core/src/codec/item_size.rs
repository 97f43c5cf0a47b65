//! The size of an item by DynamoDB's documented formula, and the limit of 400 KB.
//!
//! A name and a string count their UTF-8 bytes, a binary its bytes, a number one byte for every two significant digits
//! and one more (and one for the sign), a boolean and a NULL one byte, a list and a map three bytes and one for each of
//! their elements. The 100 bytes an item that DynamoDB adds when it bills storage are not counted here.
//!
//! See [item sizes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).

use crate::codec::limits::{MAX_DEPTH, looks_numeric, too_deep};
use crate::frozen::Plaintext;
use crate::value::{Attributes, EncodeError, Encoder, ListEncoder, MapEncoder, SetType, count_digits};

/// DynamoDB's limit of an item: 400 KB.
pub(crate) const MAX_ITEM: usize = 400 * 1024;

/// The bytes that encryption adds besides the key's id: the length of the id, the nonce, the tag.
pub(crate) const SEAL: usize = 1 + 24 + 16;

pub(crate) fn item_size<T: Attributes>(item: &T) -> Result<usize, EncodeError> {
    let mut bytes = 0;
    item.encode_attributes(&mut SizeMap { bytes: &mut bytes, entry: 0, depth: 0 })?;
    Ok(bytes)
}

/// Returns the attributes of an item with their sizes in bytes, the largest first.
pub(crate) fn largest<T: Attributes>(item: &T) -> Result<Vec<(String, usize)>, EncodeError> {
    let mut sizes = SizeByName::default();
    item.encode_attributes(&mut sizes)?;
    sizes.book();
    sizes.done.sort_by(|(_, a), (_, b)| b.cmp(a));
    Ok(sizes.done)
}

/// Counts one byte for every two significant digits, one more, and one for the sign. DynamoDB's documentation calls this
/// approximate.
fn number_size(digits: &str) -> usize {
    match count_digits(digits) {
        0 => 1,
        count => count.div_ceil(2) + 1 + usize::from(digits.starts_with('-')),
    }
}

pub(crate) struct SizeEncoder<'s> {
    bytes: &'s mut usize,
    depth: u8,
}

impl SizeEncoder<'_> {
    fn nest(&self) -> Result<u8, EncodeError> {
        if self.depth < MAX_DEPTH { Ok(self.depth + 1) } else { Err(EncodeError::new(too_deep())) }
    }
}

impl<'s> Encoder for SizeEncoder<'s> {
    type List = SizeList<'s>;
    type Map = SizeMap<'s>;
    type Set = SizeList<'s>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        *self.bytes += value.len();
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        looks_numeric(digits)?;
        *self.bytes += number_size(digits);
        Ok(())
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        *self.bytes += value.len();
        Ok(())
    }

    fn boolean(self, _: bool) -> Result<(), EncodeError> {
        *self.bytes += 1;
        Ok(())
    }

    fn null(self) -> Result<(), EncodeError> {
        *self.bytes += 1;
        Ok(())
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        let depth = self.nest()?;
        *self.bytes += 3;
        Ok(SizeList { bytes: self.bytes, entry: 1, depth })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        let depth = self.nest()?;
        *self.bytes += 3;
        Ok(SizeMap { bytes: self.bytes, entry: 1, depth })
    }

    fn set(self, _: SetType) -> Result<Self::Set, EncodeError> {
        Ok(SizeList { bytes: self.bytes, entry: 0, depth: self.depth })
    }
}

pub(crate) struct SizeList<'s> {
    bytes: &'s mut usize,
    entry: usize,
    depth: u8,
}

impl ListEncoder for SizeList<'_> {
    type Element<'e>
        = SizeEncoder<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        *self.bytes += self.entry;
        SizeEncoder { bytes: self.bytes, depth: self.depth }
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

pub(crate) struct SizeMap<'s> {
    bytes: &'s mut usize,
    entry: usize,
    depth: u8,
}

impl MapEncoder for SizeMap<'_> {
    type Value<'e>
        = SizeEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        *self.bytes += name.len() + self.entry;
        SizeEncoder { bytes: self.bytes, depth: self.depth }
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.attribute(name).binary(frozen.bytes())?;
        *self.bytes += SEAL;
        Ok(())
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Counts each attribute of an item separately.
#[derive(Default)]
struct SizeByName {
    done: Vec<(String, usize)>,
    current: usize,
}

impl SizeByName {
    /// Adds the bytes counted since the last name to that name.
    fn book(&mut self) {
        let bytes = std::mem::take(&mut self.current);
        if let Some((_, size)) = self.done.last_mut() {
            *size += bytes;
        }
    }
}

impl MapEncoder for SizeByName {
    type Value<'e>
        = SizeEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        self.book();
        self.done.push((name.to_owned(), name.len()));
        SizeEncoder { bytes: &mut self.current, depth: 0 }
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.attribute(name).binary(frozen.bytes())?;
        self.current += SEAL;
        Ok(())
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}
