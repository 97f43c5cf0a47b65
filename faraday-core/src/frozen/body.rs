//! The body of frozen bytes: postcard, compressed with snappy if that is shorter.

use std::cell::Cell;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::depth::{Left, Limited, Writer};
use super::header::{FLAGS, Header, SNAPPY};
use super::plaintext::Plaintext;
use crate::value::{DecodeError, EncodeError};

/// Shorter bodies are not compressed: snappy's overhead outweighs the gain.
const WORTH_COMPRESSING: usize = 64;
/// Snappy packs at most about 64 bytes into three, so a longer claim is false.
const MAX_RATIO: usize = 64;

/// Writes the header and the value, and sets the compression flag if compression shortened the body.
pub(crate) fn freeze<T: Serialize>(header: Header<'_>, value: &T) -> Result<Vec<u8>, EncodeError> {
    let header = header.write();
    let plain = limited(value, |value| postcard::to_extend(value, header.clone()))?;
    let mut packed = Vec::new();
    Ok(if compress(&header, &plain, &mut packed) { packed } else { plain })
}

/// Writes the header and a value that is encrypted afterwards, and wipes the buffers in between.
pub(crate) fn freeze_secret<T: Serialize>(header: Header<'_>, value: &T) -> Result<Plaintext, EncodeError> {
    let header = header.write();
    let length = limited(value, |value| postcard::experimental::serialized_size(value))?;
    // The full capacity is allocated at once, because a vector that grows leaves copies behind.
    let mut start = Vec::with_capacity(header.len() + length);
    start.extend_from_slice(&header);
    let plain = Plaintext::new(limited(value, |value| postcard::to_extend(value, start))?);
    let mut packed = Vec::new();
    let shorter = compress(&header, plain.bytes(), &mut packed);
    let packed = Plaintext::new(packed);
    Ok(if shorter { packed } else { plain })
}

/// Writes a value within the limit of depth.
fn limited<T: Serialize, R>(
    value: &T,
    write: impl FnOnce(&Writer<'_, '_, T>) -> postcard::Result<R>,
) -> Result<R, EncodeError> {
    let exceeded = Cell::new(None);
    write(&Writer { value, left: Left::all(&exceeded) }).map_err(|error| match exceeded.get() {
        Some(limit) => EncodeError::new(limit),
        None => EncodeError::new("the value cannot be frozen").with_source(error),
    })
}

/// Writes the header and the compressed body to `packed`. Returns whether that is shorter than `plain`, the header and the body.
fn compress(header: &[u8], plain: &[u8], packed: &mut Vec<u8>) -> bool {
    let body = plain.get(header.len()..).unwrap_or_default();
    if body.len() < WORTH_COMPRESSING {
        return false;
    }
    packed.resize(header.len() + snap::raw::max_compress_len(body.len()), 0);
    let Some((start, rest)) = packed.split_at_mut_checked(header.len()) else { return false };
    start.copy_from_slice(header);
    if let Some(flags) = start.get_mut(FLAGS) {
        *flags |= SNAPPY;
    }
    // It fails only for a body that is too long for snappy, which is far over DynamoDB's limit.
    let Ok(length) = snap::raw::Encoder::new().compress(body, rest) else { return false };
    packed.truncate(header.len() + length);
    length < body.len()
}

/// Reads a plaintext body.
///
/// `packed` means that the body is compressed; `secret`, that it was encrypted and its copies must be wiped.
pub(crate) fn thaw<T: DeserializeOwned>(body: &[u8], packed: bool, secret: bool) -> Result<T, DecodeError> {
    if !packed {
        return from_postcard(body);
    }
    let plain = unpack(body)?;
    if secret { from_postcard(Plaintext::new(plain).bytes()) } else { from_postcard(&plain) }
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
    let exceeded = Cell::new(None);
    let mut deserializer = postcard::Deserializer::from_bytes(body);
    let value = T::deserialize(Limited { inner: &mut deserializer, left: Left::all(&exceeded) })
        .map_err(|error| exceeded.get().map_or_else(|| failed(error), DecodeError::new))?;
    match deserializer.finalize() {
        Ok([]) => Ok(value),
        _ => Err(DecodeError::new("the frozen value holds another type: bytes are left over")),
    }
}
