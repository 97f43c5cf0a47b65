use std::marker::PhantomData;

use super::document::{Keyed, Listing};
use super::step::Step;
use super::tokens::Tokens;
use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};
use crate::value::{Defaulted, Value};

/// Ties a path to its types; it holds no value.
type Marker<T> = PhantomData<fn() -> T>;

/// A place inside a document of `I`, which holds a `T`: `address.city`, `lines[0].sku`.
///
/// The methods `dot`, `at` and `entry` of an [`Attribute`] make paths. Conditions, filters and updates take a path like an attribute.
/// A path looks through `Option` and `Box`. `A` decides whether the place may be absent, as in [`Attribute`].
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
///     lines: Vec<Line>,
/// }
///
/// #[derive(Value)]
/// struct Line { sku: String }
///
/// let condition = Order::LINES.at(0).dot(Line::SKU).eq("tea");
/// ```
///
/// See [nested attributes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html#Expressions.Attributes.NestedElements).
pub struct Path<I, T, A = T> {
    tokens: Tokens,
    /// The former names of the last field.
    aliases: &'static [&'static str],
    of: Marker<(I, T, A)>,
}

impl<I, T, A> std::fmt::Debug for Path<I, T, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Path")
    }
}

/// An attribute of `I`, or a place inside one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute of `{I}`",
    label = "expected an attribute of `{I}`, or a place inside one",
    note = "an attribute is named by the constant of its field: `Order::TOTAL` for `total`, and `Order::ADDRESS.dot(Address::CITY)` for a place inside it",
    note = "with a name that is known only at run time, look into `Partial::into_map`"
)]
pub trait Place<I> {
    /// The type of the value at the place.
    type Holds;

    #[doc(hidden)]
    fn into_path(self) -> Path<I, Self::Holds>;
}

/// A [`Place`] that an update can change: any except key attributes, [guarded ones](GuardedAttribute), and those that faraday writes.
#[diagnostic::on_unimplemented(
    message = "an update cannot change `{Self}`",
    label = "a key attribute, one that others are made of or that faraday writes itself, or an attribute of another item",
    note = "the key of an item never changes: delete the item and put it under its new key",
    note = "a `GuardedAttribute` is a part of an index's key: write `.set_key(Order::GSI1, (…))`; or it is unique: write `Table::<User>::replace(&old, &new)`",
    note = "every update raises the version and sets the times by itself",
    note = "an attribute of `{I}` is named by its constant, as in `Order::TOTAL`"
)]
pub trait Settable<I>: Place<I> {
    /// The type that the place is set to, by a [`Comparand`](crate::expression::Comparand) for this type.
    type Set;

    /// The type that decides whether the place can be removed: it can if this is [`MayBeAbsent`](crate::value::MayBeAbsent).
    type WhenAbsent;

    /// Sets the format in which the next value is written.
    #[doc(hidden)]
    fn prepare(&self, tokens: &mut Tokens) {
        let _ = tokens;
    }
}

#[diagnostic::do_not_recommend]
impl<I, T: Value, A> Settable<I> for Attribute<I, T, A> {
    type Set = T::Base;
    type WhenAbsent = A;
}

#[diagnostic::do_not_recommend]
impl<I, T: Value, A> Settable<I> for Path<I, T, A> {
    type Set = T::Base;
    type WhenAbsent = A;
}

/// An attribute that `add`, `insert` and `delete` can change. DynamoDB accepts only whole attributes there, not places inside one.
#[diagnostic::on_unimplemented(
    message = "`add`, `insert` and `delete` cannot change `{Self}`",
    label = "a key attribute, one that others are made of or that faraday writes itself, a place inside an attribute, or an attribute of another item",
    note = "keys never change, and a part of an index's key is changed by `.set_key(Order::GSI1, (…))`; faraday writes the version and the times; a number inside a document is changed by `increment` and `decrement`"
)]
pub trait TopLevel<I>: Settable<I> {}

#[diagnostic::do_not_recommend]
impl<I, T: Value, A> TopLevel<I> for Attribute<I, T, A> {}

impl<I, T, A> Place<I> for Path<I, T, A> {
    type Holds = T;

    fn into_path(self) -> Path<I, T> {
        Path { tokens: self.tokens, aliases: self.aliases, of: PhantomData }
    }
}

impl<I, T> Path<I, T> {
    /// Returns the former names of the last field, if it is a field of a nested struct.
    pub(crate) fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    pub(crate) fn tokens(self) -> Tokens {
        self.tokens
    }

    /// Returns the steps of the path.
    pub(super) fn steps(self) -> Vec<Step> {
        self.tokens.steps()
    }

    fn step<U, A>(mut self, step: impl FnOnce(&mut Tokens)) -> Path<I, U, A> {
        step(&mut self.tokens);
        Path { tokens: self.tokens, aliases: &[], of: PhantomData }
    }
}

macro_rules! place {
    ([$($absence:ident)?] $name:ident) => {
        impl<I, T $(, $absence)?> Place<I> for $name<I, T $(, $absence)?> {
            type Holds = T;

            fn into_path(self) -> Path<I, T> {
                let mut tokens = Tokens::default();
                tokens.named(self.name(), self.is_sensitive());
                Path { tokens, aliases: &[], of: PhantomData }
            }
        }
    };
}

place!([A] Attribute);
place!([] KeyAttribute);
place!([] ManagedAttribute);
place!([] GuardedAttribute);

macro_rules! steps {
    ($name:ident) => {
        impl<I, T: Value, A> $name<I, T, A> {
            /// Returns the path of a field of the struct that is stored here as a map.
            #[must_use]
            pub fn dot<V, B>(self, field: Attribute<T::Base, V, B>) -> Path<I, V, B> {
                let path = self.into_path().step(|tokens| {
                    tokens.text(".");
                    tokens.named(field.name(), field.is_sensitive());
                });
                Path { aliases: field.aliases(), ..path }
            }

            /// Returns the path of an element of the list that is stored here; the index counts from 0.
            #[must_use]
            pub fn at<E>(self, index: usize) -> Path<I, E, Defaulted>
            where
                T::Base: Listing<Element = E>,
            {
                self.into_path().step(|tokens| tokens.index(index))
            }

            /// Returns the path of the entry with this key in the map that is stored here.
            #[must_use]
            pub fn entry<E>(self, key: impl Into<String>) -> Path<I, E, Defaulted>
            where
                T::Base: Keyed<Entry = E>,
            {
                self.into_path().step(|tokens| {
                    tokens.text(".");
                    tokens.name(key.into());
                })
            }
        }
    };
}

steps!(Attribute);
steps!(Path);
