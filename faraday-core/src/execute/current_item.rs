//! [`Error::current`]: the item that was there when the condition of a write failed.

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::sdk_map::SdkItem;
use crate::database::Database;
use crate::encryption::DatabaseKeys;
use crate::error::{Details, Error, ErrorKind, Result};
use crate::schema::{AttributeDecryption, Item};

/// Adds the database's keys to the error of a failed write, so that [`Error::current`] can decrypt the item, and turns a
/// failed condition into `VersionConflict` when the stored version differs from `version`.
pub(crate) fn failed_write<I: Item>(error: Error, version: Option<u64>, database: &Database) -> Error {
    let error = if I::ENCRYPTED.is_empty() {
        error
    } else {
        error.with_details(Details::DecryptionKeys(database.keys().clone()))
    };
    let (Some(name), Some(expected), true) = (I::MANAGED.version(), version, error.is_condition_failed()) else {
        return error;
    };
    let Some(SdkError::ConditionalCheckFailedException(failed)) = error.sdk_error() else { return error };
    if expected == found_version(failed.item(), name) { error } else { error.of_kind(ErrorKind::VersionConflict) }
}

/// The version of the item that was there; 0 if there was no item, or it has no version.
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
        let keys = match self.details() {
            Details::DecryptionKeys(keys) => keys.clone(),
            _ => DatabaseKeys::default(),
        };
        match item {
            Some(item) if !item.is_empty() => {
                let decryption = AttributeDecryption { keys, schema: I::SCHEMA };
                decryption.decode(item.clone()).map(Some).map_err(|error| self.with_context_of(error))
            }
            _ => Ok(None),
        }
    }
}
