//! [`Edit`]: what a patch does to one attribute.

/// What a [`Patch`](crate::Patch) does to one attribute: leave it, set it, or remove it.
///
/// It means the same as an `Option<Option<T>>`, and serde reads it from JSON without a helper function: in the body of a PATCH
/// request, a missing field keeps the attribute, `null` removes it, and a value sets it. Mark the field `#[serde(default)]`; without
/// it, a missing field is an error. An attribute that the item requires cannot be removed, so its field in a patch is an `Option`.
///
/// serde writes `Remove` as `null`. Writing `Keep` is an error, because the field must be left out: mark it
/// `#[serde(skip_serializing_if = "Edit::is_keep")]`. It can be read only from self-describing formats, such as JSON.
///
/// # Examples
///
/// ```
/// use faraday::Edit;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Body {
///     #[serde(default)]
///     nickname: Edit<String>,
/// }
///
/// # let nickname = |json: &str| serde_json::from_str::<Body>(json).unwrap().nickname;
/// assert_eq!(nickname(r#"{}"#), Edit::Keep);
/// assert_eq!(nickname(r#"{ "nickname": null }"#), Edit::Remove);
/// assert_eq!(nickname(r#"{ "nickname": "Annie" }"#), Edit::Set("Annie".to_owned()));
/// ```
///
/// See [update expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Edit<T> {
    /// The attribute stays as it is.
    #[default]
    Keep,
    /// The attribute is set to this value.
    Set(T),
    /// The attribute is removed.
    Remove,
}

impl<T> Edit<T> {
    /// Whether the attribute stays as it is.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Borrows the value.
    #[must_use]
    pub const fn as_ref(&self) -> Edit<&T> {
        match self {
            Self::Keep => Edit::Keep,
            Self::Set(value) => Edit::Set(value),
            Self::Remove => Edit::Remove,
        }
    }
}

/// `Some` sets the attribute, `None` removes it.
impl<T> From<Option<T>> for Edit<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Remove, Self::Set)
    }
}
