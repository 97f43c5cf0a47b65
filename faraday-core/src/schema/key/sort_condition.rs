//! The condition on a sort key that a template makes: the range of texts of all keys that begin with the known parts.

use std::ops::Bound;

use aws_sdk_dynamodb::types::AttributeValue;

use super::part::{HIGHEST, PartValue};
use super::template::{Part, Progress, Template};
use crate::value::{EncodeError, KeyPart};

/// The sort key of a query, as far as its parts are known.
pub(crate) struct SortTemplate {
    known: Vec<PartValue>,
    progress: Progress,
}

/// The comparison that DynamoDB makes with a sort key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Bounds {
    Any,
    Equal(String),
    BeginsWith(String),
    Between(String, String),
    AtLeast(String),
    Above(String),
    AtMost(String),
    Below(String),
}

impl SortTemplate {
    /// Begins a sort key with the known parts, those of the partition key.
    pub(crate) fn new(template: &Template, known: Vec<PartValue>) -> Self {
        Self { known, progress: template.begin() }
    }

    /// Returns the name of the next part.
    pub(crate) fn next_name(&mut self) -> Option<&'static str> {
        self.next().ok().flatten().map(|part| part.name)
    }

    /// Adds the texts and the known parts, and returns the next part.
    fn next(&mut self) -> Result<Option<&'static Part>, EncodeError> {
        self.progress.advance(&self.known)
    }

    /// Sets the value of the next part.
    pub(crate) fn set(&mut self, value: AttributeValue) -> Result<(), EncodeError> {
        if let Some(part) = self.next()? {
            self.known.push(PartValue { name: part.name, value });
        }
        Ok(())
    }

    /// Matches all keys that begin with the known parts, or one key if all parts are known.
    pub(crate) fn known(mut self) -> Result<Bounds, EncodeError> {
        let open = self.next()?.is_some();
        Ok(match self.progress.text {
            text if !open => Bounds::Equal(text),
            text if text.is_empty() => Bounds::Any,
            text => Bounds::BeginsWith(text),
        })
    }

    /// Matches all keys whose next part begins with this text.
    pub(crate) fn prefix(mut self, prefix: &AttributeValue) -> Result<Bounds, EncodeError> {
        let (Some(part), Ok(prefix)) = (self.next()?, prefix.as_s()) else { return self.known() };
        if !matches!(part.form, KeyPart::Text | KeyPart::Fixed(_)) {
            let message = "only a part that is a string has a prefix: use `sort_key_range`";
            return Err(EncodeError::invalid_argument(message).at_attribute(part.name));
        }
        let text = self.progress.ended(part, prefix.clone())?;
        Ok(Bounds::BeginsWith(self.progress.text + &text))
    }

    /// Matches all keys whose next part is in this range.
    pub(crate) fn range(
        mut self,
        from: Bound<AttributeValue>,
        to: Bound<AttributeValue>,
    ) -> Result<Bounds, EncodeError> {
        let Some(part) = self.next()? else { return self.known() };
        let from = self.limit(part, from)?;
        let to = self.limit(part, to)?;
        let (prefix, open) = (&self.progress.text, self.progress.is_open());
        Ok(match (from, to) {
            (Bound::Unbounded, Bound::Unbounded) => return self.known(),
            (Bound::Unbounded, Bound::Included(to)) if prefix.is_empty() && !open => Bounds::AtMost(to),
            (Bound::Unbounded, Bound::Included(to)) if prefix.is_empty() => Bounds::Below(above(&to)),
            (Bound::Unbounded, Bound::Excluded(to)) if prefix.is_empty() => Bounds::Below(to),
            (Bound::Included(from), Bound::Unbounded) if prefix.is_empty() => Bounds::AtLeast(from),
            (Bound::Excluded(from), Bound::Unbounded) if prefix.is_empty() && !open => Bounds::Above(from),
            (Bound::Excluded(from), Bound::Unbounded) if prefix.is_empty() => Bounds::AtLeast(above(&from)),
            (from, to) => {
                let from = match from {
                    Bound::Unbounded => prefix.clone(),
                    Bound::Included(from) => from,
                    Bound::Excluded(from) if open => above(&from),
                    // No text sorts between a text and the same text with a NUL added.
                    Bound::Excluded(from) => from + "\0",
                };
                let to = match to {
                    Bound::Unbounded => above(prefix),
                    Bound::Included(to) if open => above(&to),
                    Bound::Included(to) => to,
                    Bound::Excluded(to) => below(&to),
                };
                Bounds::Between(from, to)
            }
        })
    }

    /// Returns the text with which all keys with this part begin.
    fn limit(&self, part: &'static Part, bound: Bound<AttributeValue>) -> Result<Bound<String>, EncodeError> {
        let text = |value: AttributeValue| {
            let text = self.progress.part(part, &PartValue { name: part.name, value })?;
            let end = self.progress.end().unwrap_or_default();
            Ok([&self.progress.text, text.as_str(), end].concat())
        };
        Ok(match bound {
            Bound::Unbounded => Bound::Unbounded,
            Bound::Included(value) => Bound::Included(text(value)?),
            Bound::Excluded(value) => Bound::Excluded(text(value)?),
        })
    }
}

/// Returns the first text after all texts that begin with this one. No key equals the result, because other characters would have to
/// follow.
fn above(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    while let Some(last) = letters.pop() {
        let next = (u32::from(last) + 1..=u32::from(HIGHEST)).find_map(char::from_u32);
        if let Some(next) = next {
            letters.push(next);
            break;
        }
    }
    letters.into_iter().collect()
}

/// Returns a text that is before this text and all that begin with it, but after all smaller keys.
fn below(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if let Some(before) = letters.pop().and_then(|last| (0..u32::from(last)).rev().find_map(char::from_u32)) {
        letters.extend([before, HIGHEST]);
    }
    letters.into_iter().collect()
}
