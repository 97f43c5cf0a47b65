use std::marker::PhantomData;

use super::document::{Keyed, Listing};
use super::placeholders::{Step, Tokens};
use crate::schema::{Attribute, KeyAttribute};
use crate::value::Value;

/// A place inside a document of `I`, which holds a `T`: `address.city`, `lines[0].sku`.
///
/// `dot`, `at` and `entry` of an [`Attribute`] make it. Conditions, filters and updates take a path like an attribute. It
/// looks through `Option` and `Box`.
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
pub struct Path<I, T> {
    tokens: Tokens,
    of: PhantomData<fn() -> (I, T)>,
}

impl<I, T> std::fmt::Debug for Path<I, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Path")
    }
}

/// An attribute of `I`, or a place inside one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute of `{I}`",
    label = "expected an attribute of `{I}`, or a place inside one"
)]
pub trait Place<I> {
    /// The type of its value.
    type Holds;

    #[doc(hidden)]
    fn into_path(self) -> Path<I, Self::Holds>;
}

/// A [`Place`] that an update can change: any except a key attribute.
#[diagnostic::on_unimplemented(
    message = "an update cannot change `{Self}`",
    label = "a key attribute, or an attribute of another item",
    note = "the key of an item never changes: delete the item and put it under its new key; other attributes must be those of `{I}`"
)]
pub trait Settable<I>: Place<I> {
    /// The type that it is set to: a [`Comparand`](crate::expression::Comparand) of this.
    type Set;

    /// Sets the format in which the next value is written.
    #[doc(hidden)]
    fn prepare(&self, tokens: &mut Tokens) {
        let _ = tokens;
    }
}

impl<I, T: Value> Settable<I> for Attribute<I, T> {
    type Set = T::Base;
}

impl<I, T: Value> Settable<I> for Path<I, T> {
    type Set = T::Base;
}

/// An attribute that `add`, `insert` and `delete` can change: DynamoDB takes a whole one there, not a place inside it.
#[diagnostic::on_unimplemented(
    message = "`add`, `insert` and `delete` cannot change `{Self}`",
    label = "a key attribute, a place inside an attribute, or an attribute of another item",
    note = "the key of an item never changes; a number inside a document is changed by `increment` and `decrement`"
)]
pub trait TopLevel<I>: Settable<I> {}

impl<I, T: Value> TopLevel<I> for Attribute<I, T> {}

impl<I, T> Place<I> for Path<I, T> {
    type Holds = T;

    fn into_path(self) -> Self {
        self
    }
}

impl<I, T> Path<I, T> {
    pub(crate) fn tokens(self) -> Tokens {
        self.tokens
    }

    /// The steps of the path.
    pub(super) fn steps(self) -> Vec<Step> {
        self.tokens.steps()
    }

    fn step<U>(mut self, step: impl FnOnce(&mut Tokens)) -> Path<I, U> {
        step(&mut self.tokens);
        Path { tokens: self.tokens, of: PhantomData }
    }
}

macro_rules! place {
    ($name:ident) => {
        impl<I, T> Place<I> for $name<I, T> {
            type Holds = T;

            fn into_path(self) -> Path<I, T> {
                let mut tokens = Tokens::default();
                tokens.named(self.name(), self.is_sensitive());
                Path { tokens, of: PhantomData }
            }
        }
    };
}

place!(Attribute);
place!(KeyAttribute);

macro_rules! steps {
    ($name:ident) => {
        impl<I, T: Value> $name<I, T> {
            /// A field of the struct that is stored here as a map.
            #[must_use]
            pub fn dot<V>(self, field: Attribute<T::Base, V>) -> Path<I, V> {
                self.into_path().step(|tokens| {
                    tokens.text(".");
                    tokens.named(field.name(), field.is_sensitive());
                })
            }

            /// The element at this index of the list that is stored here, counted from 0.
            #[must_use]
            pub fn at<E>(self, index: usize) -> Path<I, E>
            where
                T::Base: Listing<Element = E>,
            {
                self.into_path().step(|tokens| tokens.index(index))
            }

            /// The entry of this key of the map that is stored here.
            #[must_use]
            pub fn entry<E>(self, key: impl Into<String>) -> Path<I, E>
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
