//! JSON whose names keep the order in which they are written: [`Json`].
//!
//! A template is compared with a file byte for byte. The order of `serde_json`'s objects depends on a feature that any crate of the user's
//! build may switch on; the order here does not.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::admin) enum Json {
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Json {
    /// Returns an empty object.
    pub(in crate::admin) const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// Returns a list: `element` converts each value.
    pub(in crate::admin) fn list<T>(all: impl IntoIterator<Item = T>, element: impl FnMut(T) -> Self) -> Self {
        Self::List(all.into_iter().map(element).collect())
    }

    /// Adds a name and its value to an object.
    pub(in crate::admin) fn with(mut self, name: impl Into<String>, value: impl Into<Self>) -> Self {
        if let Self::Object(names) = &mut self {
            names.push((name.into(), value.into()));
        }
        self
    }

    /// Adds a name and its value, unless the value is `None` or an empty list.
    pub(in crate::admin) fn with_some(self, name: impl Into<String>, value: Option<impl Into<Self>>) -> Self {
        match value.map(Into::into) {
            None => self,
            Some(Self::List(list)) if list.is_empty() => self,
            Some(value) => self.with(name, value),
        }
    }

    /// Returns the text with line breaks, and one at the end, for a file.
    pub(in crate::admin) fn pretty(&self) -> String {
        // This cannot fail: names are strings, and the text is written into memory.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Object(names) => {
                let mut map = serializer.serialize_map(Some(names.len()))?;
                for (name, value) in names {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
