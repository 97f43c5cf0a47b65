//! The version that a write expects of the stored item: [`ExpectedVersion`].

use crate::codec::sdk_map::SdkItem;

/// The version that a write expects of the stored item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExpectedVersion {
    /// The version's attribute.
    pub(crate) attribute: &'static str,
    pub(crate) version: u64,
    /// Whether this is the write's only condition, so that a failed condition can only be this one.
    pub(crate) alone: bool,
}

impl ExpectedVersion {
    /// Whether the item has the version after the expected one.
    pub(crate) fn is_followed_by(&self, item: &SdkItem) -> bool {
        self.version.checked_add(1) == Some(found_version(item, self.attribute))
    }

    /// Whether the condition failed because of the version.
    ///
    /// `found` is the item that the refusal returned. If it returned none, there was no item, or the engine does not return
    /// items; if the write has other conditions too, it is then unknown which one failed.
    pub(crate) fn differs(&self, found: Option<&SdkItem>) -> bool {
        match found.filter(|item| !item.is_empty()) {
            Some(item) => found_version(item, self.attribute) != self.version,
            None => self.alone,
        }
    }
}

/// Returns the version of a stored item; 0 if it has none.
fn found_version(item: &SdkItem, attribute: &str) -> u64 {
    let found = item.get(attribute).and_then(|value| value.as_n().ok());
    found.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
