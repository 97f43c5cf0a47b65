//! Checks the variant `other`, which stands for unknown variants, when it is written: its tag must be unknown, or it would be read
//! back as another variant.

use crate::frozen::Plaintext;
use crate::value::{EncodeError, Encoder, MapEncoder, SetType};

/// Returns the name of an unknown variant. Fails if the name belongs to a known one.
pub fn unknown_name<'n>(name: &'n str, known: &[&str]) -> Result<&'n str, EncodeError> {
    if known.contains(&name) { Err(is_known()) } else { Ok(name) }
}

fn is_known() -> EncodeError {
    EncodeError::new("this name belongs to a variant, and would be read back as that one: write that variant")
}

/// Forwards attributes to a map, and checks the tag among them.
pub struct UnknownTag<'m, M> {
    map: &'m mut M,
    tag: &'static str,
    known: &'static [&'static str],
    written: bool,
}

impl<'m, M> UnknownTag<'m, M> {
    /// Checks attributes for `map`. `known` has the names of the known variants.
    pub fn new(map: &'m mut M, tag: &'static str, known: &'static [&'static str]) -> Self {
        Self { map, tag, known, written: false }
    }

    /// Fails if the tag was not written, because the item could not be read.
    pub fn is_written(&self) -> Result<(), EncodeError> {
        if self.written {
            return Ok(());
        }
        Err(EncodeError::new("it names the variant, and must be written").at_attribute(self.tag))
    }

    fn known(&mut self, name: &str) -> Option<&'static [&'static str]> {
        let is_tag = name == self.tag;
        self.written |= is_tag;
        is_tag.then_some(self.known)
    }
}

impl<M: MapEncoder> MapEncoder for UnknownTag<'_, M> {
    type Value<'e>
        = TagValue<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        TagValue { known: self.known(name), to: self.map.attribute(name) }
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        TagValue { known: self.known(name), to: self.map.sensitive_attribute(name) }
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.map.encrypted(name, frozen)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Forwards the value of an attribute. The value of the tag must be a string other than the known names.
pub struct TagValue<E> {
    to: E,
    known: Option<&'static [&'static str]>,
}

impl<E> TagValue<E> {
    fn unless_tag(self) -> Result<E, EncodeError> {
        match self.known {
            None => Ok(self.to),
            Some(_) => Err(EncodeError::new("it names the variant, and must be a string")),
        }
    }
}

impl<E: Encoder> Encoder for TagValue<E> {
    type List = E::List;
    type Map = E::Map;
    type Set = E::Set;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        unknown_name(value, self.known.unwrap_or_default())?;
        self.to.string(value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.unless_tag()?.number(digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.unless_tag()?.binary(value)
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.unless_tag()?.boolean(value)
    }

    fn null(self) -> Result<(), EncodeError> {
        self.unless_tag()?.null()
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.unless_tag()?.list()
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.unless_tag()?.map()
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.unless_tag()?.set(set)
    }
}
