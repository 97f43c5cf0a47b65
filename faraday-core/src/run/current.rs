//! What a failed condition found.

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::map::{self, SdkItem};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Item;

/// The error of a write that was checked to be of this version: a lost race, if the version that was found is another.
pub(crate) fn version_checked<I: Item>(error: Error, version: Option<u64>) -> Error {
    let (Some(name), Some(expected), true) = (I::MANAGED.version(), version, error.is_condition_failed()) else {
        return error;
    };
    let Some(SdkError::ConditionalCheckFailedException(failed)) = error.sdk_error() else { return error };
    if expected == found_version(failed.item(), name) { error } else { error.of_kind(ErrorKind::VersionConflict) }
}

/// The version of the item that was there; 0 if there was none, or it has none.
pub(crate) fn found_version(item: Option<&SdkItem>, name: &str) -> u64 {
    let found = item.and_then(|item| item.get(name)).and_then(|value| value.as_n().ok());
    found.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

impl Error {
    /// The item that was there when a condition failed, if the write asked for it with `returning_current`.
    ///
    /// # Errors
    ///
    /// When the item does not fit `I`.
    pub fn current<I: Item>(&self) -> Result<Option<I>> {
        let Some(SdkError::ConditionalCheckFailedException(failed)) = self.sdk_error() else { return Ok(None) };
        let item: Option<&SdkItem> = failed.item();
        match item {
            Some(item) if !item.is_empty() => {
                map::decode_item(item.clone()).map(Some).map_err(|error| self.beside(error))
            }
            _ => Ok(None),
        }
    }
}
