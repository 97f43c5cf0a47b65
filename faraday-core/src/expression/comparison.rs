//! The methods of an attribute that make a [`Condition`].

use std::cmp::Ordering;

use super::comparand::Comparand;
use super::condition::Condition;
use super::document::Containing;
use super::order;
use super::path::{Path, Place};
use super::step::describe;
use super::tokens::Tokens;
use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};
use crate::value::kind::{OrderedKind, PrefixKind};
use crate::value::{AttributeType, EncodeError, Value};

/// DynamoDB's limit for the operands of one `IN`.
const MAX_IN: usize = 100;

fn compare<I, T>(place: impl Place<I>, operator: &'static str, other: impl Comparand<I, T>) -> Condition<I> {
    Condition::whole(|tokens| {
        tokens.append(place.into_path().tokens());
        tokens.text(operator);
        operand(tokens, other);
    })
}

/// Writes the operand after a place and an operator. DynamoDB refuses a comparison of a place with itself.
fn operand<I, T>(tokens: &mut Tokens, other: impl Comparand<I, T>) {
    let place = tokens.compared_path();
    let start = tokens.len();
    other.write(tokens);
    if tokens.copy_from(start).as_path().is_some_and(|other| other == place) {
        let error = EncodeError::invalid_argument("it is compared with itself, which DynamoDB refuses");
        tokens.fail(error.at_attribute(describe(&place)));
    }
}

/// Refuses a range that ends before it begins, if both ends are values.
fn in_order(tokens: &mut Tokens, values: [Option<Vec<u8>>; 2]) {
    let [Some(low), Some(high)] = values else { return };
    if order::compare(&low, &high) == Some(Ordering::Greater) {
        let error = EncodeError::invalid_argument("`between` ends before it begins: give the lower one first");
        let place = tokens.compared_path();
        tokens.fail(error.at_attribute(describe(&place)));
    }
}

/// Writes `function(path`, then `, other` if the function has two arguments, then `)`.
fn function<I>(name: &'static str, place: impl Place<I>, rest: impl FnOnce(&mut Tokens)) -> Condition<I> {
    Condition::whole(|tokens| {
        tokens.text(name);
        tokens.append(place.into_path().tokens());
        rest(tokens);
        tokens.text(")");
    })
}

fn is_in<I, T, O: Comparand<I, T>>(path: Tokens, values: impl IntoIterator<Item = O>) -> Condition<I> {
    let mut values = values.into_iter().peekable();
    if values.peek().is_none() {
        return Condition::failed("`is_in` needs at least one value to compare with");
    }
    let mut all: Option<Condition<I>> = None;
    while values.peek().is_some() {
        let some = Condition::whole(|tokens| {
            tokens.append(path.copy_path());
            for (index, value) in values.by_ref().take(MAX_IN).enumerate() {
                tokens.text(if index == 0 { " IN (" } else { ", " });
                operand(tokens, value);
            }
            tokens.text(")");
        });
        all = Some(match all {
            Some(before) => before | some,
            None => some,
        });
    }
    all.unwrap_or_else(Condition::always)
}

macro_rules! conditions {
    ([$($absence:ident)?] $name:ident) => {
        /// Conditions on this attribute. If the item does not have the attribute, only [`not_exists`](Self::not_exists) and
        /// [`ne`](Self::ne) hold.
        impl<I, T: Value $(, $absence)?> $name<I, T $(, $absence)?> {
            /// Holds if the attribute equals `other`.
            pub fn eq(self, other: impl Comparand<I, T::Base>) -> Condition<I> {
                compare(self, " = ", other)
            }

            /// Holds if the attribute differs from `other`, or is absent.
            pub fn ne(self, other: impl Comparand<I, T::Base>) -> Condition<I> {
                compare(self, " <> ", other)
            }

            /// Holds if the attribute is less than `other`. Numbers are compared as numbers, strings and binaries by their bytes.
            pub fn lt(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " < ", other)
            }

            /// Holds if the attribute is less than or equal to `other`.
            pub fn le(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " <= ", other)
            }

            /// Holds if the attribute is greater than `other`.
            pub fn gt(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " > ", other)
            }

            /// Holds if the attribute is greater than or equal to `other`.
            pub fn ge(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " >= ", other)
            }

            /// Holds if the attribute is from `low` to `high`, both included.
            pub fn between(self, low: impl Comparand<I, T::Base>, high: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                Condition::whole(|tokens| {
                    tokens.append(self.into_path().tokens());
                    tokens.text(" BETWEEN ");
                    operand(tokens, low);
                    let low = tokens.last_value().map(<[u8]>::to_vec);
                    tokens.text(" AND ");
                    operand(tokens, high);
                    let high = tokens.last_value().map(<[u8]>::to_vec);
                    in_order(tokens, [low, high]);
                })
            }

            /// Holds if the attribute equals one of these values. More than 100, DynamoDB's limit for one `IN`, are split.
            pub fn is_in<O: Comparand<I, T::Base>>(self, values: impl IntoIterator<Item = O>) -> Condition<I> {
                is_in(self.into_path().tokens(), values)
            }

            /// Holds if the item has the attribute.
            pub fn exists(self) -> Condition<I> {
                function("attribute_exists(", self, |_| {})
            }

            /// Holds if the item does not have the attribute.
            pub fn not_exists(self) -> Condition<I> {
                function("attribute_not_exists(", self, |_| {})
            }

            /// Holds if the attribute is stored as this type, which may differ from the struct's.
            pub fn attribute_type(self, attribute_type: AttributeType) -> Condition<I> {
                function("attribute_type(", self, |tokens| {
                    tokens.text(", ");
                    tokens.value::<String>(&attribute_type.name());
                })
            }

            /// Holds if the string or binary begins with `prefix`.
            pub fn begins_with<P>(self, prefix: P) -> Condition<I>
            where
                <T::Base as Value>::Kind: PrefixKind,
                P: Comparand<I, <<T::Base as Value>::Kind as PrefixKind>::Prefix>,
            {
                function("begins_with(", self, |tokens| {
                    tokens.text(", ");
                    prefix.write(tokens);
                })
            }

            /// Holds if the string or binary contains `sought`, or the list or set has it as an element.
            pub fn contains<S>(self, sought: S) -> Condition<I>
            where
                T::Base: Containing,
                S: Comparand<I, <T::Base as Containing>::Sought>,
            {
                function("contains(", self, |tokens| {
                    tokens.text(", ");
                    sought.write(tokens);
                })
            }
        }
    };
}

conditions!([A] Attribute);
conditions!([] KeyAttribute);
conditions!([] ManagedAttribute);
conditions!([] GuardedAttribute);
conditions!([A] Path);
