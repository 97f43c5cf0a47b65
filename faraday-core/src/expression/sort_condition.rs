//! A condition on the sort key of a query: [`SortCondition`], and the ranges that make one.

use std::cmp::Ordering;
use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use aws_sdk_dynamodb::types::AttributeValue;

use super::order::compare;
use super::tokens::Tokens;
use crate::codec::json::decode_value;
use crate::schema::{Bounds, MOST_SORT, Operand, OptionalOperand, encode_key_value};
use crate::value::kind::PrefixKind;
use crate::value::{EncodeError, Value};

/// A range of sort keys: `a..=b` (both included), `a..`, `..b`, `..=b`, `..`, or a pair of [`Bound`]s, but not `a..b`; or an `Option`
/// of a range.
///
/// A range without bounds, or `None`, is no condition.
///
/// A range that ends before it begins, such as `9..=3`, is an [`InvalidArgument`](crate::ErrorKind::InvalidArgument).
///
/// DynamoDB's `BETWEEN` includes both ends, and a query takes one sort-key condition, so a range such as `a..b` cannot be
/// written.
///
/// See [key conditions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a range of sort keys that DynamoDB has",
    label = "expected `a..=b`, `a..`, `..b` or `..=b` of `{T}`",
    note = "DynamoDB's BETWEEN includes both ends: write `a..=b` instead of `a..b`"
)]
pub trait KeyRange<T> {
    #[doc(hidden)]
    fn condition(self) -> SortCondition;
}

/// A condition on the sort key, without its name.
#[derive(Default)]
pub struct SortCondition {
    pub(super) tokens: Tokens,
    pub(super) prefix: bool,
    /// Whether the range has no bounds, so that it is no condition.
    pub(super) unbounded: bool,
    pub(super) is_range: bool,
    /// The error of a value, kept until the name of its attribute is known.
    pub(super) error: Option<EncodeError>,
}

impl SortCondition {
    /// Holds if the sort key equals this value; no condition if there is none.
    pub(crate) fn equals<T, As>(value: impl OptionalOperand<T, As>) -> Self {
        value.into_operand().map_or_else(Self::unbounded, |value| Self::equal(&value))
    }

    fn equal<T>(value: &impl Operand<T>) -> Self {
        Self::default().text(" = ").value(value)
    }

    fn compare<T>(operator: &'static str, value: &impl Operand<T>) -> Self {
        Self { is_range: true, ..Self::default().text(operator).value(value) }
    }

    fn unbounded() -> Self {
        Self { unbounded: true, ..Self::default() }
    }

    /// Whether nothing is sent for the condition.
    pub(super) fn is_none(&self) -> bool {
        self.unbounded && self.error.is_none()
    }

    fn between<T>(low: &impl Operand<T>, high: &impl Operand<T>) -> Self {
        let range = Self { is_range: true, ..Self::default() };
        let mut condition = range.text(" BETWEEN ").value(low).text(" AND ").value(high);
        let reversed = match condition.tokens.values().collect::<Vec<_>>()[..] {
            [low, high] => compare(low, high) == Some(Ordering::Greater),
            _ => false,
        };
        if reversed {
            let message = "a range of sort keys ends before it begins: give the lower one first";
            condition.tokens.fail(EncodeError::invalid_argument(message));
        }
        condition
    }

    /// Holds if the sort key begins with this prefix; no condition if there is none.
    pub(crate) fn begins_with<T, As>(prefix: impl OptionalOperand<<T::Kind as PrefixKind>::Prefix, As>) -> Self
    where
        T: Value,
        T::Kind: PrefixKind,
    {
        prefix.into_operand().map_or_else(Self::unbounded, |prefix| Self::with_prefix(&prefix))
    }

    fn with_prefix<T>(prefix: &impl Operand<T>) -> Self {
        Self { prefix: true, ..Self::default().value(prefix) }
    }

    /// Makes a condition on the text of a sort key that a template makes.
    pub(super) fn of_bounds(bounds: Bounds) -> Self {
        match bounds {
            Bounds::Any => Self::unbounded(),
            Bounds::Equal(text) => Self::equal::<String>(&text),
            Bounds::BeginsWith(text) => Self::with_prefix::<String>(&text),
            Bounds::Between(from, to) => Self::between::<String>(&from, &to),
            Bounds::AtLeast(from) => Self::compare::<String>(" >= ", &from),
            Bounds::Above(from) => Self::compare::<String>(" > ", &from),
            Bounds::AtMost(to) => Self::compare::<String>(" <= ", &to),
            Bounds::Below(to) => Self::compare::<String>(" < ", &to),
        }
    }

