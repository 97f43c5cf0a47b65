use super::element::KeyElement;
use super::limits::{KeyValue, MOST_PARTITION, MOST_SORT};
use super::shape::{Composite, Simple, UnknownKey};
use crate::codec::json::WireMap;
use crate::schema::operand::Operand;
use crate::schema::table::TableSchema;
use crate::value::{EncodeError, MapEncoder, Value};

/// A primary key as one argument: the partition key's value, or a pair with the sort key's; or a reference to an item, for its key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a primary key of the shape `{Shape}`",
    label = "expected a key of `{Shape}`",
    note = "`Simple<A>` is a partition key alone: give its value; `Composite<A, B>` has a sort key as well: give `(partition, sort)`",
    note = "in a function that is generic over the item, take the key as `impl KeyOf<I::Key>`"
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

/// So that a slice of keys is one of key arguments.
#[diagnostic::do_not_recommend]
impl<A: Value, B: Value, P: Operand<A>, S: Operand<B>> KeyOf<Composite<A, B>> for &(P, S) {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        <(P, S) as KeyOf<Composite<A, B>>>::encode_key(self, schema)
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
    value.encode_operand(KeyValue::new(to, most)).map_err(|error| error.at_attribute(name))
}
