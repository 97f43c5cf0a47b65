//! An item that does not fit its struct: [`UnreadableItem`], with the known part of its key.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;

use super::Error;
use crate::codec::json::known_attributes;
use crate::codec::plain_json;
use crate::codec::sdk_map::SdkItem;
use crate::schema::{Item, Key, TableSchema, is_sensitive, primary_keys};
use crate::value::{DecodeError, EncodeError};

/// An item that a [lenient](crate::operation::Query::lenient) read cannot decode: its key, and the reason.
///
/// Neither `Display` nor `Debug` shows a stored value; only [`key`](UnreadableItem::key) returns some. The operator `?` turns it into an
/// [`Error`].
///
/// # Examples
///
/// ```
/// use faraday::error::UnreadableItem;
///
/// fn report(bad: &UnreadableItem) {
///     eprintln!("{}: {bad}", bad.key());
///     assert_eq!(bad.reason().path(), "total");
/// }
/// # fn check(bad: &UnreadableItem) { report(bad) }
/// ```
pub struct UnreadableItem(Box<Inner>);

struct Inner {
    key: UnreadableKey,
    is_complete: bool,
    reason: DecodeError,
}

impl UnreadableItem {
    /// Makes it from the item as DynamoDB JSON, and the reason why the item cannot be decoded.
    pub(crate) fn in_answer(schema: &TableSchema, item: &[u8], reason: DecodeError) -> Self {
        let mut hidden = Vec::new();
        let mut most = 0;
        for (element, _) in primary_keys(schema) {
            most += 1;
            hidden.extend(is_sensitive(schema, element).then_some(element.name()));
        }
        let attributes = known_attributes(item, |name| primary_keys(schema).any(|(key, _)| key.name() == name));
        let is_complete = attributes.len() == most;
        Self::with_key(attributes, hidden, is_complete, reason)
    }

    pub(super) fn with_key(
        attributes: SdkItem,
        hidden: Vec<&'static str>,
        is_complete: bool,
        reason: DecodeError,
    ) -> Self {
        Self(Box::new(Inner { key: UnreadableKey { attributes, hidden }, is_complete, reason }))
    }

    /// Returns the attributes of its primary key, as far as they are known.
    ///
    /// A read that [selects](crate::operation::Query::select) attributes knows only the key attributes that it selects.
    #[must_use]
    pub fn key(&self) -> &UnreadableKey {
        &self.0.key
    }

    /// Returns the place and cause: ``attribute `total`: expected N, found S``.
    #[must_use]
    pub fn reason(&self) -> &DecodeError {
        &self.0.reason
    }
}

impl fmt::Display for UnreadableItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the item cannot be read: {}", self.0.reason)
    }
}

impl fmt::Debug for UnreadableItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnreadableItem({})", self.0.reason)
    }
}

impl std::error::Error for UnreadableItem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The reason is in the message.
        self.0.reason.source()
    }
}

impl From<UnreadableItem> for Error {
    fn from(item: UnreadableItem) -> Self {
        let Inner { key, is_complete, reason } = *item.0;
        Self::from(reason).with_item_key(is_complete.then_some(key.attributes))
    }
}

/// The primary key of an item that cannot be decoded, as far as it is known.
///
/// `Display` shows it as plain JSON, without [sensitive](derive@crate::Item) attributes; `Debug` shows only the names.
#[derive(Clone, PartialEq)]
pub struct UnreadableKey {
    attributes: SdkItem,
    /// The attributes that `Display` hides.
    hidden: Vec<&'static str>,
}

impl UnreadableKey {
    /// Returns the known attributes, even if their type is not that of the key.
    #[must_use]
    pub fn attributes(&self) -> &HashMap<String, AttributeValue> {
        &self.attributes
    }

    /// Converts the key to the argument of an operation: to read the item as another struct, to update it, or to delete it.
    ///
    /// # Errors
    ///
    /// When an attribute of the key is not known.
    ///
    /// # Examples
    ///
    /// ```
    /// # use faraday::{Database, Item, Table, error::UnreadableItem, schema::Unguarded};
    /// # #[derive(Item)]
    /// # #[faraday(table = "orders")]
    /// # struct Order { #[faraday(partition_key)] id: u64, total: u64 }
    /// async fn delete(bad: &UnreadableItem, db: &Database) -> faraday::Result<()> {
    ///     Table::<Order>::delete(bad.key().to_key::<Order>()?).on(db).await
    /// }
    /// ```
    pub fn to_key<I: Item>(&self) -> Result<Key<I>, EncodeError> {
        Key::of_attributes(&self.attributes)
    }
}

impl fmt::Display for UnreadableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.attributes.iter().map(|(name, value)| {
            let is_hidden = self.hidden.contains(&name.as_str());
            (name.clone(), if is_hidden { AttributeValue::S("<sensitive>".into()) } else { value.clone() })
        });
        // Only an answer that is not DynamoDB's can hold a malformed number.
        f.write_str(&plain_json::encode_sorted(&shown.collect()).unwrap_or_else(|_| "{}".into()))
    }
}

impl fmt::Debug for UnreadableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: BTreeSet<_> = self.attributes.keys().collect();
        f.debug_set().entries(names).finish()
    }
}
