//! The checks that all backends of the codec share.

use crate::value::{EncodeError, SetType};

/// Refuses the text of a number if it has other characters. A hand-written `Value` may give any text, even one that would end the
/// quotes around it.
pub(crate) fn looks_numeric(digits: &str) -> Result<(), EncodeError> {
    let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !digits.is_empty() && digits.bytes().all(numeric) {
        Ok(())
    } else {
        Err(EncodeError::new("expected a decimal number, like -12.5 or 1E+3"))
    }
}

/// The deepest nesting of lists and maps: twice DynamoDB's limit of 32, so that DynamoDB decides, and low enough that no stack
/// overflows.
pub(crate) const MAX_DEPTH: u8 = 64;

/// What errors say was found, if the type is newer than this version.
pub(crate) const UNKNOWN_TYPE: &str = "a type that this version of faraday does not know";

pub(crate) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels; DynamoDB takes 32")
}

/// Refuses an element of another type than the set's.
pub(crate) fn not_an_element<T>(set: SetType) -> Result<T, EncodeError> {
    Err(EncodeError::new(format!("a set of type {} takes no other elements", set.attribute_type())))
}
