//! The functions for fields that say when an item expires; the compiler evaluates them.

use crate::schema::{ExpiryTime, TableSchema};
use crate::value::names::equal;

/// Type-checks if a `T` is stored as whole epoch seconds.
pub const fn is_expiry_time<T: ExpiryTime>() {}

/// Whether both have their time to live in the same attribute, or one of them has none.
#[must_use]
pub const fn has_same_ttl(one: &TableSchema, other: &TableSchema) -> bool {
    match (one.ttl(), other.ttl()) {
        (Some(one), Some(other)) => equal(one, other),
        _ => true,
    }
}

/// Whether the table has its time to live in this attribute.
#[must_use]
pub const fn is_ttl(table: &TableSchema, attribute: &str) -> bool {
    match table.ttl() {
        Some(ttl) => equal(ttl, attribute),
        None => false,
    }
}
