//! How a live table differs from the declared one: [`Difference`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// One way in which a live table differs from the declared one.
///
/// It prints as lines of a diff: `-` before the live table's setting, `+` before the declared one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    subject: String,
    live: Option<String>,
    declared: Option<String>,
}

impl Difference {
    pub(crate) fn new(subject: impl Into<String>, live: Option<String>, declared: Option<String>) -> Self {
        Self { subject: subject.into(), live, declared }
    }

    /// Returns the setting that differs: ``the projection of the index `by_status` ``.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the live table's setting in words; `None` if it has none.
    #[must_use]
    pub fn live(&self) -> Option<&str> {
        self.live.as_deref()
    }

    /// Returns the declared setting in words; `None` if none is declared.
    #[must_use]
    pub fn declared(&self) -> Option<&str> {
        self.declared.as_deref()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.subject)?;
        if let Some(live) = &self.live {
            write!(f, "\n  - {live}")?;
        }
        if let Some(declared) = &self.declared {
            write!(f, "\n  + {declared}")?;
        }
        Ok(())
    }
}