    /// Returns the comparison, for a part of a sort key that a template makes.
    pub(super) fn comparison(&mut self) -> Result<Comparison, EncodeError> {
        self.tokens.take_error()?;
        self.error.take().map_or(Ok(()), Err)?;
        let (operator, values) = self.tokens.comparison_from(0);
        let value = |position: usize| {
            let json = values.get(position).copied().unwrap_or_default();
            decode_value(json).ok_or_else(|| EncodeError::new("the value that was written cannot be read back"))
        };
        Ok(match operator {
            _ if self.unbounded => Comparison::Range(Bound::Unbounded, Bound::Unbounded),
            _ if self.prefix => Comparison::Prefix(value(0)?),
            " BETWEEN " => Comparison::Range(Bound::Included(value(0)?), Bound::Included(value(1)?)),
            " >= " => Comparison::Range(Bound::Included(value(0)?), Bound::Unbounded),
            " > " => Comparison::Range(Bound::Excluded(value(0)?), Bound::Unbounded),
            " <= " => Comparison::Range(Bound::Unbounded, Bound::Included(value(0)?)),
            " < " => Comparison::Range(Bound::Unbounded, Bound::Excluded(value(0)?)),
            _ => Comparison::Equal(value(0)?),
        })
    }

    fn text(mut self, text: &'static str) -> Self {
        self.tokens.text(text);
        self
    }

    fn value<T>(mut self, value: &impl Operand<T>) -> Self {
        match encode_key_value(value, MOST_SORT) {
            Ok(value) => self.tokens.json(value),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }
}

/// A condition on a part of a sort key that a template makes.
pub(super) enum Comparison {
    Equal(AttributeValue),
    Prefix(AttributeValue),
    Range(Bound<AttributeValue>, Bound<AttributeValue>),
}

impl<T, O: Operand<T>> KeyRange<T> for RangeInclusive<O> {
    fn condition(self) -> SortCondition {
        SortCondition::between(self.start(), self.end())
    }
}

impl<T, O: Operand<T>> KeyRange<T> for RangeFrom<O> {
    fn condition(self) -> SortCondition {
        SortCondition::compare(" >= ", &self.start)
    }
}

impl<T, R: KeyRange<T>> KeyRange<T> for Option<R> {
    fn condition(self) -> SortCondition {
        self.map_or_else(SortCondition::unbounded, R::condition)
    }
}

impl<T> KeyRange<T> for RangeFull {
    fn condition(self) -> SortCondition {
        SortCondition::unbounded()
    }
}

impl<T, O: Operand<T>> KeyRange<T> for RangeTo<O> {
    fn condition(self) -> SortCondition {
        SortCondition::compare(" < ", &self.end)
    }
}

impl<T, O: Operand<T>> KeyRange<T> for RangeToInclusive<O> {
    fn condition(self) -> SortCondition {
        SortCondition::compare(" <= ", &self.end)
    }
}

impl<T, O: Operand<T>> KeyRange<T> for (Bound<O>, Bound<O>) {
    fn condition(self) -> SortCondition {
        match self {
            (Bound::Included(low), Bound::Included(high)) => SortCondition::between(&low, &high),
            (Bound::Included(low), Bound::Unbounded) => SortCondition::compare(" >= ", &low),
            (Bound::Excluded(low), Bound::Unbounded) => SortCondition::compare(" > ", &low),
            (Bound::Unbounded, Bound::Included(high)) => SortCondition::compare(" <= ", &high),
            (Bound::Unbounded, Bound::Excluded(high)) => SortCondition::compare(" < ", &high),
            (Bound::Unbounded, Bound::Unbounded) => SortCondition::unbounded(),
            _ => {
                let mut condition = SortCondition::default();
                condition.tokens.fail(EncodeError::invalid_argument(
                    "a range of sort keys has one bound, or two bounds that are both included: DynamoDB has no others",
                ));
                condition
            }
        }
    }
}
