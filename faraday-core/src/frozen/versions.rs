//! Frozen types that changed: an upgrade reads each older version as the type that it was written as.

use serde::de::DeserializeOwned;

use super::body;
use crate::value::DecodeError;

/// A frozen value of an older version of its type; an upgrade reads it as its old type.
pub struct Older<'b> {
    pub(crate) version: u32,
    pub(crate) packed: bool,
    /// Whether it was encrypted, so that copies of it are wiped.
    pub(crate) secret: bool,
    pub(crate) body: &'b [u8],
}

impl Older<'_> {
    /// Returns the version that the value was written as.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Reads the value as its old type.
    ///
    /// # Errors
    ///
    /// When the value is damaged, or holds another type.
    pub fn read<U: DeserializeOwned>(&self) -> Result<U, DecodeError> {
        body::thaw(self.body, self.packed, self.secret)
    }

    /// Returns the error for an upgrade that does not know the version.
    #[must_use]
    pub fn unknown(&self) -> DecodeError {
        DecodeError::new(format!("version {} of this frozen type is no longer known", self.version))
    }
}

/// Shows the version and hides the value.
impl std::fmt::Debug for Older<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Older(version {})", self.version)
    }
}

/// Reads a body of this version; `upgrade` reads older ones.
pub(crate) fn thaw_as<T: DeserializeOwned>(
    older: &Older<'_>,
    version: u32,
    upgrade: impl FnOnce(&Older<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    match older.version.cmp(&version) {
        std::cmp::Ordering::Equal => older.read(),
        std::cmp::Ordering::Less => upgrade(older),
        std::cmp::Ordering::Greater => Err(newer(older.version, version)),
    }
}

/// Creates the error for a version that is newer than this program knows.
pub(crate) fn newer(found: u32, known: u32) -> DecodeError {
    DecodeError::new(format!("expected version {known} of this frozen type, found {found}"))
}
