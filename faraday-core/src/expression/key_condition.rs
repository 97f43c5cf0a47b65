use std::cmp::Ordering;
use std::ops::{Bound, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use aws_sdk_dynamodb::types::AttributeValue;

use super::placeholders::Tokens;
use crate::codec::json;
use crate::codec::sdk_map::SdkItem;
use crate::schema::{KeyElement, MOST_SORT, Operand, PartitionOf, encode_key_value};
use crate::value::kind::PrefixKind;
use crate::value::{EncodeError, Value, compare_numbers};

/// A range of sort keys: `a..=b` (both included), `a..`, `..b`, `..=b`, or a pair of [`Bound`]s, but not `a..b`.
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
    tokens: Tokens,
    prefix: bool,
    /// The error of a value, kept until the name of its attribute is known.
    error: Option<EncodeError>,
}

impl SortCondition {
    pub(crate) fn compare<T>(operator: &'static str, value: &impl Operand<T>) -> Self {
        Self::default().text(operator).value(value)
    }

    fn between<T>(low: &impl Operand<T>, high: &impl Operand<T>) -> Self {
        let mut condition = Self::default().text(" BETWEEN ").value(low).text(" AND ").value(high);
        let reversed = match condition.tokens.values().collect::<Vec<_>>()[..] {
            [low, high] => is_greater(low, high),
            _ => false,
        };
        if reversed {
            let message = "a range of sort keys ends before it begins: give the lower one first";
            condition.tokens.fail(EncodeError::invalid_argument(message));
        }
        condition
    }

    pub(crate) fn begins_with<T>(prefix: &impl Operand<<T::Kind as PrefixKind>::Prefix>) -> Self
    where
        T: Value,
        T::Kind: PrefixKind,
    {
        Self { prefix: true, ..Self::default().value(prefix) }
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

/// Whether the first of two values, as DynamoDB JSON, comes after the second in the order of sort keys.
fn is_greater(one: &[u8], other: &[u8]) -> bool {
    let read = |json: &[u8]| json::decode_item::<SdkItem>(&[br#"{"v":"#, json, b"}"].concat()).ok()?.remove("v");
    match (read(one), read(other)) {
        (Some(AttributeValue::S(one)), Some(AttributeValue::S(other))) => one > other,
        (Some(AttributeValue::B(one)), Some(AttributeValue::B(other))) => one.as_ref() > other.as_ref(),
        (Some(AttributeValue::N(one)), Some(AttributeValue::N(other))) => {
            compare_numbers(&one, &other) == Some(Ordering::Greater)
        }
        _ => false,
    }
}

/// The whole key condition of a query: an equality for each partition attribute, then one condition for each sort
/// attribute in their order.
#[derive(Default)]
pub(crate) struct KeyCondition {
    tokens: Tokens,
    /// The sort attributes without a condition yet.
    sort_keys: Vec<KeyElement>,
}

impl KeyCondition {
    pub(crate) fn new<P>(partition: &[KeyElement], sort: &[KeyElement], value: &impl PartitionOf<P>) -> Self {
        let mut tokens = Tokens::default();
        match value.encode_partition(partition) {
            Ok(values) => {
                for (position, (key, value)) in partition.iter().zip(values).enumerate() {
                    if position > 0 {
                        tokens.text(" AND ");
                    }
                    tokens.named(key.name(), key.is_sensitive());
                    tokens.text(" = ");
                    tokens.json(value);
                }
            }
            Err(error) => tokens.fail(error),
        }
        Self { tokens, sort_keys: sort.to_vec() }
    }

    /// Adds a condition on the next sort attribute. The query's types guarantee that there is one.
    pub(crate) fn and(&mut self, mut condition: SortCondition) {
        if self.sort_keys.is_empty() {
            return;
        }
        let sort_key = self.sort_keys.remove(0);
        self.tokens.text(if condition.prefix { " AND begins_with(" } else { " AND " });
        self.tokens.name(sort_key.name());
        if condition.prefix {
            self.tokens.text(", ");
        }
        if sort_key.is_sensitive() {
            condition.tokens.hide_values();
        }
        self.tokens.append(condition.tokens);
        if let Some(error) = condition.error {
            self.tokens.fail(error.at_attribute(sort_key.name()));
        }
        if condition.prefix {
            self.tokens.text(")");
        }
    }

    pub(crate) fn into_tokens(self) -> Tokens {
        self.tokens
    }
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
            _ => {
                let mut condition = SortCondition::default();
                condition.tokens.fail(EncodeError::invalid_argument(
                    "a range of sort keys has one bound, or two that are included: DynamoDB has no other",
                ));
                condition
            }
        }
    }
}
