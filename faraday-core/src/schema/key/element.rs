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
    /// How it is made of fields; `None` for a field of this name.
    template: Option<&'static Template>,
}

impl KeyElement {
    /// The key attribute of this name, which holds a `T`.
    #[must_use]
    pub const fn new<T>(name: &'static str) -> Self
    where
        T: Value,
        T::Kind: KeyKind,
    {
        Self { name, key_type: <T::Kind as KeyKind>::KEY_TYPE, sensitive: false, template: None }
    }

    /// The key attribute of this name and type, which an expansion made sure of.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(name: &'static str, key_type: AttributeType) -> Self {
        Self { name, key_type, sensitive: false, template: None }
    }

    /// The same, of a field that is marked `#[faraday(sensitive)]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same, made by this template.
    #[doc(hidden)]
    #[must_use]
    pub const fn made_by(mut self, template: &'static Template) -> Self {
        self.template = Some(template);
        self
    }

    /// The same, as it is stored.
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

    /// The attribute's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its type: S, N or B.
    #[must_use]
    pub const fn key_type(&self) -> AttributeType {
        self.key_type
    }
}
