use std::cmp::Ordering;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::comparand::Comparand;
use super::document::Containing;
use super::order;
use super::path::{Path, Place};
use super::step::describe;
use super::tokens::Tokens;
use crate::schema::{Attribute, GuardedAttribute, KeyAttribute, ManagedAttribute};
use crate::value::kind::{OrderedKind, PrefixKind};
use crate::value::{AttributeType, EncodeError, Value};

/// DynamoDB's limit of operands in one `IN`.
const MAX_IN: usize = 100;

/// A condition on the attributes of an `I`, for a write or as a filter.
///
/// Made by the methods of an attribute ([`eq`](Attribute::eq), [`begins_with`](Attribute::begins_with), …); combined with
/// `&`, `|` and `!`.
///
/// # Examples
///
/// ```
/// use faraday::Item;
///
/// #[derive(Item)]
/// #[faraday(table = "orders")]
/// struct Order {
///     #[faraday(partition_key)]
///     id: u64,
///     city: String,
///     total: u64,
/// }
///
/// let condition = Order::CITY.begins_with("L") & (Order::TOTAL.gt(100) | !Order::CITY.exists());
/// ```
///
/// See [condition expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
#[must_use = "a condition does nothing until it is given to an operation"]
pub struct Condition<I> {
    tokens: Tokens,
    precedence: Precedence,
    of: PhantomData<fn() -> I>,
}

/// The precedence of the outermost operator. Parentheses are written only where needed, because DynamoDB refuses redundant
/// ones.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Precedence {
    Or,
    And,
    Not,
    Whole,
}

impl<I> Condition<I> {
    pub(super) fn whole(write: impl FnOnce(&mut Tokens)) -> Self {
        let mut tokens = Tokens::default();
        write(&mut tokens);
        Self { tokens, precedence: Precedence::Whole, of: PhantomData }
    }

    pub(crate) fn tokens(self) -> Tokens {
        self.tokens
    }

    fn within(self, precedence: Precedence, tokens: &mut Tokens) {
        if self.precedence < precedence {
            tokens.text("(");
            tokens.append(self.tokens);
            tokens.text(")");
        } else {
            tokens.append(self.tokens);
        }
    }

    fn join(self, other: Self, precedence: Precedence, operator: &'static str) -> Self {
        let mut tokens = Tokens::default();
        self.within(precedence, &mut tokens);
        tokens.text(operator);
        other.within(precedence, &mut tokens);
        Self { tokens, precedence, of: PhantomData }
    }

    /// The stored version is this. Version 0 is that of a missing item, and of an item without a version.
    pub(crate) fn is_version(name: &'static str, version: u64) -> Self {
        let attribute = || Attribute::<I, u64>::new(name);
        if version == 0 { attribute().not_exists() | attribute().eq(0) } else { attribute().eq(version) }
    }

    /// The same condition once more, for another request.
    ///
    /// # Errors
    ///
    /// When a value of it has no form in DynamoDB.
    pub(crate) fn copied(&mut self) -> Result<Self, EncodeError> {
        self.tokens.take_error()?;
        let tokens = self.tokens.copy_until(self.tokens.len());
        Ok(Self { tokens, precedence: self.precedence, of: PhantomData })
    }

    /// A comparison that was written as tokens.
    pub(crate) fn of_tokens(tokens: Tokens) -> Self {
        Self::whole(|whole| whole.append(tokens))
    }

    /// Several comparisons, joined with `AND`, that were written as tokens.
    pub(crate) fn of_conjunction(tokens: Tokens) -> Self {
        Self { tokens, precedence: Precedence::And, of: PhantomData }
    }

    /// Joins a further condition of an operation with `AND`.
    pub(crate) fn also(slot: &mut Option<Self>, more: Self) {
        *slot = Some(match slot.take() {
            Some(before) => before & more,
            None => more,
        });
    }
}

