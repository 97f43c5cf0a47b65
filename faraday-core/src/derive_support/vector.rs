//! The functions for the vectors of an index.

use crate::schema::{IndexSchema, KeyElement, VectorField, VectorSchema};
use crate::value::EncodeError;

/// Refuses a vector whose number of elements differs from the dimensions of the index, which has the kind `K`.
pub fn check_vector<K, V: VectorField<K>>(vector: &V, name: &str) -> Result<(), EncodeError> {
    vector.check().map_err(|error| error.at_attribute(name))
}

/// Whether the table declares this attribute for the vectors of the index.
#[must_use]
pub const fn has_vectors_in(declared: &IndexSchema, attribute: &str) -> bool {
    match declared.vector() {
        Some(vector) => crate::value::names::equal(vector.attribute(), attribute),
        None => false,
    }
}

/// Whether the table declares each of these fields as a filter of the index, with the same type.
#[must_use]
pub const fn has_filters(declared: &IndexSchema, mut fields: &[KeyElement]) -> bool {
    let filters: &[KeyElement] = match declared.vector() {
        Some(vector) => VectorSchema::filters(vector),
        None => &[],
    };
    while let [field, rest @ ..] = fields {
        if !has(filters, *field) {
            return false;
        }
        fields = rest;
    }
    true
}

const fn has(mut keys: &[KeyElement], wanted: KeyElement) -> bool {
    while let [key, rest @ ..] = keys {
        if key.is_same(wanted) {
            return true;
        }
        keys = rest;
    }
    false
}
