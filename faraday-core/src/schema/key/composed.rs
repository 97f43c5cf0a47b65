//! Keys that templates make of several fields: their shapes, and the arguments that stand for one.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use super::argument::KeyOf;
use super::compose::{PartResult, encode_composed, encode_element, made_value, named, part_value, templates};
use super::element::KeyElement;
use super::limits::{MOST_PARTITION, MOST_SORT};
use super::shape::{Composed, Composite, EncodedPartition, KeyShape, PartitionOf, SortRest, SortShape};
use crate::codec::json::{WireMap, decode_value};
use crate::schema::operand::Operand;
use crate::schema::optional::IfSome;
use crate::schema::table::TableSchema;
use crate::value::{EncodeError, Value};

/// A partition key that a template makes of fields with the types in the tuple `T`. For an index, `A` has the types of all fields in
/// its keys.
#[derive(Debug)]
pub struct Parts<T, A = T>(PhantomData<fn() -> (T, A)>);

/// The fields that the keys of an index are made of, as one argument: the value of a single field, or a tuple of all values, each
/// once, those of the partition key first.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what the keys of this index are made of",
    label = "expected the fields of `{P}`",
    note = "give the value of each field in the templates of the index, those of the partition key first, each once: `(customer, placed_at)`",
    note = "an index without templates has fields as keys: `set` them"
)]
pub trait KeyParts<P> {
    #[doc(hidden)]
    fn into_values(self) -> Vec<Result<AttributeValue, EncodeError>>;
}

#[diagnostic::do_not_recommend]
impl<T, A: Value, O: Operand<A>> KeyParts<Parts<T, (A,)>> for O {
    fn into_values(self) -> Vec<Result<AttributeValue, EncodeError>> {
        vec![part_value(&self)]
    }
}

/// A part of a sort key that a template makes, which holds an `A`, and the parts after it.
#[derive(Debug)]
pub struct SortParts<A, Rest>(PhantomData<fn() -> (A, Rest)>);

#[diagnostic::do_not_recommend]
impl<A: Value, Rest> SortShape for SortParts<A, Rest> {
    type Value = A;
}

impl<A, Rest> SortRest for SortParts<A, Rest> {
    type Rest = Rest;
}

/// The shape of the key of an enum of items. Its partition key is that of the enum's structs, whose keys have the shape `K`. Its sort key is
/// the stored one, of a table whose key has the shape `T`.
#[derive(Debug)]
pub struct Collection<K, T>(PhantomData<fn() -> (K, T)>);

impl<K: KeyShape, T: KeyShape> KeyShape for Collection<K, T> {
    type Partition = K::Partition;
    type Sort = T::Sort;
}

#[diagnostic::do_not_recommend]
impl<K, A, B, P, O> KeyOf<Collection<K, Composite<A, B>>> for (P, O)
where
    K: KeyShape,
    B: Value,
    P: PartitionOf<K::Partition>,
    O: Operand<B>,
{
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        let mut json = Vec::with_capacity(96);
        let mut map = WireMap::open(&mut json, 0);
        let partition = self.0.encode_partition(&[schema.partition_key()])?;
        if let Some(value) = partition.values.first().and_then(|value| decode_value(value)) {
            encode_element::<AttributeValue, _>(&mut map, schema.partition_key(), &value, MOST_PARTITION)?;
        }
        if let Some(sort_key) = schema.sort_key() {
            encode_element(&mut map, sort_key, &self.1, MOST_SORT)?;
        }
        map.close(b"}");
        Ok(json)
    }
}

/// The first parts of a sort key that a template makes, as one argument: the value of the first part, a tuple of the first parts, or
/// an `Option` of either. `None` is no condition.
///
/// The compiler infers `As`, which distinguishes them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the beginning of the sort key that the template makes",
    label = "expected the first parts of `{S}`",
    note = "give the value of the first part, or a tuple of the first parts in their order; a sort key without a template has `sort_key_begins_with`"
)]
pub trait LeadingParts<S, As> {
    /// The parts that follow.
    type Rest;

    #[doc(hidden)]
    fn into_conditions(self) -> Option<Vec<Result<AttributeValue, EncodeError>>>;
}

#[diagnostic::do_not_recommend]
impl<S, As, L: LeadingParts<S, As>> LeadingParts<S, IfSome<As>> for Option<L> {
    type Rest = L::Rest;