impl<I> Condition<I> {
    /// Both hold: the same as `&`.
    pub fn and(self, other: Self) -> Self {
        self & other
    }

    /// One of them holds, or both: the same as `|`.
    pub fn or(self, other: Self) -> Self {
        self | other
    }
}

impl<I> BitAnd for Condition<I> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.join(other, Precedence::And, " AND ")
    }
}

impl<I> BitOr for Condition<I> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.join(other, Precedence::Or, " OR ")
    }
}

impl<I> Not for Condition<I> {
    type Output = Self;

    fn not(self) -> Self {
        let mut tokens = Tokens::default();
        tokens.text("NOT ");
        // A NOT inside a NOT gets parentheses, because not every parser takes `NOT NOT`.
        self.within(Precedence::Whole, &mut tokens);
        Self { tokens, precedence: Precedence::Not, of: PhantomData }
    }
}

impl<I> std::fmt::Debug for Condition<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Condition")
    }
}

fn compare<I, T>(place: impl Place<I>, operator: &'static str, other: impl Comparand<I, T>) -> Condition<I> {
    Condition::whole(|tokens| {
        tokens.append(place.into_path().tokens());
        tokens.text(operator);
        operand(tokens, other);
    })
}

/// Writes what the place is compared with, after it and an operator. DynamoDB refuses a comparison of a place with itself.
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

/// `function(path` and, for functions of two arguments, `, other`; then `)`.
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
        return Condition::whole(|tokens| {
            tokens.fail(EncodeError::invalid_argument("`is_in` needs at least one value to compare with"));
        });
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
    all.unwrap_or_else(|| Condition::whole(|_| {}))
}

macro_rules! conditions {
    ([$($absence:ident)?] $name:ident) => {
        /// Conditions on this attribute. If the item does not have the attribute, only [`not_exists`](Self::not_exists) and
        /// [`ne`](Self::ne) hold.
        impl<I, T: Value $(, $absence)?> $name<I, T $(, $absence)?> {
            /// The attribute equals `other`.
            pub fn eq(self, other: impl Comparand<I, T::Base>) -> Condition<I> {
                compare(self, " = ", other)
            }

            /// The attribute differs from `other`, or is absent.
            pub fn ne(self, other: impl Comparand<I, T::Base>) -> Condition<I> {
                compare(self, " <> ", other)
            }

            /// The attribute is less than `other`: numbers as numbers, strings and binaries by their bytes.
            pub fn lt(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " < ", other)
            }

            /// The attribute is less than or equal to `other`.
            pub fn le(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " <= ", other)
            }

            /// The attribute is greater than `other`.
            pub fn gt(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " > ", other)
            }

            /// The attribute is greater than or equal to `other`.
            pub fn ge(self, other: impl Comparand<I, T::Base>) -> Condition<I>
            where
                <T::Base as Value>::Kind: OrderedKind,
            {
                compare(self, " >= ", other)
            }

            /// The attribute is from `low` to `high`, both included.
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

            /// The attribute equals one of these. More than 100 values, DynamoDB's limit for one `IN`, are split.
            pub fn is_in<O: Comparand<I, T::Base>>(self, values: impl IntoIterator<Item = O>) -> Condition<I> {
                is_in(self.into_path().tokens(), values)
            }

            /// The item has the attribute.
            pub fn exists(self) -> Condition<I> {
                function("attribute_exists(", self, |_| {})
            }

            /// The item does not have the attribute.
            pub fn not_exists(self) -> Condition<I> {
                function("attribute_not_exists(", self, |_| {})
            }

            /// The attribute is stored as this type, which may differ from the struct's.
            pub fn attribute_type(self, attribute_type: AttributeType) -> Condition<I> {
                function("attribute_type(", self, |tokens| {
                    tokens.text(", ");
                    tokens.value::<String>(&attribute_type.name());
                })
            }

            /// The string or binary begins with `prefix`.
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

            /// The string or binary contains `sought`, or the list or set has it as an element.
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
