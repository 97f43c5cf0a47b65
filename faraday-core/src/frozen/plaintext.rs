//! Frozen bytes that are, or were, encrypted: they are wiped from memory.

/// Plaintext frozen bytes; zeroized on drop.
#[derive(Clone)]
pub struct Plaintext(
    #[cfg(feature = "encryption")] zeroize::Zeroizing<Vec<u8>>,
    #[cfg(not(feature = "encryption"))] Vec<u8>,
);

impl Plaintext {
    /// Takes bytes that were allocated once: a vector that grew has left copies behind.
    pub fn new(frozen: Vec<u8>) -> Self {
        #[cfg(feature = "encryption")]
        return Self(zeroize::Zeroizing::new(frozen));
        #[cfg(not(feature = "encryption"))]
        Self(frozen)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}
