use std::fmt;
use std::marker::PhantomData;

use crate::frozen::{Format, Frozen};
use crate::value::Defaulted;

/// The name of a frozen attribute of `I` with further options: a version, `passthrough` or `encrypted`.
///
/// `H` is the type that a read returns: [`Frozen<T>`](crate::Frozen), or an `Option` of it. An update
/// can [`set`](crate::operation::Update::set) it to a `Frozen(value)`, which is written according to the field's options, and
/// [`remove`](crate::operation::Update::remove) it; a read can `select` it. It cannot be compared, because frozen bytes differ from
/// version to version, and encrypted bytes every time. A condition can only ask whether the attribute
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
/// let update =
///     Table::<Order>::update(7).set(Order::NOTES, Frozen(notes)).condition(Order::NOTES.exists());
/// ```
pub struct FrozenAttribute<I, H: FrozenField, A = H> {
    name: &'static str,
    sensitive: bool,
    format: Format<H::Inner>,
    of: PhantomData<fn() -> (I, A)>,
}

/// The type that a frozen field is read as: `Frozen<T>`, or an `Option` of it.
pub trait FrozenField: Sized {
    /// The type of the frozen value.
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
    /// Called by the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, format: Format<H::Inner>) -> Self {
        Self { name, sensitive: false, format, of: PhantomData }
    }
}

impl<I, H: FrozenField> FrozenAttribute<I, H, Defaulted> {
    /// Called by the derive for a field with the option `default`.
    #[doc(hidden)]
    #[must_use]
    pub const fn defaulted(name: &'static str, format: Format<H::Inner>) -> Self {
        Self { name, sensitive: false, format, of: PhantomData }
    }
}

impl<I, H: FrozenField, A> FrozenAttribute<I, H, A> {
    /// Marks the attribute of a field with `#[faraday(sensitive)]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Returns the name of the attribute in the table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Returns the name if the attribute is encrypted, else an empty string.
    #[doc(hidden)]
    #[must_use]
    pub const fn encrypted_name(&self) -> &'static str {
        if self.format.is_encrypted() { self.name } else { "" }
    }

    /// Returns the format in which the attribute is written and read.
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
