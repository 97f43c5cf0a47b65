use crate::value::{EncodeError, Encoder, MapEncoder, SetType};

/// Writes attributes to a map and marks them as sensitive, so that they are not shown.
pub struct Sensitive<'m, M>(pub &'m mut M);

impl<M: MapEncoder> MapEncoder for Sensitive<'_, M> {
    type Value<'e>
        = M::Value<'e>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        self.0.sensitive_attribute(name)
    }

    fn encrypted(&mut self, name: &'static str, frozen: Vec<u8>) -> Result<(), EncodeError> {
        self.0.encrypted(name, frozen)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// DynamoDB's quotas for the value of an attribute of a partition key, and of a sort key.
pub(crate) const MOST_PARTITION: usize = 2048;
pub(crate) const MOST_SORT: usize = 1024;

/// Writes key attributes to a map, and refuses empty and too long ones.
pub struct CheckedKeys<'m, M>(pub &'m mut M);

impl<M: MapEncoder> MapEncoder for CheckedKeys<'_, M> {
    type Value<'e>
        = KeyValue<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        // Which of the keys it is, is not known here.
        KeyValue { to: self.0.attribute(name), most: MOST_PARTITION }
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        KeyValue { to: self.0.sensitive_attribute(name), most: MOST_PARTITION }
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Forwards the value of a key attribute. Refuses a string or binary that is empty or longer than `most` bytes.
pub struct KeyValue<E> {
    pub(super) to: E,
    pub(super) most: usize,
}

impl<E> KeyValue<E> {
    fn check(&self, length: usize) -> Result<(), EncodeError> {
        if length == 0 {
            return Err(EncodeError::new("a key attribute must not be empty"));
        }
        if length > self.most {
            let most = self.most;
            return Err(EncodeError::new(format!("a key attribute has {most} bytes at most here, this one {length}")));
        }
        Ok(())
    }
}

impl<E: Encoder> Encoder for KeyValue<E> {
    type List = E::List;
    type Map = E::Map;
    type Set = E::Set;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.check(value.len())?;
        self.to.string(value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.to.number(digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.check(value.len())?;
        self.to.binary(value)
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.to.boolean(value)
    }

    fn null(self) -> Result<(), EncodeError> {
        self.to.null()
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.to.list()
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.to.map()
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.to.set(set)
    }
}
