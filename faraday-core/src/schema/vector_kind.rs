//! The types of vector indexes and of vectors, which the compiler checks: [`Vector`], [`SearchVector`], [`VectorField`].

use super::key::{Parts, Several, Single, UnknownKey, Unpartitioned};
use super::vector::check_length;
use crate::value::EncodeError;

/// A vector index, whose vectors have `N` elements. It can be searched, but not queried or scanned.
#[derive(Debug)]
pub enum Vector<const N: usize> {}

/// An index that can be searched by a vector: a vector index.
#[diagnostic::on_unimplemented(
    message = "only a vector index can be searched by a vector",
    label = "this index has keys: write `.query(partition_key)` here",
    note = "declare a vector index: `vector_index(by_embedding, attribute = embedding, dimensions = 384, distance = cosine)`"
)]
pub trait ReadByVector {
    /// The kind itself.
    #[doc(hidden)]
    type Kind;
}

#[diagnostic::do_not_recommend]
impl<const N: usize> ReadByVector for Vector<N> {
    type Kind = Self;
}

/// A vector index without a partition key; a search covers the whole index.
#[diagnostic::on_unimplemented(
    message = "this vector index has a partition key, and DynamoDB searches one partition of it",
    label = "write `.search_partition(partition_key, &vector)` here",
    note = "an index that is searched as a whole is declared without `partition_key`"
)]
pub trait SearchedWhole {}

#[diagnostic::do_not_recommend]
impl SearchedWhole for Unpartitioned {}

/// A vector index with a partition key; a search covers one partition.
#[diagnostic::on_unimplemented(
    message = "this vector index has no partition key: all of it is searched",
    label = "write `.search(&vector)` here",
    note = "an index that is searched by its partitions is declared with `partition_key = field`"
)]
pub trait SearchedByPartition {}

#[diagnostic::do_not_recommend]
impl<A> SearchedByPartition for Single<A> {}
#[diagnostic::do_not_recommend]
impl<T> SearchedByPartition for Several<T> {}
#[diagnostic::do_not_recommend]
impl<A, T> SearchedByPartition for Parts<A, T> {}
#[diagnostic::do_not_recommend]
impl SearchedByPartition for UnknownKey {}

/// The vector of a search: `&[f32]`, `Vec<f32>` or `[f32; N]`, by value or by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vector for an index of the kind `{K}`",
    label = "expected the elements as `f32`, as many as the index has dimensions",
    note = "give `&[f32]`, `&Vec<f32>`, or `&[f32; N]` with the N of `Vector<N>`",
    note = "DynamoDB stores the vectors of an index as `f32`: convert others, `vector.iter().map(|element| *element as f32).collect::<Vec<_>>()`"
)]
pub trait SearchVector<K> {
    /// Returns the elements.
    fn elements(&self) -> &[f32];
}

macro_rules! search_vectors {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<const N: usize> SearchVector<Vector<N>> for $type {
            fn elements(&self) -> &[f32] {
                self
            }
        }
    )*};
}

search_vectors!([f32], Vec<f32>, [f32; N]);

#[diagnostic::do_not_recommend]
impl<K, V: SearchVector<K> + ?Sized> SearchVector<K> for &V {
    fn elements(&self) -> &[f32] {
        V::elements(self)
    }
}

/// A field that holds the vectors of an index of the kind `K`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold the vectors of an index of the kind `{K}`",
    label = "expected a list of `f32` or `f64`, as long as the index has dimensions",
    note = "write `Vec<f32>`, or `[f32; N]` with the N of `Vector<N>`; in an `Option` if an item may be without a vector"
)]
pub trait VectorField<K> {
    /// Fails if the vector has another number of elements than the index has dimensions.
    #[doc(hidden)]
    fn check(&self) -> Result<(), EncodeError>;
}

macro_rules! vector_fields {
    ($($element:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<const N: usize> VectorField<Vector<N>> for Vec<$element> {
            fn check(&self) -> Result<(), EncodeError> {
                check_length(N, self.len())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<const N: usize> VectorField<Vector<N>> for [$element; N] {
            fn check(&self) -> Result<(), EncodeError> {
                Ok(())
            }
        }
    )*};
}

vector_fields!(f32, f64);

#[diagnostic::do_not_recommend]
impl<K, V: VectorField<K>> VectorField<K> for Option<V> {
    fn check(&self) -> Result<(), EncodeError> {
        self.as_ref().map_or(Ok(()), V::check)
    }
}

#[diagnostic::do_not_recommend]
impl<K, V: VectorField<K>> VectorField<K> for Box<V> {
    fn check(&self) -> Result<(), EncodeError> {
        V::check(self)
    }
}
