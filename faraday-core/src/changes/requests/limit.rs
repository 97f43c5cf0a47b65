use crate::error::{Error, ErrorKind, Result};

/// # Errors
///
/// When `GetRecords` does not allow the number.
pub(in crate::changes) fn check_limit(records: Option<u16>) -> Result<()> {
    match records {
        Some(records) if !(1..=1_000).contains(&records) => {
            let message = format!("a page of a change stream has from 1 to 1,000 records, not {records}");
            Err(Error::new(ErrorKind::InvalidArgument, message))
        }
        _ => Ok(()),
    }
}