    fn into_conditions(self) -> Option<Vec<Result<AttributeValue, EncodeError>>> {
        self?.into_conditions()
    }
}

/// One part.
#[doc(hidden)]
#[derive(Debug)]
pub enum One {}

/// A tuple of parts.
#[doc(hidden)]
#[derive(Debug)]
pub enum Many {}

#[diagnostic::do_not_recommend]
impl<A: Value, Rest, P: Operand<A>> LeadingParts<SortParts<A, Rest>, One> for P {
    type Rest = Rest;

    fn into_conditions(self) -> Option<Vec<Result<AttributeValue, EncodeError>>> {
        Some(vec![part_value(&self)])
    }
}

fn encode_parts(keys: &[KeyElement], values: Vec<PartResult>) -> Result<EncodedPartition, EncodeError> {
    let parts = named(&templates(keys), values)?;
    let mut encoded = Vec::with_capacity(keys.len());
    for key in keys {
        encoded.push(made_value(*key, &parts, MOST_PARTITION)?);
    }
    Ok(EncodedPartition { values: encoded, parts })
}

#[diagnostic::do_not_recommend]
impl<P, S> KeyOf<Composed<(), P, S>> for () {
    fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
        encode_composed(schema, Vec::new())
    }
}

#[diagnostic::do_not_recommend]
impl<X> PartitionOf<Parts<(), X>> for () {
    fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
        encode_parts(keys, Vec::new())
    }
}

#[diagnostic::do_not_recommend]
impl<A: Value, O: Operand<A>, X> PartitionOf<Parts<(A,), X>> for O {
    fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
        encode_parts(keys, vec![part_value(self)])
    }
}

macro_rules! tuples {
    ($($name:ident $operand:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Value, $operand: Operand<$name>,)* X, Y> KeyOf<Composed<($($name,)*), X, Y>> for ($($operand,)*) {
            fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
                encode_composed(schema, vec![$(part_value::<$name>(&self.$index)),*])
            }
        }

        /// Lets a slice of keys be used as key arguments.
        #[diagnostic::do_not_recommend]
        impl<$($name: Value, $operand: Operand<$name>,)* X, Y> KeyOf<Composed<($($name,)*), X, Y>> for &($($operand,)*) {
            fn encode_key(&self, schema: &TableSchema) -> Result<Vec<u8>, EncodeError> {
                encode_composed(schema, vec![$(part_value::<$name>(&self.$index)),*])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: Value, $operand: Operand<$name>,)* X> PartitionOf<Parts<($($name,)*), X>> for ($($operand,)*) {
            fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
                encode_parts(keys, vec![$(part_value::<$name>(&self.$index)),*])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<X, $($name: Value, $operand: Operand<$name>),*> KeyParts<Parts<X, ($($name,)*)>> for ($($operand,)*) {
            fn into_values(self) -> Vec<Result<AttributeValue, EncodeError>> {
                vec![$(part_value::<$name>(&self.$index)),*]
            }
        }
    };
}

macro_rules! leading {
    ($($name:ident $operand:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Value, $operand: Operand<$name>,)* Rest> LeadingParts<leading!(@ $($name)*), Many> for ($($operand,)*) {
            type Rest = Rest;

            fn into_conditions(self) -> Option<Vec<Result<AttributeValue, EncodeError>>> {
                Some(vec![$(part_value::<$name>(&self.$index)),*])
            }
        }
    };
    (@) => { Rest };
    (@ $first:ident $($rest:ident)*) => { SortParts<$first, leading!(@ $($rest)*)> };
}

macro_rules! arities {
    ($($name:ident $operand:ident $index:tt),*) => {
        tuples!($($name $operand $index),*);
        leading!($($name $operand $index),*);
    };
}

arities!(A Q 0, B R 1);
arities!(A Q 0, B R 1, C U 2);
arities!(A Q 0, B R 1, C U 2, D V 3);
arities!(A Q 0, B R 1, C U 2, D V 3, E W 4);
arities!(A Q 0, B R 1, C U 2, D V 3, E W 4, F Z 5);
arities!(A Q 0, B R 1, C U 2, D V 3, E W 4, F Z 5, G M 6);
arities!(A Q 0, B R 1, C U 2, D V 3, E W 4, F Z 5, G M 6, H N 7);
