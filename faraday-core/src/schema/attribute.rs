//! The typed names of attributes: [`Attribute`], [`KeyAttribute`], [`ManagedAttribute`], [`Flattened`].

use std::fmt;
use std::marker::PhantomData;

use crate::value::Defaulted;

/// Ties a name to its types; it holds no value.
type Marker<T> = PhantomData<fn() -> T>;

/// The name of an attribute of `I`, which holds a `T`: one constant for every field.
///
/// Its methods make conditions, filters and updates; `dot`, `at` and `entry` reach places inside a document. `A` decides how an item
/// without the attribute is read: as the type `T` says, or with a default ([`Defaulted`]). An update can remove only an attribute
/// that may be absent.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Value};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     address: Address,
/// }
///
/// #[derive(Value)]
/// struct Address { city: String }
///
/// let in_leeds = Order::ADDRESS.dot(Address::CITY).eq("Leeds");
/// assert_eq!(Order::ADDRESS.name(), "address");
/// ```
///
/// See [attribute names in expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html).
pub struct Attribute<I, T, A = T> {
    name: &'static str,
    sensitive: bool,
    /// The former names of the field.
    aliases: &'static [&'static str],
    of: Marker<(I, T, A)>,
}

/// The name of a key attribute of `I`, which holds a `T`: like an [`Attribute`], but no update can change it.
///
/// See [primary keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey).
pub struct KeyAttribute<I, T> {
    name: &'static str,
    sensitive: bool,
    of: PhantomData<fn() -> (I, T)>,
}

/// The name of an attribute that faraday writes itself: the version, the time of creation, the time of the last write.
///
/// Like an [`Attribute`], it makes conditions and filters and can be selected, but no update can set it, because every write does.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Table};
///
/// #[derive(Item)]
/// #[faraday(table = "pages")]
/// struct Page {
///     #[faraday(partition_key)]
///     path: String,
///     text: String,
///     #[faraday(version)]
///     version: u64,
/// }
///
/// let update =
///     Table::<Page>::update("/").set(Page::TEXT, "Hello").condition(Page::VERSION.lt(100));
/// ```
///
/// See [version control](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html).
pub struct ManagedAttribute<I, T> {
    name: &'static str,
    sensitive: bool,
    of: PhantomData<fn() -> (I, T)>,
}

/// The name of an attribute whose value is also stored elsewhere: in an index's key that a template makes, or in the guard that keeps
/// it unique.
///
/// Like an [`Attribute`], it makes conditions and filters and can be selected, but no update can set it alone, because the other
/// place would keep the old value. [`set_key`](crate::operation::Update::set_key) sets all parts of an index's key together, and
/// [`Table::replace`](crate::Table::replace) changes a unique attribute.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Table};
///
/// #[derive(Table)]
/// #[faraday(
///     name = "app",
///     partition_key(pk: String),
///     global_index(gsi1, partition_key(gsi1pk: String)),
/// )]
/// struct App;
///
/// #[derive(Item)]
/// #[faraday(
///     table = App,
///     partition_key = "ORDER#{id}",
///     index(gsi1, partition_key = "CUSTOMER#{customer}"),
/// )]
/// struct Order {
///     id: u64,
///     customer: String,
/// }
///
/// let update =
///     Table::<Order>::update(7).set_key(Order::GSI1, "bob").condition(Order::CUSTOMER.eq("ann"));
/// ```
///
/// See [secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html).
pub struct GuardedAttribute<I, T> {
    name: &'static str,
    sensitive: bool,
    of: PhantomData<fn() -> (I, T)>,
}

macro_rules! names {
    ($($name:ident<$($parameter:ident),*> { $($aliases:ident)? })*) => {$(
        impl<$($parameter),*> $name<$($parameter),*> {
            const fn named(name: &'static str) -> Self {
                Self { name, sensitive: false, $($aliases: &[],)? of: PhantomData }
            }

            /// Marks the attribute of a field with `#[faraday(sensitive)]`.
            #[doc(hidden)]
            #[must_use]
            pub const fn sensitive(mut self) -> Self {
                self.sensitive = true;
                self
            }

            pub(crate) const fn is_sensitive(&self) -> bool {
                self.sensitive
            }

            /// Returns the name of an encrypted attribute, so it is empty here: see [`FrozenAttribute`](crate::schema::FrozenAttribute).
            #[doc(hidden)]
            #[must_use]
            #[allow(clippy::unused_self, reason = "the same method of a frozen attribute uses it")]
            pub const fn encrypted_name(&self) -> &'static str {
                ""
            }

            /// Returns the name of the attribute in the table.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                self.name
            }
        }

        impl<$($parameter),*> Clone for $name<$($parameter),*> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($parameter),*> Copy for $name<$($parameter),*> {}

        impl<$($parameter),*> fmt::Debug for $name<$($parameter),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name)
            }
        }
    )*};
}

names! { Attribute<I, T, A> { aliases } KeyAttribute<I, T> {} ManagedAttribute<I, T> {} GuardedAttribute<I, T> {} }

impl<I, T, A> Attribute<I, T, A> {
    /// Adds the former names of the field; the derive does it for a field with `#[faraday(alias = "…")]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn aliased(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    pub(crate) const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }
}

impl<I, T> Attribute<I, T> {
    /// Names an attribute; the derive does it for every field.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::named(name)
    }
}

impl<I, T> Attribute<I, T, Defaulted> {
    /// Names an attribute that is read with a default if it is absent; the derive does it for every such field.
    #[must_use]
    pub const fn defaulted(name: &'static str) -> Self {
        Self::named(name)
    }
}

impl<I, T> KeyAttribute<I, T> {
    /// Names a key attribute; the derive does it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::named(name)
    }
}

impl<I, T> ManagedAttribute<I, T> {
    /// Names an attribute that faraday writes; the derive does it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::named(name)
    }
}

impl<I, T> GuardedAttribute<I, T> {
    /// Names an attribute whose value is also stored elsewhere; the derive does it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::named(name)
    }
}

/// The attributes of a struct `T` that `#[faraday(flatten)]` makes attributes of `I`.
///
/// # Examples
///
/// ```
/// use faraday::{Item, Value};
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     #[faraday(flatten)]
///     audit: Audit,
/// }
///
/// #[derive(Value)]
/// struct Audit { author: String }
///
/// let by_ann = Order::AUDIT.dot(Audit::AUTHOR).eq("ann");
/// assert_eq!(Order::AUDIT.dot(Audit::AUTHOR).name(), "author");
/// ```
pub struct Flattened<I, T>(PhantomData<fn() -> (I, T)>);

impl<I, T> Flattened<I, T> {
    /// Called by the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// Returns a field of the struct as an attribute of the item.
    #[must_use]
    #[allow(clippy::unused_self, reason = "its type says which struct is meant")]
    pub const fn dot<V, A>(self, field: Attribute<T, V, A>) -> Attribute<I, V, A> {
        Attribute { name: field.name, sensitive: field.sensitive, aliases: field.aliases, of: PhantomData }
    }
}

impl<I, T> Default for Flattened<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T> Clone for Flattened<I, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, T> Copy for Flattened<I, T> {}

impl<I, T> fmt::Debug for Flattened<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flattened")
    }
}
