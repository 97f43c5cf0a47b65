//! Vector indexes: what they declare ([`VectorSchema`]), and the types that the compiler checks ([`Vector`], [`SearchVector`],
//! [`VectorField`]).

use super::key::{KeyElement, Parts, Several, Single, UnknownKey, Unpartitioned};
use crate::value::EncodeError;

/// How the distance of two vectors is calculated.
///
/// [`Search`](crate::operation::Search) returns it with each row as the score.
///
/// See [distance functions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearch.html#VectorSearch.DistanceFunctions).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DistanceFunction {
    /// One minus the cosine of the angle: from 0, the same direction, to 2, the opposite one. The lower, the nearer.
    Cosine,
    /// The length of the difference, from 0. The lower, the nearer.
    Euclidean,
    /// The sum of the products of the elements. The higher, the nearer.
    DotProduct,
}

impl DistanceFunction {
    /// The name, as DynamoDB writes it: `COSINE`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cosine => "COSINE",
            Self::Euclidean => "EUCLIDEAN",
            Self::DotProduct => "DOT_PRODUCT",
        }
    }

    /// That of this name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Cosine, Self::Euclidean, Self::DotProduct].into_iter().find(|function| function.name() == name)
    }
}

/// What a vector index has beside its name, its partition key and its projection.
///
/// # Examples
///
/// ```
/// use faraday::Item;
/// use faraday::schema::DistanceFunction;
///
/// #[derive(Item)]
/// #[faraday(table = "docs", vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine))]
/// struct Doc {
///     #[faraday(partition_key)]
///     id: u64,
///     embedding: Vec<f32>,
/// }
///
/// let vector = Doc::BY_EMBEDDING.schema().vector().unwrap();
/// assert_eq!((vector.attribute(), vector.dimensions()), ("embedding", 3));
/// assert_eq!(vector.distance(), DistanceFunction::Cosine);
/// ```
///
/// See [vector indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearch.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VectorSchema {
    attribute: &'static str,
    dimensions: u32,
    distance: DistanceFunction,
    filters: &'static [KeyElement],
}

impl VectorSchema {
    /// Vectors in this attribute, with this number of elements.
    #[must_use]
    pub const fn new(attribute: &'static str, dimensions: u32, distance: DistanceFunction) -> Self {
        Self { attribute, dimensions, distance, filters: &[] }
    }

    /// The same with attributes by which a search is filtered.
    #[must_use]
    pub const fn with_filters(mut self, filters: &'static [KeyElement]) -> Self {
        self.filters = filters;
        self
    }

    /// The attribute that holds the vectors.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The number of elements of each vector.
    #[must_use]
    pub const fn dimensions(&self) -> u32 {
        self.dimensions
    }

    /// How the distance of two vectors is calculated.
    #[must_use]
    pub const fn distance(&self) -> DistanceFunction {
        self.distance
    }

    /// The attributes by which a search is filtered, beside the partition key.
    #[must_use]
    pub const fn filters(&self) -> &'static [KeyElement] {
        self.filters
    }

    /// Refuses a list of another length.
    pub(crate) fn check_length(&self, length: usize) -> Result<(), EncodeError> {
        check_length(self.dimensions as usize, length)
    }
}

fn check_length(dimensions: usize, length: usize) -> Result<(), EncodeError> {
    if length == dimensions {
        return Ok(());
    }
    let message = format!("a vector of this index has {dimensions} elements, this one has {length}");
    Err(EncodeError::invalid_argument(message))
}

/// A vector index, whose vectors have `N` elements: it is searched, and neither queried nor scanned.
#[derive(Debug)]
pub enum Vector<const N: usize> {}

/// What can be queried and scanned: the table, and its local and global indexes.
#[diagnostic::on_unimplemented(
    message = "a vector index is searched: it has no queries and no scans",
    label = "write `.search(&vector)` here",
    note = "DynamoDB reads a vector index by SearchVectors only: `Table::<Doc>::index(Doc::BY_EMBEDDING).search(&vector).top(10)`",
    note = "to read the items by a key, query the table, or declare a `global_index`"
)]
pub trait ReadByKey {}

/// What can be searched by a vector: a vector index.
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

/// A vector index without a partition key: all of it is searched.
#[diagnostic::on_unimplemented(
    message = "this vector index has a partition key, and DynamoDB searches one partition of it",
    label = "write `.search_partition(partition_key, &vector)` here",
    note = "an index that is searched as a whole is declared without `partition_key`"
)]
pub trait SearchedWhole {}

#[diagnostic::do_not_recommend]
impl SearchedWhole for Unpartitioned {}

/// A vector index with a partition key: one partition of it is searched.
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
    /// The elements.
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
