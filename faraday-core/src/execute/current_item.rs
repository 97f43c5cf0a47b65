//! [`Error::current`]: the stored item that made the condition of a write fail.

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::sdk_map::SdkItem;
use crate::database::Database;
use crate::encryption::DatabaseKeys;
use crate::error::{Details, Error, ErrorKind, Result};
use crate::schema::{AttributeDecryption, ExpectedVersion, Item};

/// Adds the database's keys to the error of a failed write, so that [`Error::current`] can decrypt the item, and turns a
/// failed condition into `VersionConflict` when it failed because of the version, or into `SchemaVersionMismatch` when it failed
/// because of the schema version.
pub(crate) fn failed_write<I: Item>(
    error: Error,
    version: Option<ExpectedVersion>,
    checks_schema_version: bool,
    database: &Database,
) -> Error {
    let error = if I::ENCRYPTED.is_empty() {
        error
    } else {
        error.with_details(Details::DecryptionKeys(database.keys().clone()))
    };
    let Some(SdkError::ConditionalCheckFailedException(failed)) = error.sdk_error() else { return error };
    let item = failed.item();
    let is_older = || checks_schema_version && item.is_some_and(|item| I::SCHEMA.has_another_schema_version(item));
    match version {
        Some(version) if version.differs(item) => error.of_kind(ErrorKind::VersionConflict),
        _ if is_older() => error.of_kind(ErrorKind::SchemaVersionMismatch),
        _ => error,
    }
}

impl Error {
    /// Returns the stored item that made a condition fail, if the write asked for it with `returning_current`.
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
                let decoded = decryption.decode(item.clone()).map(Some);
                decoded.map_err(|error| self.with_context_of(error).with_item_key(decryption.whole_key_of(item)))
            }
            _ => Ok(None),
        }
    }
}
