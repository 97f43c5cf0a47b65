//! [`Frozen<T>`]: any serde type as one binary attribute.
//!
//! # The header format
//!
//! | bytes | content |
//! |---|---|
//! | 0–2 | the magic `F5 52 44` |
//! | 3 | the format's version: 2 if bit 1 or 2 of the flags is set, 1 otherwise |
//! | 4 | flags: bit 0, the body is compressed with snappy's raw format; bit 1, it is encrypted; bit 2, the type has a version |
//! | then, with bit 2 | the type's version, a little-endian `u32`; without bit 2 it is 1 |
//! | then, with bit 1 | the length of the key's id, one byte; the id, UTF-8; the nonce, 24 bytes |
//! | the rest | the value in postcard's wire format; compressed, then encrypted, as the flags say |
//!
//! An encrypted body is authenticated by XChaCha20-Poly1305 together with the whole header, the table's name, the
//! attribute's name and the primary key. A length precedes each of these four, as a little-endian `u64`. The key lists
//! its attributes in the order of their names: the name, one of `S`, `N` and `B`, then the value. A number is its sign,
//! its digits without zeros at either end, `e`, and the power of ten of the last digit.
//!
//! The format's version is 2 only if the value needs it, so that older programs can read everything else.
//!
//! A damaged length is not trusted: the claimed bytes must exist. Nesting deeper than 128 levels is an error, when it is
//! written as well as when it is read: deeper bytes would overflow the stack. A level is a struct, a tuple, a sequence, a map,
//! or the content of a variant.
//!
//! Every version stays readable: the tests keep fixtures of each.

pub(crate) mod body;
mod depth;
pub(crate) mod format;
pub(crate) mod header;
mod plaintext;
pub(crate) mod versions;

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};
use header::Header;

pub(crate) use format::Format;
pub use header::{Compression, Inspection};
pub(crate) use plaintext::Plaintext;
pub use versions::Older;

/// Any serde type, stored as one binary attribute: postcard, compressed with snappy if that is shorter.
///
/// A field marked `#[faraday(frozen)]` is stored the same way without this wrapper. The whole value counts towards
/// DynamoDB's limit of 400 KB an item. DynamoDB cannot look inside, so no condition or path reaches into it.
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
/// advises compressing large attribute values into a binary.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frozen<T>(pub T);

impl<T> Frozen<T> {
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Serialize> Frozen<T> {
    /// Returns the bytes to store: the header, then postcard, compressed with snappy if that is shorter.
    ///
    /// # Errors
    ///
    /// When serde cannot serialize the value, or postcard does not support it (a sequence of unknown length).
    pub fn to_bytes(&self) -> Result<Vec<u8>, EncodeError> {
        freeze(&self.0)
    }
}

impl<T: DeserializeOwned> Frozen<T> {
    /// Reads bytes that [`to_bytes`](Frozen::to_bytes) wrote, in this or an earlier version of faraday.
    ///
    /// # Errors
    ///
    /// When the bytes have no header of faraday's, come from a newer version, are truncated or damaged, or hold another
    /// type; the message says which.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        thaw(bytes).map(Self)
    }
}

/// Versions of a frozen type, and bytes that faraday did not write.
impl<T: Serialize> Frozen<T> {
    /// Returns the bytes to store, marked with this version of the type: see [`from_bytes_as`](Frozen::from_bytes_as).
    ///
    /// # Errors
    ///
    /// When serde cannot serialize the value, or postcard does not support it.
    pub fn to_bytes_as(&self, version: u32) -> Result<Vec<u8>, EncodeError> {
        freeze_as(version, &self.0)
    }
}

