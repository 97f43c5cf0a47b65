//! Encryption of frozen values: a [`KeyRing`] encrypts them for one table, attribute and primary key ([`Binding`]).

#[cfg(feature = "encryption")]
mod key_ring;
mod keys;
#[cfg(feature = "encryption")]
mod sealed;

pub(crate) use crate::frozen::Plaintext;
#[cfg(feature = "encryption")]
pub use key_ring::{Binding, KeyRing};
pub(crate) use keys::{DatabaseKeys, EncryptionContext};
#[cfg(feature = "encryption")]
pub use sealed::Sealed;
