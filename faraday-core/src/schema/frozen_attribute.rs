use std::fmt;
use std::marker::PhantomData;

use crate::frozen::{Format, Frozen};
use crate::value::Defaulted;

/// The name of a frozen attribute of `I` with options beside `frozen`: a version, `passthrough` or `encrypted`.
///
/// `H` is the type that a read returns: [`Frozen<T>`](crate::Frozen), or an `Option` of it. An update
/// [`set`](crate::operation::Update::set)s it to a `Frozen(value)`, in the form that the field's options say, and
/// [`remove`](crate::operation::Update::remove)s it; a read `select`s it. There are no comparisons: frozen bytes differ from version
/// to version and encrypted ones every time, so that a condition can ask only whether the attribute
/// [`exists`](FrozenAttribute::exists).
///
/// # Examples
///
/// ```
/// use faraday::{Frozen, Item, Table, frozen::Older, value::DecodeError};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     #[faraday(frozen, version = 2, upgrade = upgrade)]
///     notes: Notes,
/// }
///
/// #[derive(Serialize, Deserialize)]
/// struct Notes { lines: Vec<String> }
///
/// fn upgrade(older: &Older<'_>) -> Result<Notes, DecodeError> {
///     match older.version() {
///         1 => Ok(Notes { lines: vec![older.read()?] }),
///         _ => Err(older.unknown()),
///     }
/// }
///
/// let notes = Notes { lines: vec!["fragile".into()] };
/// let update = Table::<Order>::update(7).set(Order::NOTES, Frozen(notes)).condition(Order::NOTES.exists());
/// ```
pub struct FrozenAttribute<I, H: FrozenField, A = H> {
    name: &'static str,
    sensitive: bool,
    format: Format<H::Inner>,
    of: PhantomData<fn() -> (I, A)>,
}

/// What a frozen field reads as: `Frozen<T>`, or an `Option` of it.
pub trait FrozenField: Sized {
    /// What is frozen.
    type Inner;

    #[doc(hidden)]
    fn of(inner: Self::Inner) -> Self;
}

impl<T> FrozenField for Frozen<T> {
    type Inner = T;

    fn of(inner: T) -> Self {
        Self(inner)
    }
}

impl<T> FrozenField for Option<Frozen<T>> {
    type Inner = T;

    fn of(inner: T) -> Self {
        Some(Frozen(inner))
    }
}

impl<I, H: FrozenField> FrozenAttribute<I, H> {
    /// The derive makes it.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, format: Format<H::Inner>) -> Self {
        Self { name, sensitive: false, format, of: PhantomData }
    }
}

impl<I, H: FrozenField> FrozenAttribute<I, H, Defaulted> {
    /// That of a field with the option `default`.
    #[doc(hidden)]
    #[must_use]
    pub const fn defaulted(name: &'static str, format: Format<H::Inner>) -> Self {
        Self { name, sensitive: false, format, of: PhantomData }
    }
}

impl<I, H: FrozenField, A> FrozenAttribute<I, H, A> {
    /// The same, of a field that is marked `#[faraday(sensitive)]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The name that the attribute has in the table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// The name if it is encrypted, else nothing.
    #[doc(hidden)]
    #[must_use]
    pub const fn encrypted_name(&self) -> &'static str {
        if self.format.is_encrypted() { self.name } else { "" }
    }

    /// How it is written and read.
    #[doc(hidden)]
    #[must_use]
    pub const fn format(&self) -> Format<H::Inner> {
        self.format
    }
}

impl<I, H: FrozenField, A> Clone for FrozenAttribute<I, H, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, H: FrozenField, A> Copy for FrozenAttribute<I, H, A> {}

impl<I, H: FrozenField, A> fmt::Debug for FrozenAttribute<I, H, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
