use super::shape::{Composite, Simple, UnknownKey};
use super::{KeyElement, Operand, TableSchema};
use crate::codec::wire::WireMap;
use crate::error::EncodeError;
use crate::value::{Encoder, MapEncoder, SetType, Value};

/// A primary key as one argument: the partition key's value, or a pair with the sort key's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a primary key of the shape `{Shape}`",
    label = "expected a key of `{Shape}`",
    note = "`Simple<A>` is a partition key alone: give its value; `Composite<A, B>` has a sort key as well: give `(partition, sort)`"
)]
pub trait KeyOf<Shape> {
    /// Writes the key as DynamoDB JSON.
    #[doc(hidden)]
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<A: Value, P: Operand<A>> KeyOf<Simple<A>> for P {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = Vec::with_capacity(64);
        let mut map = WireMap::open(&mut bytes, 0);
        key_operand(&mut map, schema.partition_key(), self, MOST_PARTITION)?;
        map.close(b"}");
        Ok(bytes)
    }
}

impl<A: Value, B: Value, P: Operand<A>, S: Operand<B>> KeyOf<Composite<A, B>> for (P, S) {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = Vec::with_capacity(96);
        let mut map = WireMap::open(&mut bytes, 0);
        key_operand(&mut map, schema.partition_key(), &self.0, MOST_PARTITION)?;
        // The shape of the key says that there is one.
        if let Some(sort_key) = schema.sort_key() {
            key_operand(&mut map, sort_key, &self.1, MOST_SORT)?;
        }
        map.close(b"}");
        Ok(bytes)
    }
}

#[diagnostic::do_not_recommend]
impl<T> KeyOf<UnknownKey> for T {
    fn encode_key(&self, _: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        Err(EncodeError::new("the key of this item is unknown"))
    }
}

fn key_operand<T, M: MapEncoder>(
    map: &mut M,
    key: KeyElement,
    value: &impl Operand<T>,
    most: usize,
) -> Result<(), EncodeError> {
    let name = key.name();
    let to = if key.is_sensitive() { map.sensitive_attribute(name) } else { map.attribute(name) };
    value.encode_operand(KeyValue { to, most }).map_err(|error| error.at_attribute(name))
}

/// Writes attributes that are not to be shown to a map.
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

/// Writes key attributes, which must not be empty nor too long, to a map.
pub struct Keys<'m, M>(pub &'m mut M);

impl<M: MapEncoder> MapEncoder for Keys<'_, M> {
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

/// Passes a key's value on, unless it is empty or has more bytes than these: DynamoDB takes no such string or binary there.
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
