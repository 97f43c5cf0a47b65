//! The two errors of the codec: [`EncodeError`] and [`DecodeError`].

use std::fmt;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A step on the path from the item to the faulty value, innermost first.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Attribute(String),
    Index(usize),
}

/// The path from the item to the faulty value: `address.city`, `lines[0].sku`.
#[derive(Debug, Default)]
struct Trail(Vec<Step>);

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Why a value cannot be sent; it decides the kind of the `Error` made from an [`EncodeError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The value has no form in DynamoDB.
    NoForm,
    /// The item is over 400 KB.
    ItemTooLarge,
    /// An argument is invalid.
    InvalidArgument,
}

macro_rules! codec_error {
    ($(#[$doc:meta])* $name:ident, $inner:ident $(, $field:ident: $type:ty = $default:expr)*) => {
        $(#[$doc])*
        pub struct $name(Box<$inner>);

        #[derive(Debug)]
        struct $inner {
            trail: Trail,
            message: String,
            source: Option<BoxError>,
            unredacted: Option<BoxError>,
            $($field: $type,)*
        }

        impl $name {
            /// Creates an error; the message says what is wrong and must not show the value.
            #[must_use]
            pub fn new(message: impl Into<String>) -> Self {
                Self(Box::new($inner {
                    trail: Trail::default(),
                    message: message.into(),
                    source: None,
                    unredacted: None,
                    $($field: $default,)*
                }))
            }

            /// Adds the error that caused this one. It must not show the value, because programs log the causes of errors.
            #[must_use]
            pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
                self.0.source = Some(source.into());
                self
            }

            /// Adds an error of the field's own type, which may show the value.
            pub(crate) fn with_unredacted_source(
                mut self,
                source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
            ) -> Self {
                self.0.unredacted = Some(source.into());
                self
            }

            /// Returns the error of the field's own type: from its `FromStr`, its `TryFrom` or its implementation of serde.
            ///
            /// This error may show the value, so neither the message nor the [`source`](std::error::Error::source) includes it. Do not
            /// log it where values must not be seen.
            #[must_use]
            pub fn unredacted_source(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
                self.0.unredacted.as_deref()
            }

            /// Adds to the path the attribute or map entry that holds the faulty value.
            #[must_use]
            pub fn at_attribute(mut self, name: impl Into<String>) -> Self {
                self.0.trail.0.push(Step::Attribute(name.into()));
                self
            }

            /// Adds to the path the list element that holds the faulty value.
            #[must_use]
            pub fn at_index(mut self, index: usize) -> Self {
                self.0.trail.0.push(Step::Index(index));
                self
            }

            /// Returns the path to the faulty value: `address.city`, `lines[0].sku`; empty for the value itself.
            #[must_use]
            pub fn path(&self) -> String {
                self.0.trail.to_string()
            }

            /// Returns the message, without the path.
            #[must_use]
            pub fn message(&self) -> &str {
                &self.0.message
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if !self.0.trail.0.is_empty() {
                    write!(f, "attribute `{}`: ", self.0.trail)?;
                }
                f.write_str(&self.0.message)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.0.source.as_ref().map(|source| &**source as &(dyn std::error::Error + 'static))
            }
        }
    };
}

codec_error! {
    /// A value that DynamoDB cannot hold: a NaN, a number of more than 38 digits, ….
    ///
    /// The message names the path, never the value.
    EncodeError, EncodeInner, refusal: Refusal = Refusal::NoForm
}

impl EncodeError {
    /// Creates the error for an item over DynamoDB's limit of 400 KB.
    pub(crate) fn item_too_large(message: String) -> Self {
        Self::new(message).refused(Refusal::ItemTooLarge)
    }

    /// Creates the error for an invalid argument.
    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(message).refused(Refusal::InvalidArgument)
    }

    fn refused(mut self, refusal: Refusal) -> Self {
        self.0.refusal = refusal;
        self
    }

    pub(crate) fn refusal(&self) -> Refusal {
        self.0.refusal
    }
}

codec_error! {
    /// A stored value that does not fit the type it is read into.
    ///
    /// The message names the path, and the expected and the found type, never the value.
    DecodeError, DecodeInner, of_missing_field: bool = false, of_older_item: bool = false
}

impl DecodeError {
    /// Creates the error for a value of another DynamoDB type: ``expected S, found N``.
    #[must_use]
    pub fn expected(expected: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    /// Creates the error for an item without an attribute that the struct requires.
    #[must_use]
    pub fn missing(name: &str, expected: &str) -> Self {
        if expected.is_empty() {
            Self::new("expected a value, found nothing").at_attribute(name)
        } else {
            Self::expected(expected, "nothing").at_attribute(name)
        }
    }

    /// Creates the error for the missing attribute of a field, which gets a [`hint`](Self::hint).
    pub(crate) fn missing_field(name: &str, expected: &str) -> Self {
        let mut error = Self::missing(name, expected);
        error.0.of_missing_field = true;
        error
    }

    /// Adds the schema version of the item that could not be upgraded, once.
    pub(crate) fn of_older_item(mut self, version: u32) -> Self {
        if !std::mem::replace(&mut self.0.of_older_item, true) {
            self.0.message.push_str(&format!(", in an item of schema version {version}"));
        }
        self
    }

    /// Returns a possible reason why a stored item lacks an attribute that its struct requires; empty for any other error. A missing
    /// part of a document has no hint, because an update cannot create one.
    pub(crate) fn hint(&self) -> &'static str {
        match self.0.of_missing_field && self.0.trail.0.len() == 1 {
            true => {
                " (perhaps the item is older than the field, or an update without `if_exists` created it with only its key and what it set)"
            }
            false => "",
        }
    }
}
