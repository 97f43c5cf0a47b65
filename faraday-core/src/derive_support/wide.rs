//! The functions for structs of many fields.

use crate::value::{DecodeError, Decoder, Value};

/// The number that stands beside `name`, or `unknown`. The names are sorted by their bytes.
pub fn number_of<N: Copy>(names: &[(&str, N)], name: &str, unknown: N) -> N {
    let found = names.binary_search_by(|(known, _)| (*known).cmp(name)).ok();
    found.and_then(|place| names.get(place)).map_or(unknown, |(_, number)| *number)
}

/// The error of a field that was neither read nor filled in: the derive leaves none.
#[must_use]
pub fn unfilled() -> DecodeError {
    DecodeError::new("an attribute was read and not kept: please report it")
}

/// Calls a function of the derive, and keeps it apart from the code around it.
#[inline(never)]
pub fn out_of_line<S, M, R>(slots: &mut S, map: &mut M, function: impl FnOnce(&mut S, &mut M) -> R) -> R {
    function(slots, map)
}

/// `Value::read_attribute`, compiled once for all fields of a type.
#[inline(never)]
pub fn read_out_of_line<D: Decoder, T: Value>(decoder: D, name: &str) -> Result<Option<T>, DecodeError> {
    T::read_attribute(decoder, name)
}
