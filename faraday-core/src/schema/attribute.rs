use std::fmt;
use std::marker::PhantomData;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name<I, T> {
            name: &'static str,
            sensitive: bool,
            of: PhantomData<fn() -> (I, T)>,
        }

        impl<I, T> $name<I, T> {
            /// Names an attribute; the derive does it for every field.
            #[must_use]
            pub const fn new(name: &'static str) -> Self {
                Self { name, sensitive: false, of: PhantomData }
            }

            /// The same, of a field that is marked `#[faraday(sensitive)]`.
            #[doc(hidden)]
            #[must_use]
            pub const fn sensitive(mut self) -> Self {
                self.sensitive = true;
                self
            }

            pub(crate) const fn is_sensitive(&self) -> bool {
                self.sensitive
            }

            /// The name if it is encrypted, else nothing: see [`FrozenAttribute`](crate::schema::FrozenAttribute).
            #[doc(hidden)]
            #[must_use]
            #[allow(clippy::unused_self, reason = "that of a frozen attribute looks at it")]
            pub const fn encrypted_name(&self) -> &'static str {
                ""
            }

            /// The name that the attribute has in the table.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                self.name
            }
        }

        impl<I, T> Clone for $name<I, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<I, T> Copy for $name<I, T> {}

        impl<I, T> fmt::Debug for $name<I, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name)
            }
        }
    )*};
}

names! {
    /// The name of an attribute of `I`, which holds a `T`: one constant for every field.
    ///
    /// It makes conditions, filters and updates; `dot`, `at` and `entry` reach places inside a document.
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
    Attribute;

    /// The name of a key attribute of `I`, which holds a `T`: as [`Attribute`], but no update can set it.
    ///
    /// See [primary keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey).
    KeyAttribute;
}

/// The attributes of a struct `T` that are those of `I` as well, by `#[faraday(flatten)]`.
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
    /// The derive makes it.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// A field of the struct, as the attribute of the item that it is.
    #[must_use]
    #[allow(clippy::unused_self, reason = "it says which struct is meant")]
    pub const fn dot<V>(self, field: Attribute<T, V>) -> Attribute<I, V> {
        Attribute { name: field.name, sensitive: field.sensitive, of: PhantomData }
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
