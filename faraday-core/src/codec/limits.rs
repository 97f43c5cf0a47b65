//! What every backend of the codec checks alike.

use crate::value::{EncodeError, SetType};

/// Refuses text that could end the quotes a number stands in. A user's own `Value` may pass on any text.
pub(crate) fn looks_numeric(digits: &str) -> Result<(), EncodeError> {
    let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !digits.is_empty() && digits.bytes().all(numeric) {
        Ok(())
    } else {
        Err(EncodeError::new("expected a decimal number, like -12.5 or 1E+3"))
    }
}

/// Limits how deep lists and maps may be nested: twice DynamoDB's own limit (32), so that the service stays the judge, and
/// few enough that no stack overflows.
pub(crate) const MAX_DEPTH: u8 = 64;

pub(crate) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels; DynamoDB takes 32")
}

/// Refuses an element of another type than the set's.
pub(crate) fn not_an_element<T>(set: SetType) -> Result<T, EncodeError> {
    Err(EncodeError::new(format!("a set of type {} takes no other elements", set.attribute_type())))
}
