//! The error of one item of a job: [`with_key`], [`current_item`], [`is_of_item`].

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind};

/// Adds the key of the item, which is DynamoDB JSON, to an error.
pub(super) fn with_key(error: Error, key: &[u8]) -> Error {
    error.with_item_key(json::decode_item::<SdkItem>(key).ok())
}

/// Returns the stored item for which a condition failed, if there was one and the write asked for it.
pub(super) fn current_item(error: &Error) -> Option<&SdkItem> {
    match error.sdk_error()? {
        SdkError::ConditionalCheckFailedException(failed) => failed.item().filter(|item| !item.is_empty()),
        _ => None,
    }
}

/// Whether the error concerns only this item, so that the next one may succeed.
pub(super) fn is_of_item(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConditionalCheckFailed
            | ErrorKind::VersionConflict
            | ErrorKind::SchemaVersionMismatch
            | ErrorKind::ItemCollectionSizeLimitExceeded
            | ErrorKind::TransactionConflict
            | ErrorKind::Validation
            | ErrorKind::Encode
            | ErrorKind::Decode
            | ErrorKind::ItemTooLarge
            | ErrorKind::InvalidArgument
    )
}
