//! `with = faraday::value::text`: a type as the string that it displays as and is parsed from.
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

/// What it is stored as.
pub type Stored = String;

/// The string to store.
///
/// # Errors
///
/// None.
pub fn store<T: Display>(value: &T) -> Result<String, EncodeError> {
    Ok(value.to_string())
}

/// What the string stands for.
///
/// # Errors
///
/// When it does not parse.
pub fn load<T>(text: String) -> Result<T, DecodeError>
where
    T: FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>,
{
    text.parse().map_err(|error| {
        DecodeError::new("expected a string that the field's type is parsed from").with_unredacted_source(error)
    })
}
