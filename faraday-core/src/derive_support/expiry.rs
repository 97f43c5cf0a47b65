//! The functions for fields that say when an item expires; the compiler evaluates them.

use crate::schema::{ExpiryTime, TableSchema};
use crate::value::names::equal;

/// Type-checks if what is stored is whole epoch seconds.
pub const fn is_expiry_time<T: ExpiryTime>() {}

/// Whether the table has its time to live in this attribute.
#[must_use]
pub const fn is_ttl(table: &TableSchema, attribute: &str) -> bool {
    match table.ttl() {
        Some(ttl) => equal(ttl, attribute),
        None => false,
    }
}
