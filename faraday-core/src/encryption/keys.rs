//! The key ring of a database, if it has one.

#[cfg(feature = "encryption")]
use std::sync::Arc;

use crate::codec::sdk_map::SdkItem;
use crate::value::{DecodeError, EncodeError};

/// Encrypts and decrypts the frozen bytes of encrypted attributes.
///
/// The type exists without the feature `encryption` too, so that callers need no `cfg`; it then has no key.
#[derive(Clone, Default)]
pub(crate) struct DatabaseKeys {
    #[cfg(feature = "encryption")]
    ring: Option<Arc<super::key_ring::KeyRing>>,
}

/// The place of an encrypted attribute.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "encryption"), allow(dead_code, reason = "without keys nothing is bound"))]
pub(crate) struct EncryptionContext<'p> {
    /// The table's name, without the database's prefix.
    pub(crate) table: &'p str,
    pub(crate) attribute: &'p str,
    /// The primary key.
    pub(crate) key: &'p SdkItem,
}

const NO_RING: &str =
    "it is encrypted, and the database has no key ring: give it one with `with_keys`, or with `keys` of its builder";

impl DatabaseKeys {
    pub(crate) fn is_empty(&self) -> bool {
        #[cfg(feature = "encryption")]
        return self.ring.is_none();
        #[cfg(not(feature = "encryption"))]
        true
    }

    /// Fails if there is no key ring, so that a read reports it before it is sent.
    pub(crate) fn needed(&self) -> Result<(), DecodeError> {
        if self.is_empty() { Err(DecodeError::new(NO_RING)) } else { Ok(()) }
    }
}

#[cfg(feature = "encryption")]
impl DatabaseKeys {
    pub(crate) fn new(ring: super::key_ring::KeyRing) -> Self {
        Self { ring: Some(Arc::new(ring)) }
    }

    /// Encrypts frozen bytes with the current key.
    pub(crate) fn encrypt(&self, frozen: &[u8], context: EncryptionContext<'_>) -> Result<Vec<u8>, EncodeError> {
        let ring = self.ring.as_ref().ok_or_else(|| EncodeError::new(NO_RING))?;
        ring.seal_frozen(frozen, &super::key_ring::Binding::to_key(context.table, context.attribute, context.key)?)
    }

    /// Decrypts sealed bytes to frozen bytes.
    pub(crate) fn decrypt(&self, sealed: &[u8], context: EncryptionContext<'_>) -> Result<Vec<u8>, DecodeError> {
        let ring = self.ring.as_ref().ok_or_else(|| DecodeError::new(NO_RING))?;
        let binding = super::key_ring::Binding::to_key(context.table, context.attribute, context.key);
        let binding = binding.map_err(|_| DecodeError::new("a sealed value cannot be bound to the item's key"))?;
        ring.open_frozen(sealed, &binding)
    }
}

#[cfg(not(feature = "encryption"))]
impl DatabaseKeys {
    pub(crate) fn encrypt(&self, _: &[u8], _: EncryptionContext<'_>) -> Result<Vec<u8>, EncodeError> {
        Err(EncodeError::new(NO_RING))
    }

    pub(crate) fn decrypt(&self, _: &[u8], _: EncryptionContext<'_>) -> Result<Vec<u8>, DecodeError> {
        Err(DecodeError::new(NO_RING))
    }
}
