use super::template::Template;
use crate::value::kind::KeyKind;
use crate::value::names::equal;
use crate::value::{AttributeType, Value};

/// An attribute of a key: its name and its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyElement {
    name: &'static str,
    key_type: AttributeType,
    sensitive: bool,
    /// The template that makes the attribute of fields; `None` if it is a field itself.
    template: Option<&'static Template>,
}

impl KeyElement {
    /// Declares a key attribute with this name, which holds a `T`.
    #[must_use]
    pub const fn new<T>(name: &'static str) -> Self
    where
        T: Value,
        T::Kind: KeyKind,
    {
        Self { name, key_type: <T::Kind as KeyKind>::KEY_TYPE, sensitive: false, template: None }
    }

    /// Declares a key attribute with this name and type, which the derive has checked.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(name: &'static str, key_type: AttributeType) -> Self {
        Self { name, key_type, sensitive: false, template: None }
    }

    /// Marks the attribute of a field with `#[faraday(sensitive)]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Sets the template that makes the attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn made_by(mut self, template: &'static Template) -> Self {
        self.template = Some(template);
        self
    }

    /// Removes the template: the attribute is then given as it is stored.
    pub(crate) const fn stored(mut self) -> Self {
        self.template = None;
        self
    }

    pub(crate) const fn template(&self) -> Option<&'static Template> {
        self.template
    }

    pub(crate) const fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    pub(crate) const fn is_same(self, other: Self) -> bool {
        equal(self.name, other.name) && self.key_type as u8 == other.key_type as u8
    }

    /// Returns the attribute's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the attribute's type: S, N or B.
    #[must_use]
    pub const fn key_type(&self) -> AttributeType {
        self.key_type
    }
}
