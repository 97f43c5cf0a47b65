use std::borrow::Cow;

use bytes::Bytes;

use super::compose::{encode_composed, encode_element, part_value};
use super::limits::{MOST_PARTITION, MOST_SORT};
use super::shape::{Composed, Composite, Simple, UnknownKey};
use crate::codec::json::WireMap;
use crate::schema::operand::Operand;
use crate::schema::table::TableSchema;
use crate::value::{EncodeError, Value};

/// A primary key as one argument: the value of the partition key, a pair of the values of both keys, or a reference to an item.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a primary key of the shape `{Shape}`",
    label = "expected a key of `{Shape}`",
    note = "`Simple<A>` is a partition key alone: give its value; `Composite<A, B>` has a sort key as well: give `(partition, sort)`",
    note = "`Composed<(A, B), …>` is made of fields: give a tuple of their values, in the order of the templates, each once",
    note = "`Collection` is of an enum of items: give the partition key as its items do, and the sort key as it is stored",
    note = "in a function that is generic over the item, take the key as `impl KeyOf<I::Key>`"
)]
pub trait KeyOf<Shape> {
    /// Writes the key as DynamoDB JSON.
    #[doc(hidden)]
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError>;
}

fn encode_simple<T>(key: &impl Operand<T>, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::with_capacity(64);
    let mut map = WireMap::open(&mut bytes, 0);
    encode_element(&mut map, schema.partition_key(), key, MOST_PARTITION)?;
    map.close(b"}");
    Ok(bytes)
}

/// Implements `KeyOf` for every operand of a key with one value. An implementation for all operands at once would exclude the one
/// for an owned [`Key`](super::Key), because a program may have operands of its own.
macro_rules! single_values {
    ($([$($generics:tt)*] $of:ty: $operand:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> KeyOf<Simple<$of>> for $operand {
            fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
                encode_simple::<$of>(self, schema)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)* P, S> KeyOf<Composed<($of,), P, S>> for $operand {
            fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
                encode_composed(schema, vec![part_value::<$of>(self)])
            }
        }
    )*};
}

single_values! {
    [A: Value,] A: A;
    [A: Value,] A: &A;
    [] String: &str;
    [] String: &&str;
    [] String: Cow<'_, str>;
    [] Vec<u8>: Bytes;
    [] Vec<u8>: &Bytes;
    [] Vec<u8>: &[u8];
    [const N: usize,] Vec<u8>: [u8; N];
    [const N: usize,] Vec<u8>: &[u8; N];
    [] Bytes: &[u8];
    [const N: usize,] Bytes: &[u8; N];
}

impl<A: Value, B: Value, P: Operand<A>, S: Operand<B>> KeyOf<Composite<A, B>> for (P, S) {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = Vec::with_capacity(96);
        let mut map = WireMap::open(&mut bytes, 0);
        encode_element(&mut map, schema.partition_key(), &self.0, MOST_PARTITION)?;
        // There is one: the key is `Composite`.
        if let Some(sort_key) = schema.sort_key() {
            encode_element(&mut map, sort_key, &self.1, MOST_SORT)?;
        }
        map.close(b"}");
        Ok(bytes)
    }
}

/// Lets a slice of keys be used as key arguments.
#[diagnostic::do_not_recommend]
impl<A: Value, B: Value, P: Operand<A>, S: Operand<B>> KeyOf<Composite<A, B>> for &(P, S) {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        <(P, S) as KeyOf<Composite<A, B>>>::encode_key(self, schema)
    }
}

/// Accepts any likely argument as the key of an item whose derive has an error, so that it does not cause a second error.
macro_rules! unknown {
    ($([$($generics:tt)*] $argument:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> KeyOf<UnknownKey> for $argument {
            fn encode_key(&self, _: &TableSchema) -> Result<Vec<u8>, EncodeError> {
                Err(EncodeError::new("the key of this item is unknown"))
            }
        }
    )*};
}

unknown! {
    [] String; [] u8; [] u16; [] u32; [] u64; [] i32; [] i64; [] i128; [] (); [] Vec<u8>;
    [] &str; [] &String; [A, B] (A, B); [A, B, C] (A, B, C); [A, B, C, D] (A, B, C, D);
}
