//! Vector indexes: what they declare ([`VectorSchema`]). The types that the compiler checks are in `vector_kind.rs`.

use super::key::KeyElement;
use crate::value::EncodeError;

/// How the distance of two vectors is calculated.
///
/// [`Search`](crate::operation::Search) returns the distance with each row as the score.
///
/// See [distance functions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearch.html#VectorSearch.DistanceFunctions).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DistanceFunction {
    /// One minus the cosine of the angle: from 0 (same direction) to 2 (opposite direction). The lower, the nearer.
    Cosine,
    /// The length of the difference, from 0. The lower, the nearer.
    Euclidean,
    /// The sum of the products of the elements. The higher, the nearer.
    DotProduct,
}

impl DistanceFunction {
    /// Returns DynamoDB's name: `COSINE`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cosine => "COSINE",
            Self::Euclidean => "EUCLIDEAN",
            Self::DotProduct => "DOT_PRODUCT",
        }
    }

    /// Returns the function with this name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Cosine, Self::Euclidean, Self::DotProduct].into_iter().find(|function| function.name() == name)
    }
}

/// The declaration of the vectors of an index: their attribute, length and distance function, and the filters of searches.
///
/// # Examples
///
/// ```
/// use faraday::Item;
/// use faraday::schema::DistanceFunction;
///
/// #[derive(Item)]
/// #[faraday(
///     table = "docs",
///     vector_index(by_embedding, attribute = embedding, dimensions = 3, distance = cosine),
/// )]
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
    /// Declares vectors in this attribute, with this number of elements.
    #[must_use]
    pub const fn new(attribute: &'static str, dimensions: u32, distance: DistanceFunction) -> Self {
        Self { attribute, dimensions, distance, filters: &[] }
    }

    /// Sets the attributes by which a search can be filtered.
    #[must_use]
    pub const fn with_filters(mut self, filters: &'static [KeyElement]) -> Self {
        self.filters = filters;
        self
    }

    /// Returns the attribute that holds the vectors.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// Returns the number of elements of each vector.
    #[must_use]
    pub const fn dimensions(&self) -> u32 {
        self.dimensions
    }

    /// Returns how the distance of two vectors is calculated.
    #[must_use]
    pub const fn distance(&self) -> DistanceFunction {
        self.distance
    }

    /// Returns the attributes by which a search can be filtered, besides the partition key.
    #[must_use]
    pub const fn filters(&self) -> &'static [KeyElement] {
        self.filters
    }

    /// Refuses a list of another length.
    pub(crate) fn check_length(&self, length: usize) -> Result<(), EncodeError> {
        check_length(self.dimensions as usize, length)
    }
}

pub(super) fn check_length(dimensions: usize, length: usize) -> Result<(), EncodeError> {
    if length == dimensions {
        return Ok(());
    }
    let message = format!("a vector of this index has {dimensions} elements, this one has {length}");
    Err(EncodeError::invalid_argument(message))
}

/// A source that can be queried and scanned: the table, or a local or global index.
#[diagnostic::on_unimplemented(
    message = "a vector index is searched: it has no queries and no scans",
    label = "write `.search(&vector)` here",
    note = "DynamoDB reads a vector index by SearchVectors only: `Table::<Doc>::index(Doc::BY_EMBEDDING).search(&vector).top(10)`",
    note = "to read the items by a key, query the table, or declare a `global_index`"
)]
pub trait ReadByKey {}
