//! The error of one item of a job: [`with_key`], [`current_item`], [`is_of_item`], [`failed_before`], [`unwritable`].

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::error::{Error, ErrorKind, Result};
use crate::value::EncodeError;

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
    if error.kind() != ErrorKind::TransactionCanceled {
        return is_kind_of_item(error.kind());
    }
    // The item is written with its guards.
    let reasons = error.cancellation_reasons();
    !reasons.is_empty() && reasons.iter().all(|reason| is_kind_of_item(reason.kind()))
}

fn is_kind_of_item(kind: ErrorKind) -> bool {
    matches!(
        kind,
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

/// Fails if so many items or lines failed before the checkpoint at which a job went on. They are not tried again, so it must not seem as if
/// all were done.
pub(super) fn failed_before(failed: u64, what: &str) -> Result<()> {
    if failed == 0 {
        return Ok(());
    }
    let plural = if failed == 1 { "" } else { "s" };
    let message = format!(
        "{failed} {what}{plural} failed in earlier runs with this checkpoint, and were not tried again: use a new checkpoint to \
         try all again"
    );
    Err(Error::new(ErrorKind::Other, message))
}

/// The item was read, so the caller did not make the mistake: a decode error.
pub(super) fn unwritable(error: EncodeError) -> Error {
    Error::new(ErrorKind::Decode, format!("the item that was read cannot be written again: {error}"))
}
