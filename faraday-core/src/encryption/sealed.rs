//! [`Sealed<T>`]: an encrypted frozen value.

use std::fmt;
use std::marker::PhantomData;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::key_ring::{Binding, Key, KeyRing};
use crate::frozen::body;
use crate::frozen::header::{self, EncryptionHeader, Header, Inspection, NONCE};
use crate::frozen::versions::{self, Older};
use crate::value::{DecodeError, Decoder, EncodeError, Encoder, Value, kind};

/// An encrypted frozen value: the item holds bytes that only a [`KeyRing`] opens.
///
/// XChaCha20-Poly1305 encrypts it and binds it to its table, attribute and primary key: it does not open in another
/// place. Others can see its length, and so how well it compresses. Replacing it with an older value of the same place
/// is not detected.
///
/// # Examples
///
/// ```
/// use faraday::{Item, encryption::{Binding, KeyRing, Sealed}};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Item)]
/// #[faraday(table = "patients")]
/// struct Patient {
///     #[faraday(partition_key)]
///     id: u64,
///     record: Sealed<Record>,
/// }
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// struct Record { blood: String }
///
/// // a key from your key management service, not from the source code
/// let ring = KeyRing::new("2025", &[7; 32])?;
///
/// let record = Record { blood: "AB".into() };
/// let patient = Patient { id: 1, record: ring.seal(&record, &Binding::at(1, Patient::RECORD)?)? };
///
/// assert_eq!(ring.open(&patient.record, &Binding::of(&patient, Patient::RECORD)?)?, record);
/// assert!(ring.open(&patient.record, &Binding::at(2, Patient::RECORD)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Sealed<T> {
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl KeyRing {
    /// Freezes and encrypts a value for one place, with the current key.
    ///
    /// # Errors
    ///
    /// When the value cannot be frozen, or the system gives no random bytes.
    pub fn seal<T: Serialize>(&self, value: &T, binding: &Binding) -> Result<Sealed<T>, EncodeError> {
        self.seal_as(1, value, binding)
    }

    /// Freezes and encrypts a value as this version of its type: see [`open_as`](KeyRing::open_as).
    ///
    /// # Errors
    ///
    /// When the value cannot be frozen, or the system gives no random bytes.
    pub fn seal_as<T: Serialize>(&self, version: u32, value: &T, binding: &Binding) -> Result<Sealed<T>, EncodeError> {
        let nonce = nonce()?;
        let key = self.current();
        let header = Header {
            format: 0,
            packed: false,
            version,
            seal: Some(EncryptionHeader { key_id: &key.id, nonce: &nonce }),
        };
        let start = header.write().len();
        let plain = body::freeze_secret(header, value)?;
        match plain.bytes().split_at_checked(start) {
            Some((header, body)) => encrypt(key, header, &nonce, body, binding),
            None => Err(refused()),
        }
    }

    /// Decrypts and thaws a value.
    ///
    /// # Errors
    ///
    /// When the ring does not have its key, or the value was changed, belongs to another place, or holds another type.
    pub fn open<T: DeserializeOwned>(&self, sealed: &Sealed<T>, binding: &Binding) -> Result<T, DecodeError> {
        self.open_as(sealed, binding, 1, |older| Err(older.unknown()))
    }

    /// Decrypts and thaws a value of this version of its type; `upgrade` reads older versions, as in
    /// [`Frozen::from_bytes_as`](crate::Frozen::from_bytes_as).
    ///
    /// # Errors
    ///
    /// When the ring does not have its key, the value was changed, belongs to another place, holds another type or is of a later
    /// version, or when `upgrade` fails.
    pub fn open_as<T: DeserializeOwned>(
        &self,
        sealed: &Sealed<T>,
        binding: &Binding,
        version: u32,
        upgrade: impl FnOnce(&Older<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (header, plain) = self.decrypt(&sealed.bytes, binding)?;
        let older = Older { version: header.version, packed: header.packed, secret: true, body: &plain };
        versions::thaw_as(&older, version, upgrade)
    }

    /// Encrypts a value again with the current key. The value is not thawed, so the version of its type does not matter.
    ///
    /// # Errors
    ///
    /// When the value does not open, or the system gives no random bytes.
    pub fn reseal<T>(&self, sealed: &Sealed<T>, binding: &Binding) -> Result<Sealed<T>, DecodeError> {
        let (old, plain) = self.decrypt(&sealed.bytes, binding)?;
        let sealed = self.encrypt_body(old, &plain, binding);
        sealed
            .map_err(|error| DecodeError::new("the value was opened, but could not be sealed again").with_source(error))
    }

    /// Encrypts frozen bytes for one place, with the current key.
    pub(super) fn seal_frozen(&self, frozen: &[u8], binding: &Binding) -> Result<Vec<u8>, EncodeError> {
        let (header, body) = header::read(frozen).map_err(|_| refused())?;
        self.encrypt_body(header, body, binding).map(|sealed: Sealed<()>| sealed.bytes)
    }

    /// Decrypts the bytes of [`seal_frozen`](KeyRing::seal_frozen) or [`seal`](KeyRing::seal) to frozen bytes.
    pub(super) fn open_frozen(&self, sealed: &[u8], binding: &Binding) -> Result<Vec<u8>, DecodeError> {
        let (header, plain) = self.decrypt(sealed, binding)?;
        // `concat` allocates the full capacity at once, because a vector that grows leaves copies behind.
        Ok([&Header { seal: None, ..header }.write_packed(), plain.as_slice()].concat())
    }

    /// Encrypts a body with the current key; the header keeps the version and the compression flag of `old`.
    fn encrypt_body<T>(&self, old: Header<'_>, body: &[u8], binding: &Binding) -> Result<Sealed<T>, EncodeError> {
        let nonce = nonce()?;
        let key = self.current();
        let header = Header { seal: Some(EncryptionHeader { key_id: &key.id, nonce: &nonce }), ..old }.write_packed();
        encrypt(key, &header, &nonce, body, binding)
    }

    /// Whether the current key sealed the value; if not, [`reseal`](KeyRing::reseal) it.
    #[must_use]
    pub fn is_current<T>(&self, sealed: &Sealed<T>) -> bool {
        sealed.key_id() == self.current_id()
    }

    fn decrypt<'b>(&self, bytes: &'b [u8], binding: &Binding) -> Result<(Header<'b>, Zeroizing<Vec<u8>>), DecodeError> {
        let (header, body) = header::read(bytes)?;
        let seal = header.seal.ok_or_else(not_sealed)?;
        let key = self
            .find(seal.key_id)
            .ok_or_else(|| DecodeError::new("the key ring has no key with the id that this sealed value names"))?;
        let front = bytes.get(..bytes.len() - body.len()).unwrap_or_default();
        let closed =
            || DecodeError::new("the sealed value does not open: it was changed, moved, or sealed with another key");
        let cipher = XChaCha20Poly1305::new_from_slice(&key.secret).map_err(|_| closed())?;
        let payload = Payload { msg: body, aad: &binding.with_header(front) };
        let plain = cipher.decrypt(&XNonce::from(*seal.nonce), payload).map_err(|_| closed())?;
        Ok((header, Zeroizing::new(plain)))
    }
}

