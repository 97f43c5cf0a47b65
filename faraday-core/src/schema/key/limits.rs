use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::json::{self, SENSITIVE, WireEncoder};
use crate::frozen::Plaintext;
use crate::schema::table::TableSchema;
use crate::value::{AttributeType, EncodeError, Encoder, MapEncoder, SetType, Value};

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

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.0.encrypted(name, frozen)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// DynamoDB's quotas for the value of a partition key attribute and of a sort key attribute, in bytes.
pub(crate) const MOST_PARTITION: usize = 2048;
pub(crate) const MOST_SORT: usize = 1024;

/// Writes key attributes to a map, and refuses empty and too long ones.
pub struct CheckedKeys<'m, M> {
    map: &'m mut M,
    most: usize,
}

impl<'m, M> CheckedKeys<'m, M> {
    /// Checks an attribute that is only in partition keys.
    pub fn partition(map: &'m mut M) -> Self {
        Self { map, most: MOST_PARTITION }
    }

    /// Checks an attribute that is in a sort key of the table or of an index.
    pub fn sort(map: &'m mut M) -> Self {
        Self { map, most: MOST_SORT }
    }
}

impl<M: MapEncoder> MapEncoder for CheckedKeys<'_, M> {
    type Value<'e>
        = KeyValue<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        KeyValue::new(self.map.attribute(name), self.most)
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        KeyValue::new(self.map.sensitive_attribute(name), self.most)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// Writes the attributes of an item, and checks those that are in the key of an index of its table. The derive of a struct
/// cannot check the indexes that an enum or another struct of the enum declares, because it does not see them.
pub struct IndexKeys<'m, M> {
    map: &'m mut M,
    schema: TableSchema,
}

impl<'m, M> IndexKeys<'m, M> {
    /// Checks against the indexes of the items of this schema.
    pub fn new(map: &'m mut M, schema: TableSchema) -> Self {
        Self { map, schema }
    }
}

impl<M: MapEncoder> MapEncoder for IndexKeys<'_, M> {
    type Value<'e>
        = KeyValue<M::Value<'e>>
    where
        Self: 'e;

    fn attribute(&mut self, name: &str) -> Self::Value<'_> {
        KeyValue { to: self.map.attribute(name), limit: Limit::of_index_key(&self.schema, name) }
    }

    fn sensitive_attribute(&mut self, name: &str) -> Self::Value<'_> {
        KeyValue { to: self.map.sensitive_attribute(name), limit: Limit::of_index_key(&self.schema, name) }
    }

    fn encrypted(&mut self, name: &'static str, frozen: Plaintext) -> Result<(), EncodeError> {
        self.map.encrypted(name, frozen)
    }

    fn end(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// DynamoDB's limits for a key attribute.
#[derive(Clone, Copy)]
struct Limit {
    /// The most bytes.
    most: usize,
    /// `None` if the compiler has checked the type.
    key_type: Option<AttributeType>,
}

impl Limit {
    fn of_index_key(schema: &TableSchema, name: &str) -> Option<Self> {
        let mut limit: Option<Self> = None;
        schema.for_each_index(&mut |index| {
            for (keys, most) in [(index.partition_key(), MOST_PARTITION), (index.sort_key(), MOST_SORT)] {
                for key in keys.iter().filter(|key| key.name() == name) {
                    let most = limit.map_or(most, |limit| limit.most.min(most));
                    limit = Some(Self { most, key_type: Some(key.key_type()) });
                }
            }
        });
        limit
    }
}

/// Refuses a value, as DynamoDB JSON, that an index cannot have as its key attribute or its vector with this name.
pub(crate) fn check_index_key_value(schema: &TableSchema, name: &str, json: &[u8]) -> Result<(), EncodeError> {
    check_vector(schema, name, json)?;
    let Some(limit) = Limit::of_index_key(schema, name) else { return Ok(()) };
    let json = json.strip_prefix(&[SENSITIVE]).unwrap_or(json);
    let value = json::decode_value(json);
    let mut written = Vec::new();
    let to = KeyValue { to: WireEncoder::new(&mut written), limit: Some(limit) };
    value.map_or(Ok(()), |value| value.encode(to))
}

fn check_vector(schema: &TableSchema, name: &str, json: &[u8]) -> Result<(), EncodeError> {
    let mut vector = None;
    schema.for_each_index(&mut |index| vector = vector.or(index.vector().filter(|vector| vector.attribute() == name)));
    let Some(vector) = vector else { return Ok(()) };
    let json = json.strip_prefix(&[SENSITIVE]).unwrap_or(json);
    match json::decode_value(json) {
        Some(AttributeValue::L(elements)) => vector.check_length(elements.len()),
        _ => Ok(()),
    }
}

/// Forwards the value of a key attribute. Refuses an empty or too long string or binary, and a value of another type than the
/// key's, if that is known.
pub struct KeyValue<E> {
    to: E,
    limit: Option<Limit>,
}

impl<E> KeyValue<E> {
    pub(super) fn new(to: E, most: usize) -> Self {
        Self { to, limit: Some(Limit { most, key_type: None }) }
    }

    fn check_length(&self, length: usize) -> Result<(), EncodeError> {
        let Some(Limit { most, .. }) = self.limit else { return Ok(()) };
        if length == 0 {
            return Err(EncodeError::new("a key attribute must not be empty"));
        }
        if length > most {
            return Err(EncodeError::new(format!("a key attribute has {most} bytes at most here, this one {length}")));
        }
        Ok(())
    }

    fn check_type(self, found: AttributeType) -> Result<E, EncodeError> {
        match self.limit.and_then(|limit| limit.key_type) {
            Some(expected) if expected != found => Err(EncodeError::new(format!(
                "it is a key of an index and must be written as {expected}, but is written as {found}"
            ))),
            _ => Ok(self.to),
        }
    }
}

impl<E: Encoder> Encoder for KeyValue<E> {
    type List = E::List;
    type Map = E::Map;
    type Set = E::Set;

    fn string(self, value: &str) -> Result<(), EncodeError> {
        self.check_length(value.len())?;
        self.check_type(AttributeType::S)?.string(value)
    }

    fn number(self, digits: &str) -> Result<(), EncodeError> {
        self.check_type(AttributeType::N)?.number(digits)
    }

    fn binary(self, value: &[u8]) -> Result<(), EncodeError> {
        self.check_length(value.len())?;
        self.check_type(AttributeType::B)?.binary(value)
    }

    fn boolean(self, value: bool) -> Result<(), EncodeError> {
        self.check_type(AttributeType::Bool)?.boolean(value)
    }

    fn null(self) -> Result<(), EncodeError> {
        self.check_type(AttributeType::Null)?.null()
    }

    fn list(self) -> Result<Self::List, EncodeError> {
        self.check_type(AttributeType::L)?.list()
    }

    fn map(self) -> Result<Self::Map, EncodeError> {
        self.check_type(AttributeType::M)?.map()
    }

    fn set(self, set: SetType) -> Result<Self::Set, EncodeError> {
        self.check_type(set.attribute_type())?.set(set)
    }
}
