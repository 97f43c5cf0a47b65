//! Where a list of pages continues.

use crate::error::{Error, ErrorKind, Result};

/// Returns the place where the next page starts. Refuses the place where this page started: DynamoDB never sends it, and a program that
/// reads all pages would never end.
pub(crate) fn next_start<T: PartialEq>(start: Option<&T>, next: Option<T>) -> Result<Option<T>> {
    if next.is_some() && next.as_ref() == start {
        let message = "the answer continues where its own page started, so reading on would never end";
        return Err(Error::new(ErrorKind::Decode, message));
    }
    Ok(next)
}
