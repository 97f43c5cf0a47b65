//! What DynamoDB counts an item as, by its documented formula.
//!
//! A name and a string count their UTF-8 bytes, a binary its bytes, a number one byte for every two significant digits
//! and one more (and one for the sign), a boolean and a NULL one byte, a list and a map three bytes and one for each of
//! their elements, and every item 100 bytes only where storage is billed, which is not counted here.
//!
//! See [item sizes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).

use crate::error::EncodeError;
use crate::value::{Attributes, Encoder, ListEncoder, MapEncoder, SetType, Value};

/// DynamoDB takes items of up to 400 KB.
pub(crate) const MAX_ITEM: usize = 400 * 1024;

pub(crate) fn value_size<T: Value>(value: &T) -> Result<usize, EncodeError> {
    let mut bytes = 0;
    value.encode(SizeEncoder(&mut bytes))?;
    Ok(bytes)
}

pub(crate) fn item_size<T: Attributes>(item: &T) -> Result<usize, EncodeError> {
    let mut bytes = 0;
    item.encode_attributes(&mut SizeMap { bytes: &mut bytes, entry: 0 })?;
    Ok(bytes)
}

/// The attributes of an item with their sizes in bytes, the largest first.
pub(crate) fn largest<T: Attributes>(item: &T) -> Result<Vec<(String, usize)>, EncodeError> {
    let mut sizes = SizeByName::default();
    item.encode_attributes(&mut sizes)?;
    sizes.book();
    sizes.done.sort_by(|(_, a), (_, b)| b.cmp(a));
    Ok(sizes.done)
}

fn number_size(digits: &str) -> usize {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    let negative = usize::from(mantissa.starts_with('-'));
    let significant: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = significant.trim_start_matches('0');
    let count = if mantissa.contains('.') { significant.len() } else { significant.trim_end_matches('0').len() };
    count.div_ceil(2) + 1 + negative
}

pub(crate) struct SizeEncoder<'s>(&'s mut usize);

impl<'s> Encoder for SizeEncoder<'s> {
    type List = SizeList<'s>;
    type Map = SizeMap<'s>;
    type Set = SizeList<'s>;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        *self.0 += value.len();
        Ok(())
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        *self.0 += number_size(digits);
        Ok(())
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        *self.0 += value.len();
        Ok(())
    }

    fn boolean(self, _: bool) -> Result<(), EncodeError> {
        *self.0 += 1;
        Ok(())
    }

    fn null(self) -> Result<(), EncodeError> {
        *self.0 += 1;
        Ok(())
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        *self.0 += 3;
        Ok(SizeList { bytes: self.0, entry: 1 })
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        *self.0 += 3;
        Ok(SizeMap { bytes: self.0, entry: 1 })
    }

    fn set(self, _: SetType) -> Result<Self::Set, EncodeError> {
        Ok(SizeList { bytes: self.0, entry: 0 })
    }
}

pub(crate) struct SizeList<'s> {
    bytes: &'s mut usize,
    entry: usize,
}

impl ListEncoder for SizeList<'_> {
    type Element<'e>
        = SizeEncoder<'e>
    where
        Self: 'e;

    fn element(&mut self) -> Self::Element<'_> {
        *self.bytes += self.entry;
        SizeEncoder(self.bytes)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

pub(crate) struct SizeMap<'s> {
    bytes: &'s mut usize,
    entry: usize,
}

impl MapEncoder for SizeMap<'_> {
    type Value<'e>
        = SizeEncoder<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        *self.bytes += name.len() + self.entry;
        SizeEncoder(self.bytes)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Counts each attribute of an item by itself.
#[derive(Default)]
struct SizeByName {
    done: Vec<(String, usize)>,
    current: usize,
}

impl SizeByName {
    /// Books what was counted since the last name to that name.
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
        SizeEncoder(&mut self.current)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}
