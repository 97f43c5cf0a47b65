//! Errors for serde types. serde's own messages show the value; these do not.

use std::fmt;

use serde::de::{self, Expected, Unexpected};
use serde::ser;

use crate::value::{DecodeError, EncodeError};

/// Why serializing failed.
#[derive(Debug)]
pub struct WriteFailed(pub EncodeError);

impl fmt::Display for WriteFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WriteFailed {}

impl ser::Error for WriteFailed {
    /// A type's own message may show its value, so only those who ask for it see it.
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(EncodeError::new("serde cannot write the value").with_unredacted_source(message.to_string()))
    }
}

impl From<EncodeError> for WriteFailed {
    fn from(error: EncodeError) -> Self {
        Self(error)
    }
}

/// Why deserializing failed.
#[derive(Debug)]
pub struct ReadFailed(pub DecodeError);

impl fmt::Display for ReadFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ReadFailed {}

impl From<DecodeError> for ReadFailed {
    fn from(error: DecodeError) -> Self {
        Self(error)
    }
}

/// A type's own message may show the value, so only those who ask for it see it.
impl de::Error for ReadFailed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(DecodeError::new("serde cannot read the value").with_unredacted_source(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(DecodeError::expected(expected, kind_of(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(DecodeError::expected(expected, format_args!("another {}", kind_of(found))))
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        Self(DecodeError::expected(expected, format_args!("{found} elements")))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(DecodeError::new(format!("expected one of the variants {}, found another", expected.join(", "))))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let message = format!("expected one of the attributes {}, found another", expected.join(", "));
        Self(DecodeError::new(message).at_attribute(field))
    }

    fn missing_field(field: &'static str) -> Self {
        Self(DecodeError::missing(field, "a value"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self(DecodeError::new("the attribute is there twice").at_attribute(field))
    }
}

fn kind_of(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "number",
        Unexpected::Char(_) | Unexpected::Str(_) => "string",
        Unexpected::Bytes(_) => "binary",
        Unexpected::Unit => "NULL",
        Unexpected::Seq => "list",
        Unexpected::Map => "map",
        _ => "value",
    }
}
