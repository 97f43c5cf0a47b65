//! Writes and reads a frozen field according to its options.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body;
use super::header::{self, Header};
use super::plaintext::Plaintext;
use super::versions::{self, Older};
use crate::value::{DecodeError, EncodeError};

/// Reads an older version of a type.
type Upgrade<T> = fn(&Older<'_>) -> Result<T, DecodeError>;
/// Reads bytes without faraday's header.
type Other<T> = fn(&[u8]) -> Result<T, DecodeError>;

/// The options of a frozen field: the version of its type, the readers for older versions and for bytes without a
/// header, and whether it is encrypted.
pub struct Format<T> {
    version: u32,
    upgrade: Option<Upgrade<T>>,
    other: Option<Other<T>>,
    encrypted: bool,
}

impl<T> Format<T> {
    /// Creates the format of version 1, without other options.
    #[must_use]
    pub const fn new() -> Self {
        Self { version: 1, upgrade: None, other: None, encrypted: false }
    }

    /// Sets the version of the type.
    #[must_use]
    pub const fn version(mut self, version: u32) -> Self {
        self.version = version;
        self
    }

    /// Sets the reader for older versions.
    #[must_use]
    pub const fn upgrade(mut self, upgrade: fn(&Older<'_>) -> Result<T, DecodeError>) -> Self {
        self.upgrade = Some(upgrade);
        self
    }

    /// Sets the reader for bytes without faraday's header.
    #[must_use]
    pub const fn passthrough(mut self, other: fn(&[u8]) -> Result<T, DecodeError>) -> Self {
        self.other = Some(other);
        self
    }

    /// Marks the field as encrypted.
    #[must_use]
    pub const fn encrypted(mut self) -> Self {
        self.encrypted = true;
        self
    }

    pub(crate) const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Returns the frozen bytes of a field that is not encrypted.
    pub(crate) fn freeze(&self, value: &T) -> Result<Vec<u8>, EncodeError>
    where
        T: Serialize,
    {
        super::freeze_as(self.version, value)
    }

    /// Returns the frozen bytes of a field that must still be encrypted.
    pub(crate) fn freeze_secret(&self, value: &T) -> Result<Plaintext, EncodeError>
    where
        T: Serialize,
    {
        body::freeze_secret(Header::of_version(self.version), value)
    }

    /// Reads frozen bytes; those of an encrypted field must be decrypted first.
    pub(crate) fn thaw(&self, bytes: &[u8]) -> Result<T, DecodeError>
    where
        T: DeserializeOwned,
    {
        match self.other {
            Some(other) if !header::is_frozen(bytes) => other(bytes),
            _ => versions::thaw_as(&super::open(bytes, self.encrypted)?, self.version, |older| match self.upgrade {
                Some(upgrade) => upgrade(older),
                None => Err(older.unknown()),
            }),
        }
    }
}

impl<T> Clone for Format<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Format<T> {}

impl<T> Default for Format<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// A type that can read bytes without faraday's header, for `#[faraday(frozen, passthrough)]`.
#[diagnostic::on_unimplemented(
    message = "plain bytes cannot be passed through as `{Self}`",
    label = "cannot be made of a `Vec<u8>`",
    note = "implement `TryFrom<Vec<u8>>` for it, or name what reads the bytes: `passthrough = path`, a `fn(&[u8]) -> Result<T, DecodeError>`"
)]
pub trait PassThrough: Sized {
    /// Reads the bytes.
    ///
    /// # Errors
    ///
    /// When the type cannot be made of them.
    fn pass_through(bytes: &[u8]) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: TryFrom<Vec<u8>>> PassThrough for T {
    fn pass_through(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::try_from(bytes.to_vec())
            .map_err(|_| DecodeError::new("expected a frozen value, or bytes that the type can be made of"))
    }
}
