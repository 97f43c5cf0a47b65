//! What an update leaves in the item, as far as it is known before it is sent: [`Effect`].

use aws_sdk_dynamodb::types::AttributeValue;

use super::super::own_write::same_value;
use super::Update;
use crate::codec::json::decode_value;
use crate::codec::sdk_map::SdkItem;

/// What an update leaves in the item.
pub(crate) struct Effect {
    /// The attributes that it sets to given values.
    set: Vec<(String, AttributeValue)>,
    /// Whether it changes nothing else.
    is_all: bool,
    /// Whether its condition names one of these attributes, so that the value is a mark that the update was done.
    is_marked: bool,
}

impl Effect {
    /// Whether the update was done, from the stored item for which its condition does not hold. `None` if that is unknown.
    pub(crate) fn is_in(&self, stored: &SdkItem) -> Option<bool> {
        let holds =
            |(name, value): &(String, AttributeValue)| stored.get(name).is_some_and(|found| same_value(value, found));
        if !self.set.iter().all(holds) {
            return Some(false);
        }
        (!self.set.is_empty() && (self.is_all || self.is_marked)).then_some(true)
    }
}

impl<I, R> Update<I, R> {
    /// Returns what the update leaves in the item.
    pub(crate) fn effect(&self) -> Effect {
        let literals = self.clauses.set.literals();
        let others = [&self.clauses.remove, &self.clauses.add, &self.clauses.delete];
        // Each action is a name, `=`, a value and the comma before the next.
        let is_all = self.clauses.set.len() + 1 == 4 * literals.len() && others.iter().all(|clause| clause.is_empty());
        let condition = self.settings.condition.as_ref();
        let checked: Vec<&str> =
            condition.map(|condition| condition.as_tokens().attributes().collect()).unwrap_or_default();
        let is_marked = literals.iter().any(|(name, _)| checked.contains(name));
        let decoded = |(name, json): (&str, &[u8])| Some((name.to_owned(), decode_value(json)?));
        Effect { set: literals.into_iter().filter_map(decoded).collect(), is_all, is_marked }
    }

    /// Returns the attributes whose new number depends on the stored one.
    pub(crate) fn computed(&self) -> Vec<&str> {
        self.clauses.set.summed().chain(self.clauses.add.attributes()).collect()
    }
}
