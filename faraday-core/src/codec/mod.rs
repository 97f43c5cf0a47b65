//! The three backends of the codec: [`wire`] (DynamoDB JSON), [`map`] (the SDK's maps), [`size`] (DynamoDB's own count);
//! and [`plain`] JSON for the outside world.

pub(crate) mod map;
pub(crate) mod map_decode;
pub(crate) mod plain;
pub(crate) mod plain_decode;
pub(crate) mod size;
pub(crate) mod tokens;
pub(crate) mod wire;
mod wire_decode;

use crate::error::EncodeError;

/// Refuses text that could end the quotes a number stands in. A user's own `Value` may pass on any text.
pub(crate) fn looks_numeric(digits: &str) -> Result<(), EncodeError> {
    let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !digits.is_empty() && digits.bytes().all(numeric) {
        Ok(())
    } else {
        Err(EncodeError::new("expected a decimal number, like -12.5 or 1E+3"))
    }
}

/// How deep lists and maps may be nested: twice what DynamoDB itself takes (32), so that the service stays the judge, and
/// few enough that no stack overflows.
pub(crate) const MAX_DEPTH: u8 = 64;

pub(crate) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels; DynamoDB takes 32")
}
