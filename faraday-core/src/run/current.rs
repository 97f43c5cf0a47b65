//! What a failed condition found.

use aws_sdk_dynamodb::Error as SdkError;

use crate::codec::map::{self, SdkItem};
use crate::error::{Error, Result};
use crate::schema::Item;

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
