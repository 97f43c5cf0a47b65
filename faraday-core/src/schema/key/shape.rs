//! The shapes of keys, known to the compiler.

use std::marker::PhantomData;

use super::element::KeyElement;
use super::limits::{KeyValue, MOST_PARTITION};
use super::part::PartValue;
use crate::codec::json::WireEncoder;
use crate::schema::operand::Operand;
use crate::value::{EncodeError, Value, debug_without_values};

debug_without_values!(EncodedPartition);

/// A primary key with only a partition key, which holds an `A`.
#[derive(Debug)]
pub struct Simple<A>(PhantomData<fn() -> A>);

/// A primary key with a partition key, which holds an `A`, and a sort key, which holds a `B`.
#[derive(Debug)]
pub struct Composite<A, B>(PhantomData<fn() -> (A, B)>);

/// The shape of a primary key: [`Simple`] or [`Composite`].
pub trait KeyShape {
    /// The shape of the partition key.
    type Partition;
    /// The shape of the sort key: [`SortKeys`] or [`NoSortKey`].
    type Sort;
}

// `A` has no bound `Value` here: the derive checks it where the field's type is written.
impl<A> KeyShape for Simple<A> {
    type Partition = Single<A>;
    type Sort = NoSortKey;
}

impl<A, B> KeyShape for Composite<A, B> {
    type Partition = Single<A>;
    type Sort = SortKeys<B, NoSortKey>;
}

/// A primary key that templates make of fields with the types in the tuple `T`; `P` is the shape of its partition key, and `S` the
/// shape of its sort key.
#[derive(Debug)]
pub struct Composed<T, P, S>(Shapes<T, P, S>);

type Shapes<T, P, S> = PhantomData<fn() -> (T, P, S)>;

impl<T, P, S> KeyShape for Composed<T, P, S> {
    type Partition = P;
    type Sort = S;
}

/// A partition key of one attribute, which holds an `A`.
#[derive(Debug)]
pub struct Single<A>(PhantomData<fn() -> A>);

/// A partition key of several attributes, which hold the types of the tuple `T`; only an index can have one.
#[derive(Debug)]
pub struct Several<T>(PhantomData<fn() -> T>);

/// A sort attribute, which holds an `A`, and the sort attributes after it.
#[derive(Debug)]
pub struct SortKeys<A, Rest>(PhantomData<fn() -> (A, Rest)>);

/// No sort attribute, or none left for a condition.
#[derive(Debug)]
pub enum NoSortKey {}

/// A sort attribute that may have a condition.
#[diagnostic::on_unimplemented(
    message = "no sort key is left for a condition",
    label = "this query has no sort key, or all the sort-key conditions that it can have",
    note = "a query takes one condition for each sort attribute, and none after a range: for both ends write `sort_key_range(a..=b)`; a table without a sort key gets one by `#[faraday(sort_key)]`; `filter` can ask anything of other attributes"
)]
pub trait SortShape: SortRest {
    /// The type that the attribute holds.
    type Value: Value;
}

/// The part of a sort key that is left after a condition on its first attribute.
///
/// This is a separate trait, which [`NoSortKey`] implements too. If the result of a method depended on [`SortShape`], the compiler
/// would not find the method on a type without it, and would not show the message of [`SortShape`].
pub trait SortRest {
    /// The sort attributes after the first.
    type Rest;
}

#[diagnostic::do_not_recommend]
impl<A: Value, Rest> SortShape for SortKeys<A, Rest> {
    type Value = A;
}

impl<A, Rest> SortRest for SortKeys<A, Rest> {
    type Rest = Rest;
}

impl SortRest for NoSortKey {
    type Rest = Self;
}

/// A partition key as one argument: the attribute's value, or a tuple of values if an index has several attributes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a partition key of the shape `{Shape}`",
    label = "expected a partition key of `{Shape}`",
    note = "give the value of the partition key; where it has several attributes, or a template makes it of several fields, a tuple of all their values"
)]
pub trait PartitionOf<Shape> {
    /// Writes each attribute's value as DynamoDB JSON.
    #[doc(hidden)]
    fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError>;
}

/// The values of a partition key.
pub struct EncodedPartition {
    /// The value of each attribute, as DynamoDB JSON.
    pub(crate) values: Vec<Vec<u8>>,
    /// The parts from which a template made the values.
    pub(crate) parts: Vec<PartValue>,
}

impl EncodedPartition {
    fn of(values: Vec<Vec<u8>>) -> Self {
        Self { values, parts: Vec::new() }
    }
}

#[diagnostic::do_not_recommend]
impl<A: Value, P: Operand<A>> PartitionOf<Single<A>> for P {
    fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
        Ok(EncodedPartition::of(vec![key_value(self, keys, 0)?]))
    }
}

macro_rules! several {
    ($($name:ident $operand:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Value, $operand: Operand<$name>),*> PartitionOf<Several<($($name,)*)>> for ($($operand,)*) {
            fn encode_partition(&self, keys: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
                Ok(EncodedPartition::of(vec![$(key_value::<$name>(&self.$index, keys, $index)?),*]))
            }
        }
    };
}

several!(A P 0, B Q 1);
several!(A P 0, B Q 1, C R 2);
several!(A P 0, B Q 1, C R 2, D S 3);

fn key_value<T>(value: &impl Operand<T>, keys: &[KeyElement], index: usize) -> Result<Vec<u8>, EncodeError> {
    encode_key_value(value, MOST_PARTITION)
        .map_err(|error| error.at_attribute(keys.get(index).map_or("", |key| key.name())))
}

/// Returns a key attribute's value as DynamoDB JSON. Refuses a string or binary of more than `most` bytes.
pub(crate) fn encode_key_value<T>(value: &impl Operand<T>, most: usize) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::with_capacity(32);
    value.encode_operand(KeyValue::new(WireEncoder::new(&mut bytes), most))?;
    Ok(bytes)
}

/// The key of an item whose derive found an error in the key, so that this error is the only one.
#[derive(Debug)]
pub enum UnknownKey {}

impl KeyShape for UnknownKey {
    type Partition = Self;
    type Sort = Self;
}

impl SortShape for UnknownKey {
    type Value = ();
}

impl SortRest for UnknownKey {
    type Rest = Self;
}

#[diagnostic::do_not_recommend]
impl<T> PartitionOf<UnknownKey> for T {
    fn encode_partition(&self, _: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
        Err(EncodeError::new("the key of this item is unknown"))
    }
}

/// The partition key of a vector index without a partition key.
#[derive(Debug)]
pub enum Unpartitioned {}

// The kind of a vector index already refuses a query. Any argument is accepted as the key, so that there is only this error.
#[diagnostic::do_not_recommend]
impl<T> PartitionOf<Unpartitioned> for T {
    fn encode_partition(&self, _: &[KeyElement]) -> Result<EncodedPartition, EncodeError> {
        Err(EncodeError::new("a vector index is searched, and not queried"))
    }
}
