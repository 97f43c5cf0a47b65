//! The result of a statement of a batch: [`StatementOutput`].

use serde_json::value::RawValue;

use super::refused;
use crate::codec::json;
use crate::error::Result;
use crate::execute::{Nothing, Whole};
use crate::value::{Attributes, DecodeError, has_encrypted};

/// What a statement of a batch returns: nothing, or a row. A type parameter of [`StatementBatch`](super::StatementBatch), set by its
/// `rows`.
pub trait StatementOutput: Send + 'static {
    /// The result of one statement.
    type Output: Send + 'static;

    #[doc(hidden)]
    fn check() -> Result<()>;

    #[doc(hidden)]
    fn read(item: Option<&RawValue>) -> Result<Self::Output, DecodeError>;
}

impl StatementOutput for Nothing {
    type Output = ();

    fn check() -> Result<()> {
        Ok(())
    }

    fn read(_: Option<&RawValue>) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl<R: Attributes + Send + 'static> StatementOutput for Whole<R> {
    type Output = Option<R>;

    fn check() -> Result<()> {
        check_rows::<R>()
    }

    fn read(item: Option<&RawValue>) -> Result<Option<R>, DecodeError> {
        item.map(|item| json::decode_item(item.get().as_bytes())).transpose()
    }
}

/// Refuses rows with encrypted attributes: their keys are bound to a table, which only the text of a statement names.
pub(super) fn check_rows<R: Attributes>() -> Result<()> {
    if has_encrypted::<R>() {
        return refused(
            "a statement does not say which table its rows are from, so their encrypted attributes cannot be decrypted: \
             read them by `Table::get` or `Table::query`, or the statement's rows as a map",
        );
    }
    Ok(())
}
