//! The body of frozen bytes: postcard, compressed with snappy if that is shorter.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::header::{FLAGS, Header, SNAPPY};
use crate::value::{DecodeError, EncodeError};

/// Shorter bodies are not compressed: snappy's overhead outweighs the gain.
const WORTH_COMPRESSING: usize = 64;
/// Snappy packs at most about 64 bytes into three, so a longer claim is false.
const MAX_RATIO: usize = 64;

/// Writes the header and the value, and sets the compression flag if compression shortened the body.
pub(crate) fn freeze<T: Serialize>(header: Header<'_>, value: &T) -> Result<Vec<u8>, EncodeError> {
    let header = header.write();
    let start = header.len();
    let plain = postcard::to_extend(value, header.clone())
        .map_err(|error| EncodeError::new("the value cannot be frozen").with_source(error))?;
    let Some(body) = plain.get(start..).filter(|body| body.len() >= WORTH_COMPRESSING) else { return Ok(plain) };
    match snap::raw::Encoder::new().compress_vec(body) {
        Ok(packed) if packed.len() < body.len() => {
            let mut bytes = header;
            bytes.reserve_exact(packed.len());
            bytes.extend_from_slice(&packed);
            if let Some(flags) = bytes.get_mut(FLAGS) {
                *flags |= SNAPPY;
            }
            Ok(bytes)
        }
        _ => Ok(plain),
    }
}

/// Reads a plaintext body.
pub(crate) fn thaw<T: DeserializeOwned>(packed: bool, body: &[u8]) -> Result<T, DecodeError> {
    if packed { from_postcard(&unpack(body)?) } else { from_postcard(body) }
}

fn unpack(body: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let damaged =
        |error| DecodeError::new("the frozen value is truncated or damaged: snappy cannot read it").with_source(error);
    let claimed = snap::raw::decompress_len(body).map_err(damaged)?;
    if claimed > body.len().saturating_mul(MAX_RATIO) {
        return Err(DecodeError::new("the frozen value is damaged: it claims to hold more than its bytes can"));
    }
    snap::raw::Decoder::new().decompress_vec(body).map_err(damaged)
}

fn from_postcard<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let failed = |error| match error {
        postcard::Error::DeserializeUnexpectedEnd => {
            DecodeError::new("the frozen value is truncated, or holds another type")
        }
        error => DecodeError::new("the frozen value is damaged, or holds another type").with_source(error),
    };
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(DecodeError::new("the frozen value holds another type: bytes are left over")),
        Err(error) => Err(failed(error)),
    }
}
