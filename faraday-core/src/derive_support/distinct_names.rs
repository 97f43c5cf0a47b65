//! Refuses an attribute that is written twice, in structs and variants whose names the compiler does not know: those with a
//! flattened map, with flattened type parameters, or with a tag next to such content.

use std::collections::HashSet;

use crate::frozen::Plaintext;
use crate::value::{EncodeError, Encoder, MapEncoder, SetType};

/// Forwards attributes to a map, and refuses one whose name was written before: DynamoDB would silently keep one of the
/// two, even for a key.
pub struct DistinctNames<'m, M> {
    map: &'m mut M,
    /// `None` if the compiler has proved that no name can repeat.
    written: Option<HashSet<Box<str>>>,
}

impl<'m, M> DistinctNames<'m, M> {
    /// Checks every name if `may_repeat` is set: see [`Names::may_repeat`](crate::value::Names::may_repeat).
    pub fn new(map: &'m mut M, may_repeat: bool) -> Self {
        Self { map, written: may_repeat.then(HashSet::new) }
    }

    fn is_new(&mut self, name: &str) -> bool {
        self.written.as_mut().is_none_or(|written| written.insert(name.into()))
    }
}

impl<M: MapEncoder> MapEncoder for DistinctNames<'_, M> {
    type Value<'e>
        = NewValue<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        NewValue(self.is_new(name).then(|| self.map.attribute(name)))
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        NewValue(self.is_new(name).then(|| self.map.sensitive_attribute(name)))
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        if self.is_new(name) { self.map.encrypted(name, frozen) } else { Err(repeated()) }
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

fn repeated() -> EncodeError {
    EncodeError::new("it is written twice: by a field or a tag, and by a flattened map or another flattened field")
}

/// Forwards the value of an attribute; `None` refuses it.
pub struct NewValue<E>(Option<E>);

impl<E> NewValue<E> {
    fn or_refuse(self) -> Result<E, EncodeError> {
        self.0.ok_or_else(repeated)
    }
}

impl<E: Encoder> Encoder for NewValue<E> {
    type List = E::List;
    type Map = E::Map;
    type Set = E::Set;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.or_refuse()?.string(value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.or_refuse()?.number(digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.or_refuse()?.binary(value)
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.or_refuse()?.boolean(value)
    }

    fn null(self) -> Result<(), EncodeError> {
        self.or_refuse()?.null()
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.or_refuse()?.list()
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.or_refuse()?.map()
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.or_refuse()?.set(set)
    }
}
