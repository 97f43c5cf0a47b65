//! Binaries, which are base64 in JSON.

use super::tokens::{Tokens, malformed};
use crate::value::DecodeError;

pub(crate) fn from_base64(text: &str) -> Result<Vec<u8>, DecodeError> {
    base64_simd::STANDARD.decode_to_vec(text).map_err(|_| malformed("a binary is base64"))
}

/// Reads the next binary and passes it to `read`.
pub(super) fn with_base64<T>(json: &mut Tokens<'_>, read: impl FnOnce(&[u8]) -> T) -> Result<T, DecodeError> {
    let mut bytes = std::mem::take(&mut json.binary);
    bytes.clear();
    let decoded = base64_simd::STANDARD.decode_append(json.string()?, &mut bytes);
    let result = decoded.map(|()| read(&bytes)).map_err(|_| malformed("a binary is base64"));
    json.binary = bytes;
    result
}