impl<T: DeserializeOwned> Frozen<T> {
    /// Reads this version of the type; `upgrade` reads older versions.
    ///
    /// Postcard's format has no names: adding, removing or moving a field, or changing its type, needs a new version.
    /// [`to_bytes`](Frozen::to_bytes) and a field marked `#[faraday(frozen)]` write version 1.
    ///
    /// # Errors
    ///
    /// When the bytes have no header of faraday's, are of a later version, are truncated or damaged, or hold another type, or when
    /// `upgrade` fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::Frozen;
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Debug, PartialEq, Serialize, Deserialize)]
    /// struct Notes { lines: Vec<String>, author: String }
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct NotesOfVersion1 { line: String }
    ///
    /// let stored = Frozen(NotesOfVersion1 { line: "fragile".into() }).to_bytes()?;
    ///
    /// let notes = Frozen::from_bytes_as(&stored, 2, |older| match older.version() {
    ///     1 => {
    ///         let NotesOfVersion1 { line } = older.read()?;
    ///         Ok(Notes { lines: vec![line], author: String::new() })
    ///     }
    ///     _ => Err(older.unknown()),
    /// })?;
    /// assert_eq!(notes.lines, ["fragile"]);
    ///
    /// let stored = notes.to_bytes_as(2)?;
    /// assert_eq!(Frozen::from_bytes_as(&stored, 2, |older| Err(older.unknown()))?, notes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes_as(
        bytes: &[u8],
        version: u32,
        upgrade: impl FnOnce(&Older<'_>) -> Result<T, DecodeError>,
    ) -> Result<Self, DecodeError> {
        versions::thaw_as(&open(bytes, false)?, version, upgrade).map(Self)
    }

    /// Reads frozen bytes; `other` reads bytes without faraday's header, such as those the attribute held before.
    ///
    /// Damaged frozen bytes are still an error: `other` gets only bytes that do not begin with the magic.
    ///
    /// # Errors
    ///
    /// When frozen bytes are of a later version, are truncated or damaged, or hold another type, or when `other` fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Frozen, value::DecodeError};
    ///
    /// let json = br#"["fragile"]"#;
    /// let lines: Frozen<Vec<String>> = Frozen::from_bytes_or(json, |bytes| {
    ///     serde_json::from_slice(bytes).map_err(|_| DecodeError::new("expected frozen bytes, or JSON"))
    /// })?;
    /// assert_eq!(lines.0, ["fragile"]);
    /// # Ok::<(), DecodeError>(())
    /// ```
    pub fn from_bytes_or(
        bytes: &[u8],
        other: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
    ) -> Result<Self, DecodeError> {
        if header::is_frozen(bytes) { Self::from_bytes(bytes) } else { other(bytes).map(Self) }
    }
}

impl Frozen<()> {
    /// Reads the header of frozen bytes of any type, without a key.
    ///
    /// # Errors
    ///
    /// When the bytes have no header, or one of a newer version.
    ///
    /// # Examples
    ///
    /// ```
    /// use faraday::{Frozen, frozen::Compression};
    ///
    /// let header = Frozen::inspect(&Frozen("fragile ".repeat(100)).to_bytes()?)?;
    /// assert_eq!(header.compression, Compression::Snappy);
    /// assert_eq!(header.key_id, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inspect(bytes: &[u8]) -> Result<Inspection, DecodeError> {
        header::inspect(bytes)
    }
}

pub(crate) fn freeze<T: Serialize>(value: &T) -> Result<Vec<u8>, EncodeError> {
    freeze_as(1, value)
}

pub(crate) fn freeze_as<T: Serialize>(version: u32, value: &T) -> Result<Vec<u8>, EncodeError> {
    body::freeze(Header::of_version(version), value)
}

fn thaw<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let older = open(bytes, false)?;
    if older.version == 1 { older.read() } else { Err(versions::newer(older.version, 1)) }
}

/// Reads the header, and refuses an encrypted body. `secret` means that the body was encrypted and is decrypted now.
fn open(bytes: &[u8], secret: bool) -> Result<Older<'_>, DecodeError> {
    let (header, body) = header::read(bytes)?;
    if header.seal.is_some() {
        return Err(DecodeError::new("the frozen value is encrypted: it is read as `Sealed`, with its key ring"));
    }
    Ok(Older { version: header.version, packed: header.packed, secret, body })
}

impl<T: Serialize + DeserializeOwned> Value for Frozen<T> {
    type Kind = kind::B;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encode(&self.0, encoder)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        thaw(&decoder.binary()?).map(Self)
    }
}

/// Freezes a value and writes it as a B.
pub(crate) fn encode<T: Serialize, E: Encoder>(value: &T, encoder: E) -> Result<(), EncodeError> {
    encoder.binary(&freeze(value)?)
}

/// Hides the value.
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
