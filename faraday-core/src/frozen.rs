//! [`Frozen<T>`]: any serde type as one binary attribute.
//!
//! # The header, which is a contract
//!
//! | bytes | content |
//! |---|---|
//! | 0–2 | the magic `F5 52 44` |
//! | 3 | the format's version: 1 |
//! | 4 | flags: bit 0 says that snappy's raw format compresses the rest; all others are 0 |
//! | 5– | the value in postcard's wire format |
//!
//! A damaged length is not believed: what it claims must be there. Two things only serde's visitors could guard, and they
//! do not: a recursive type is read as deep as the bytes say, and a sequence of elements that take no bytes (`Vec<()>`)
//! is as long as they say. Freeze such types only where nobody else writes the table.
//!
//! What was written once is read for ever: the fixtures of every version stand in the tests.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{DecodeError, EncodeError};
use crate::value::{Decoder, Encoder, Value, kind};

const MAGIC: [u8; 3] = [0xF5, 0x52, 0x44];
const VERSION: u8 = 1;
const SNAPPY: u8 = 1;
/// Fewer bytes than this are not worth an attempt: snappy's own overhead eats what it may win.
const WORTH_COMPRESSING: usize = 64;
/// Snappy cannot do better than about 64 bytes for three: a claim beyond that is a lie, not a compression.
const MAX_RATIO: usize = 64;

/// Any serde type, stored as one binary attribute: postcard, compressed with snappy where that is shorter.
///
/// A field marked `#[faraday(frozen)]` is stored so without being wrapped. The whole value counts towards DynamoDB's
/// 400 KB an item, and DynamoDB cannot look inside: no condition or path reaches into it.
///
/// # Examples
///
/// ```
/// use faraday::{Frozen, Value};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// struct Notes { lines: Vec<String>, ratio: (i64, i64) }
///
/// let notes = Frozen(Notes { lines: vec!["fragile".into()], ratio: (22, 7) });
/// let stored = notes.to_bytes()?;
/// assert_eq!(Frozen::<Notes>::from_bytes(&stored)?, notes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// See [large items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-use-s3-too.html), where AWS
/// itself advises to compress large attribute values into a binary.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frozen<T>(pub T);

impl<T> Frozen<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Serialize> Frozen<T> {
    /// The bytes that are stored: header, postcard, snappy where it pays.
    ///
    /// # Errors
    ///
    /// When serde cannot serialize the value, or postcard does not support what it asks for (a sequence of unknown
    /// length).
    pub fn to_bytes(&self) -> Result<Vec<u8>, EncodeError> {
        freeze(&self.0)
    }
}

impl<T: DeserializeOwned> Frozen<T> {
    /// Reads what [`to_bytes`](Frozen::to_bytes) wrote, now or in an earlier version.
    ///
    /// # Errors
    ///
    /// When the bytes are of another origin, of a newer version, truncated, damaged, or hold another type; the message
    /// says which.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        thaw(bytes).map(Self)
    }
}

pub(crate) fn freeze<T: Serialize>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let [a, b, c] = MAGIC;
    let plain = postcard::to_extend(value, vec![a, b, c, VERSION, 0])
        .map_err(|error| EncodeError::new("the value cannot be frozen").with_source(error))?;
    let Some(body) = plain.get(5..).filter(|body| body.len() >= WORTH_COMPRESSING) else { return Ok(plain) };
    match snap::raw::Encoder::new().compress_vec(body) {
        Ok(packed) if packed.len() < body.len() => {
            let mut bytes = Vec::with_capacity(packed.len() + 5);
            bytes.extend_from_slice(&[a, b, c, VERSION, SNAPPY]);
            bytes.extend_from_slice(&packed);
            Ok(bytes)
        }
        _ => Ok(plain),
    }
}

fn thaw<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let (header, body) = bytes
        .split_first_chunk::<5>()
        .ok_or_else(|| DecodeError::new("expected a frozen value, found fewer bytes than its header has"))?;
    let [a, b, c, version, flags] = *header;
    if [a, b, c] != MAGIC {
        return Err(DecodeError::new("expected a frozen value, found bytes without its header"));
    }
    if version != VERSION {
        return Err(DecodeError::new(format!(
            "expected a frozen value of version {VERSION}, found {version}: written by a newer faraday"
        )));
    }
    match flags {
        0 => from_postcard(body),
        SNAPPY => from_postcard(&unpack(body)?),
        _ => Err(DecodeError::new("the header of this frozen value has flags that this version does not know")),
    }
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

impl<T: Serialize + DeserializeOwned> Value for Frozen<T> {
    type Kind = kind::B;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(&freeze(&self.0)?)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        thaw(&decoder.binary()?).map(Self)
    }
}

/// Shows that there is one, not what is in it.
impl<T> fmt::Debug for Frozen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frozen<{}>(..)", std::any::type_name::<T>())
    }
}

impl<T> From<T> for Frozen<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Frozen<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Frozen<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