fn nonce() -> Result<[u8; NONCE], EncodeError> {
    XNonce::try_generate()
        .map(Into::into)
        .map_err(|_| EncodeError::new("the system gives no random bytes to seal with"))
}

fn refused() -> EncodeError {
    EncodeError::new("the value cannot be sealed")
}

fn not_sealed() -> DecodeError {
    DecodeError::new("expected a sealed value, found a frozen one that is not encrypted")
}

fn encrypt<T>(
    key: &Key,
    header: &[u8],
    nonce: &[u8; NONCE],
    body: &[u8],
    binding: &Binding,
) -> Result<Sealed<T>, EncodeError> {
    let cipher = XChaCha20Poly1305::new_from_slice(&key.secret).map_err(|_| refused())?;
    let payload = Payload { msg: body, aad: &binding.with_header(header) };
    let closed = cipher.encrypt(&XNonce::from(*nonce), payload).map_err(|_| refused())?;
    Ok(Sealed { bytes: [header, &closed].concat(), of: PhantomData })
}

impl<T> Sealed<T> {
    /// Takes the bytes of a sealed value; only a key ring can tell whether they open.
    ///
    /// # Errors
    ///
    /// When the bytes have no header, or are not encrypted.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, DecodeError> {
        let bytes = bytes.into();
        header::read(&bytes)?.0.seal.ok_or_else(not_sealed)?;
        Ok(Self { bytes, of: PhantomData })
    }

    /// Returns the bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the id of the key that sealed the value.
    #[must_use]
    pub fn key_id(&self) -> &str {
        match header::read(&self.bytes) {
            Ok((Header { seal: Some(seal), .. }, _)) => seal.key_id,
            _ => "",
        }
    }

    /// Reads the header.
    ///
    /// # Errors
    ///
    /// None: the header was checked when the value was made.
    pub fn inspect(&self) -> Result<Inspection, DecodeError> {
        header::inspect(&self.bytes)
    }
}

impl<T> Value for Sealed<T> {
    type Kind = kind::B;
    type Base = Self;

    fn encode<E: Encoder>(&self, encoder: E) -> Result<(), EncodeError> {
        encoder.binary(&self.bytes)
    }

    fn decode<D: Decoder>(decoder: D) -> Result<Self, DecodeError> {
        Self::from_bytes(decoder.binary()?)
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

/// Compares the bytes: sealing a value twice gives different bytes.
impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Sealed<T> {}

/// Shows the key's id and the length, and hides the value.
impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = std::any::type_name::<T>();
        write!(f, "Sealed<{name}>(key {:?}, {} bytes)", self.key_id(), self.bytes.len())
    }
}
