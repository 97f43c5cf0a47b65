//! What an update does about the schema version of the item: [`VersionCheck`].

/// What an update does about the schema version of the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VersionCheck {
    /// It changes only an item of the current version.
    Current,
    /// It writes all attributes of the struct, and so makes any item one of the current version.
    Whole,
    /// It changes an item of any version, and leaves the version.
    Any,
}
