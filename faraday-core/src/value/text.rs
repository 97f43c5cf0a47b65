//! `with = faraday::value::text`: stores a type as the string that its `Display` writes and its `FromStr` reads.
//!
//! # Examples
//!
//! ```
//! use std::net::IpAddr;
//! use faraday::Value;
//!
//! #[derive(Value)]
//! struct Visit {
//!     #[faraday(with = faraday::value::text)]
//!     from: IpAddr,
//! }
//!
//! let visit = Visit { from: [127, 0, 0, 1].into() };
//! assert_eq!(faraday::document::to_json(&visit)?, r#"{"from":{"S":"127.0.0.1"}}"#);
//! # Ok::<(), faraday::value::EncodeError>(())
//! ```

use std::fmt::Display;
use std::str::FromStr;

use crate::value::{DecodeError, EncodeError};

/// The stored type: an S.
pub type Stored = String;

/// Returns the string to store.
///
/// # Errors
///
/// None.
pub fn store<T: Display>(value: &T) -> Result<String, EncodeError> {
    Ok(value.to_string())
}

/// Parses the stored string.
///
/// # Errors
///
/// When the string does not parse.
pub fn load<T>(text: String) -> Result<T, DecodeError>
where
    T: FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>,
{
    text.parse().map_err(|error| {
        DecodeError::new("expected a string that the field's type is parsed from").with_unredacted_source(error)
    })
}
