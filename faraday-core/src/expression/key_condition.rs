use std::cmp::Ordering;
use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use aws_sdk_dynamodb::types::AttributeValue;

use super::order::compare;
use super::tokens::Tokens;
use crate::codec::json::{WireEncoder, decode_value};
use crate::codec::sdk_map::SdkItem;
use crate::schema::{Bounds, KeyElement, MOST_SORT, Operand, PartitionOf, SortTemplate, encode_key_value};
use crate::value::kind::PrefixKind;
use crate::value::{EncodeError, Value};

/// A range of sort keys: `a..=b` (both included), `a..`, `..b`, `..=b`, `..`, or a pair of [`Bound`]s, but not `a..b`.
///
/// A range without any bound is no condition.
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
    /// The range has no bound: it is no condition.
    unbounded: bool,
    is_range: bool,
    /// The error of a value, kept until the name of its attribute is known.
    error: Option<EncodeError>,
}

impl SortCondition {
    /// The sort key equals this.
    pub(crate) fn equals<T>(value: &impl Operand<T>) -> Self {
        Self::default().text(" = ").value(value)
    }

    fn compare<T>(operator: &'static str, value: &impl Operand<T>) -> Self {
        Self { is_range: true, ..Self::default().text(operator).value(value) }
    }

    fn unbounded() -> Self {
        Self { unbounded: true, ..Self::default() }
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

    pub(crate) fn begins_with<T>(prefix: &impl Operand<<T::Kind as PrefixKind>::Prefix>) -> Self
    where
        T: Value,
        T::Kind: PrefixKind,
    {
        Self { prefix: true, ..Self::default().value(prefix) }
    }

    /// On the text of a sort key that a template makes.
    fn of_bounds(bounds: Bounds) -> Self {
        match bounds {
            Bounds::Any => Self::unbounded(),
            Bounds::Equal(text) => Self::equals::<String>(&text),
            Bounds::BeginsWith(text) => Self::begins_with::<String>(&text),
            Bounds::Between(from, to) => Self::between::<String>(&from, &to),
            Bounds::AtLeast(from) => Self::compare::<String>(" >= ", &from),
            Bounds::Above(from) => Self::compare::<String>(" > ", &from),
            Bounds::AtMost(to) => Self::compare::<String>(" <= ", &to),
            Bounds::Below(to) => Self::compare::<String>(" < ", &to),
        }
    }

    /// What is compared, for a part of a sort key that a template makes.
    fn comparison(&mut self) -> Result<Comparison, EncodeError> {
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
enum Comparison {
    Equal(AttributeValue),
    Prefix(AttributeValue),
    Range(Bound<AttributeValue>, Bound<AttributeValue>),
}

/// The whole key condition of a query: an equality for each partition attribute, then one condition for each sort
/// attribute in their order.
#[derive(Default)]
pub(crate) struct KeyCondition {
    tokens: Tokens,
    /// The sort attributes without a condition yet.
    sort_keys: Vec<KeyElement>,
    /// The sort key that a template makes, as far as its parts are known.
    made: Option<SortTemplate>,
    /// The range of the last sort attribute, if there is one: its name, and where it begins in the tokens.
    range: Option<(&'static str, usize)>,
    /// Whether the range may differ from page to page.
    pub(crate) moving: bool,
}

impl KeyCondition {
    pub(crate) fn new<P>(partition: &[KeyElement], sort: &[KeyElement], value: &impl PartitionOf<P>) -> Self {
        let mut tokens = Tokens::default();
        let template = sort.first().and_then(KeyElement::template).filter(|template| !template.is_field());
        let mut made = None;
        match value.encode_partition(partition) {
            Ok(encoded) => {
                made = template.map(|template| SortTemplate::new(template, encoded.parts));
                for (position, (key, value)) in partition.iter().zip(encoded.values).enumerate() {
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
        Self { tokens, sort_keys: sort.to_vec(), made, range: None, moving: false }
    }

    /// Adds a condition on the next sort attribute, or on the next part of one that a template makes. The query's types
    /// guarantee that there is one.
    pub(crate) fn and(&mut self, mut condition: SortCondition) {
        if let Some(made) = &mut self.made {
            match condition.comparison() {
                Ok(Comparison::Equal(value)) => {
                    if let Err(error) = made.set(value) {
                        self.tokens.fail(error);
                    }
                }
                Ok(comparison) => self.add_made(comparison),
                Err(error) => self.tokens.fail(error),
            }
            return;
        }
        if self.sort_keys.is_empty() {
            return;
        }
        let sort_key = self.sort_keys.remove(0);
        if condition.unbounded {
            if let Some(error) = condition.error {
                self.tokens.fail(error.at_attribute(sort_key.name()));
            }
            return;
        }
        self.range = condition.is_range.then_some((sort_key.name(), self.tokens.len()));
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

    /// Sets the next part of a sort key that a template makes.
    pub(crate) fn set_part(&mut self, value: Result<AttributeValue, EncodeError>) {
        let set = |made: &mut SortTemplate| value.and_then(|value| made.set(value));
        if let Err(error) = self.made.as_mut().map_or(Ok(()), set) {
            self.tokens.fail(error);
        }
    }

    /// The whole condition. Where a template makes the sort key, the texts and parts that are known are added as a prefix.
    pub(crate) fn finished(mut self) -> Self {
        self.add_made(Comparison::Range(Bound::Unbounded, Bound::Unbounded));
        self
    }

    /// Adds the condition on a sort key that a template makes.
    fn add_made(&mut self, comparison: Comparison) {
        let Some(made) = self.made.take() else { return };
        let bounds = match comparison {
            Comparison::Prefix(prefix) => made.prefix(&prefix),
            Comparison::Range(from, to) => made.range(from, to),
            Comparison::Equal(value) => made.range(Bound::Included(value.clone()), Bound::Included(value)),
        };
        let condition = bounds.map(SortCondition::of_bounds).unwrap_or_else(|error| SortCondition {
            error: Some(error),
            unbounded: true,
            ..SortCondition::default()
        });
        self.and(condition);
    }

    pub(crate) fn into_tokens(self) -> Tokens {
        self.tokens
    }

    /// What a cursor of the query is bound to: the condition, without a range that may move.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        match self.range.filter(|_| self.moving) {
            Some((name, start)) => [self.tokens.copy_until(start).fingerprint().as_slice(), name.as_bytes()].concat(),
            None => self.tokens.fingerprint(),
        }
    }

    /// Where a key is that a query with a moving range would start after.
    pub(crate) fn place_of(&self, key: &SdkItem) -> Place {
        let Some((name, start)) = self.range.filter(|_| self.moving) else { return Place::Inside };
        let Some(key) = key.get(name).and_then(|value| to_json(value).ok()) else { return Place::Inside };
        let (operator, values) = self.tokens.comparison_from(start);
        let order = |index: usize| values.get(index).and_then(|value| compare(&key, value));
        match (operator, order(0), order(1)) {
            (" BETWEEN " | " >= ", Some(Ordering::Less), _) => Place::Below,
            (" > ", Some(Ordering::Less | Ordering::Equal), _) => Place::Below,
            (" <= ", Some(Ordering::Greater), _) | (" BETWEEN ", _, Some(Ordering::Greater)) => Place::Above,
            (" < ", Some(Ordering::Greater | Ordering::Equal), _) => Place::Above,
            _ => Place::Inside,
        }
    }
}

/// Where a key is, seen from a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Below,
    Inside,
    Above,
}

fn to_json(value: &AttributeValue) -> Result<Vec<u8>, EncodeError> {
    let mut json = Vec::new();
    value.encode(WireEncoder::new(&mut json))?;
    Ok(json)
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
                    "a range of sort keys has one bound, or two that are included: DynamoDB has no other",
                ));
                condition
            }
        }
    }
}
