//! The error of one item of a job: [`with_key`], [`is_of_item`].

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind};

/// The error with the key of the item, which is DynamoDB JSON.
pub(super) fn with_key(error: Error, key: &[u8]) -> Error {
    error.with_item_key(json::decode_item::<SdkItem>(key).ok())
}

/// Whether it concerns this item, so that the next one may do.
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
