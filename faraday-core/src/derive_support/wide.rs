//! The functions for structs with many fields.

use crate::value::{DecodeError, Decoder, Value};

/// Returns the number of `name`, or `unknown`. The names are sorted by their bytes.
pub fn number_of<N: Copy>(names: &[(&str, N)], name: &str, unknown: N) -> N {
    let found = names.binary_search_by(|(known, _)| (*known).cmp(name)).ok();
    found.and_then(|place| names.get(place)).map_or(unknown, |(_, number)| *number)
}

/// Creates the error for a field that was neither read nor filled in. The derive never leaves one.
#[must_use]
pub fn unfilled() -> DecodeError {
    DecodeError::new("an attribute was read and not kept: please report it")
}

/// Calls a function of the derive, and prevents inlining into the code around it.
#[inline(never)]
pub fn out_of_line<S, M, R>(slots: &mut S, map: &mut M, function: impl FnOnce(&mut S, &mut M) -> R) -> R {
    function(slots, map)
}

/// Calls `Value::read_attribute`, compiled once for all fields of a type.
#[inline(never)]
pub fn read_out_of_line<D: Decoder, T: Value>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    T::read_attribute(decoder, name)
}
