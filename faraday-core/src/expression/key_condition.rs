//! The key condition of a query: [`KeyCondition`].

use std::cmp::Ordering;
use std::ops::Bound;

use aws_sdk_dynamodb::types::AttributeValue;

use super::order::compare;
use super::sort_condition::{Comparison, SortCondition};
use super::tokens::Tokens;
use crate::codec::json::WireEncoder;
use crate::codec::sdk_map::SdkItem;
use crate::schema::{KeyElement, PartitionOf, SortTemplate};
use crate::value::{EncodeError, Value};

/// The key condition of a query: an equality for each partition attribute, then one condition for each sort
/// attribute in order.
#[derive(Default)]
pub(crate) struct KeyCondition {
    tokens: Tokens,
    /// The sort attributes without a condition yet.
    sort_keys: Vec<KeyElement>,
    /// The sort key that a template makes, as far as its parts are known.
    made: Option<SortTemplate>,
    /// The sort attribute, or the part of one, whose condition was `None`. No condition can follow it.
    skipped: Option<&'static str>,
    /// The range of the last sort attribute, if there is one: the attribute's name, and the position in the tokens.
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
        Self { tokens, sort_keys: sort.to_vec(), made, skipped: None, range: None, moving: false }
    }

    /// Adds a condition on the next sort attribute, or on the next part of one that a template makes. The query's types
    /// guarantee that there is one.
    pub(crate) fn and(&mut self, condition: SortCondition) {
        match condition.is_none() {
            true => self.skip(),
            false if self.may_follow() => self.add(condition),
            false => {}
        }
    }

    /// Leaves the next sort attribute, or the next part of one, without a condition.
    fn skip(&mut self) {
        let part = self.made.as_mut().and_then(SortTemplate::next_name);
        self.skipped = self.skipped.or(part).or_else(|| self.sort_keys.first().map(KeyElement::name));
    }

    /// Refuses a condition after a sort attribute without one, because DynamoDB needs conditions from the left.
    fn may_follow(&mut self) -> bool {
        let Some(skipped) = self.skipped else { return true };
        let message = "it has no condition, so that those after it cannot have one: DynamoDB takes conditions on the sort key from its \
                       beginning";
        self.tokens.fail(EncodeError::invalid_argument(message).at_attribute(skipped));
        false
    }

    fn add(&mut self, mut condition: SortCondition) {
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

    /// Sets the next parts of a sort key that a template makes, if there are any.
    pub(crate) fn set_parts(&mut self, parts: Option<Vec<Result<AttributeValue, EncodeError>>>) {
        let Some(parts) = parts else { return self.skip() };
        if !self.may_follow() {
            return;
        }
        for value in parts {
            let set = |made: &mut SortTemplate| value.and_then(|value| made.set(value));
            if let Err(error) = self.made.as_mut().map_or(Ok(()), set) {
                self.tokens.fail(error);
            }
        }
    }

    /// Returns the whole condition. If a template makes the sort key, adds the known texts and parts as a prefix.
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
        self.add(condition);
    }

    pub(crate) fn into_tokens(self) -> Tokens {
        self.tokens
    }

    /// Returns what binds a cursor to the query: the condition, without a range that may move.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        match self.range.filter(|_| self.moving) {
            Some((name, start)) => [self.tokens.copy_until(start).fingerprint().as_slice(), name.as_bytes()].concat(),
            None => self.tokens.fingerprint(),
        }
    }

    /// Returns where a start key is, relative to a moving range.
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

/// Where a key is, relative to a range.
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
