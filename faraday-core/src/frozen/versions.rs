//! Frozen types that changed: each version is read by its own type.

use serde::de::DeserializeOwned;

use super::body;
use crate::value::DecodeError;

/// A frozen value of an earlier version of its type, which an upgrade reads as what it was.
pub struct Older<'b> {
    pub(crate) version: u32,
    pub(crate) packed: bool,
    pub(crate) body: &'b [u8],
}

impl Older<'_> {
    /// The version it was written as.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Reads it as the type that it was.
    ///
    /// # Errors
    ///
    /// When it is damaged, or was of another type.
    pub fn read<U: DeserializeOwned>(&self) -> Result<U, DecodeError> {
        body::thaw(self.packed, self.body)
    }

    /// What an upgrade returns for a version that it does not know.
    #[must_use]
    pub fn unknown(&self) -> DecodeError {
        DecodeError::new(format!("version {} of this frozen type is not known any more", self.version))
    }
}

/// Shows the version, not what is in it.
impl std::fmt::Debug for Older<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Older(version {})", self.version)
    }
}

/// The value of a body of this version, older ones by way of `upgrade`.
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

/// The error for a version of the type that this program is too old for.
pub(crate) fn newer(found: u32, known: u32) -> DecodeError {
    DecodeError::new(format!("expected version {known} of this frozen type, found {found}"))
}
